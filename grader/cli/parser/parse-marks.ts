/** The commands with which staff decide about marks, and look at what was decided, wired with yargs. */
import type { Argv } from 'yargs';
import { ADJUST, AUDIT, PUBLISH } from './options-marks.js';
import { RUN, STUDENT, type Finish } from './positionals.js';

function adjustOptions(command: Argv) {
  return command
    .positional('run', RUN)
    .positional('student', STUDENT)
    .positional('check', { type: 'string', demandOption: true, describe: 'Id of a check' })
    .options(ADJUST)
    .example('$0 adjust run ada answers --points 25 --reason "the 7 is a 1"', 'gives 25 points, and says why')
    .example('$0 adjust run ada answers --undo --reason "wrong student"', "gives the grader's points again");
}

function publishOptions(command: Argv) {
  return command
    .positional('run', RUN)
    .options(PUBLISH)
    .example('$0 publish run', 'students see what is after_published or after_due_date');
}

/** Adds the commands. */
export function marksCommands(command: Argv, finish: Finish): Argv {
  return command
    .command(
      'adjust <run> <student> <check>',
      'change the points of one check by hand, beside those of the grader, or undo that',
      adjustOptions,
      (argv) => finish(import('../commands/adjust.js').then(({ adjust }) => adjust(argv))),
    )
    .command(
      'publish <run>',
      'scores are out: show students what waited for that, or undo it',
      publishOptions,
      (argv) => finish(import('../commands/publish.js').then(({ publish }) => publish(argv))),
    )
    .command(
      'audit <run>',
      'print who changed marks, when and why, and whether a line is missing',
      (audit) => audit.positional('run', RUN).options(AUDIT),
      (argv) => finish(import('../commands/audit.js').then(({ audit }) => audit(argv))),
    );
}
