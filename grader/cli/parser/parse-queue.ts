/** The commands for grading on many machines, wired with yargs. */
import type { Argv } from 'yargs';
import { QUEUE_DRAIN, QUEUE_FILTER, QUEUE_METRICS, QUEUE_RETRY, SUBMIT, WORK } from './options-queue.js';
import type { Finish } from './positionals.js';

const workOptions = (command: Argv) =>
  command
    .options(WORK)
    .example('$0 work --queue redis://queue:6379 --store /mnt/grading', 'grades what comes, until it is stopped')
    .example('$0 work --queue redis://queue:6379 --store s3://grading/cs342 --once', 'a task of a batch scheduler');

const submitOptions = (command: Argv) =>
  command
    .positional('submission', { type: 'string', demandOption: true, describe: 'Folder, zip or tar.gz' })
    .options(SUBMIT)
    .example(
      '$0 submit ada.zip --rubric quiz2 --queue redis://queue:6379 --store /mnt/grading',
      'graded by a worker before the classes that wait',
    );

/** Adds the commands. */
export function queueCommands(command: Argv, finish: Finish): Argv {
  return command
    .command('work', 'grade what lies in a queue: a worker on one of many machines', workOptions, (argv) =>
      finish(import('../commands/work.js').then(({ workCommand }) => workCommand(argv))),
    )
    .command('submit <submission>', 'have one submission graded by workers, before classes', submitOptions, (argv) =>
      finish(import('../commands/submit.js').then(({ submit }) => submit(argv))),
    )
    .command('queue', 'look after a queue: see it, stop and start it, try again', (inner) => actions(inner, finish));
}

function actions(command: Argv, finish: Finish) {
  const load = () => import('../commands/queue.js');
  return command
    .command('status', 'show what waits, runs and failed, and who works', withFilter, (argv) =>
      finish(load().then(({ status }) => status(argv))),
    )
    .command('pause', 'take nothing more of a course, or of all; what runs is finished', withFilter, (argv) =>
      finish(load().then(({ pauseCourses }) => pauseCourses(argv))),
    )
    .command('resume', 'go on with a course, or with all', withFilter, (argv) =>
      finish(load().then(({ resumeCourses }) => resumeCourses(argv))),
    )
    .command(
      'drain',
      'take out what waits; results stay, and a class can be queued again',
      (inner: Argv) => inner.options(QUEUE_DRAIN),
      (argv) => finish(load().then(({ drainCourses }) => drainCourses(argv))),
    )
    .command('failed', 'list the jobs that failed, and why', withFilter, (argv) =>
      finish(load().then(({ failed }) => failed(argv))),
    )
    .command(
      'retry',
      'put failed jobs back',
      (inner: Argv) => inner.options(QUEUE_RETRY),
      (argv) => finish(load().then(({ retry }) => retry(argv))),
    )
    .command(
      'metrics',
      'the same as status, for Prometheus',
      (inner: Argv) => inner.options(QUEUE_METRICS),
      (argv) => finish(import('../commands/queue-metrics.js').then(({ metrics }) => metrics(argv))),
    )
    .demandCommand(1);
}

const withFilter = (command: Argv) => command.options(QUEUE_FILTER);
