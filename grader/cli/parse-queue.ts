/** The commands for grading on many machines, wired with yargs. */
import type { Argv } from 'yargs';
import { WORK } from './options-queue.js';
import type { Finish } from './positionals.js';

const workOptions = (command: Argv) =>
  command
    .options(WORK)
    .example('$0 work --queue redis://queue:6379 --store /mnt/grading', 'grades what comes, until it is stopped')
    .example('$0 work --queue redis://queue:6379 --store s3://grading/cs342 --once', 'a task of a batch scheduler');

/** Adds the commands. */
export function queueCommands(command: Argv, finish: Finish): Argv {
  return command.command('work', 'grade what lies in a queue: a worker on one of many machines', workOptions, (argv) =>
    finish(import('./commands/work.js').then(({ workCommand }) => workCommand(argv))),
  );
}
