/** The commands that course systems call, wired with yargs. */
import type { Argv } from 'yargs';
import { DODONA_RUN, PRAIRIELEARN_RUN } from './options-entries.js';
import type { Finish } from './positionals.js';

/** Adds the commands. */
export function entryCommands(command: Argv, finish: Finish): Argv {
  return command
    .command('prairielearn', 'grade as an external grader of PrairieLearn', (inner) => prairielearn(inner, finish))
    .command('dodona', 'grade as a judge of Dodona', (inner) => dodona(inner, finish));
}

function prairielearn(command: Argv, finish: Finish) {
  return command
    .command('run', 'grade /grade/student, and write /grade/results/results.json', runPrairielearn, (argv) =>
      finish(import('./commands/prairielearn-run.js').then(({ prairielearnRun }) => prairielearnRun(argv))),
    )
    .demandCommand(1);
}

const runPrairielearn = (command: Argv) =>
  command
    .options(PRAIRIELEARN_RUN)
    .example('$0 prairielearn run --rubric /grade/tests/rubric.yaml', 'the entrypoint of a question');

function dodona(command: Argv, finish: Finish) {
  return command
    .command('run', 'read what is to be graded on standard input, and print what Dodona shows', runDodona, (argv) =>
      finish(import('./commands/dodona-run.js').then(({ dodonaRun }) => dodonaRun(argv))),
    )
    .demandCommand(1);
}

const runDodona = (command: Argv) =>
  command.options(DODONA_RUN).example('$0 dodona run', 'what the file "run" of a judge starts');
