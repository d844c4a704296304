/** The commands that explain and change marks of a finished run, wired with yargs. */
import type { Argv } from 'yargs';
import { REGRADE, REJUDGE } from './options-changes.js';
import { RUN, STUDENT, type Finish } from './positionals.js';

function rejudgeOptions(command: Argv) {
  return command
    .positional('folder', RUN)
    .options(REJUDGE)
    .example('$0 rejudge run --rubric new.yaml', 'shows what the new rubric would change, and writes nothing');
}

function regradeOptions(command: Argv) {
  return command
    .positional('folder', RUN)
    .positional('student', STUDENT)
    .options(REGRADE)
    .example('$0 regrade run ada --reason "asked in office hours"', 'runs ada again and shows what differs, and why');
}

/** Adds the commands. */
export function changeCommands(command: Argv, finish: Finish): Argv {
  return command
    .command(
      'rejudge <folder>',
      'judge a class again from what was observed, without running it',
      rejudgeOptions,
      (argv) => finish(import('../commands/rejudge.js').then(({ rejudge }) => rejudge(argv))),
    )
    .command(
      'regrade <folder> <student>',
      'run one submission again, keep the old report, show why they differ',
      regradeOptions,
      (argv) => finish(import('../commands/regrade.js').then(({ regrade }) => regrade(argv))),
    );
}
