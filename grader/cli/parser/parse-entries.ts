/** The commands that course systems call, wired with yargs. */
import type { Argv } from 'yargs';
import { DODONA_RUN, GRADESCOPE_PACK, GRADESCOPE_RUN, PRAIRIELEARN_RUN } from './options-entries.js';
import { RUBRIC } from './options.js';
import type { Finish } from './positionals.js';

/** Adds the commands. */
export function entryCommands(command: Argv, finish: Finish): Argv {
  return command
    .command('prairielearn', 'grade as an external grader of PrairieLearn', (inner) => prairielearn(inner, finish))
    .command('dodona', 'grade as a judge of Dodona', (inner) => dodona(inner, finish))
    .command('gradescope', 'make the autograder of an assignment of Gradescope', (inner) => gradescope(inner, finish));
}

function prairielearn(command: Argv, finish: Finish) {
  return command
    .command('run', 'grade /grade/student, and write /grade/results/results.json', runPrairielearn, (argv) =>
      finish(import('../commands/prairielearn-run.js').then(({ prairielearnRun }) => prairielearnRun(argv))),
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
      finish(import('../commands/dodona-run.js').then(({ dodonaRun }) => dodonaRun(argv))),
    )
    .demandCommand(1);
}

const runDodona = (command: Argv) =>
  command.options(DODONA_RUN).example('$0 dodona run', 'what the file "run" of a judge starts');

function gradescope(command: Argv, finish: Finish) {
  return command
    .command(
      'pack <rubric>',
      'write the archive to upload: rubric, data, tuxgrade and Node.js',
      packGradescope,
      (argv) => finish(import('../commands/gradescope-pack.js').then(({ gradescopePack }) => gradescopePack(argv))),
    )
    .command('run', 'grade /autograder/submission, and write /autograder/results/results.json', runGradescope, (argv) =>
      finish(import('../commands/gradescope-run.js').then(({ gradescopeRun }) => gradescopeRun(argv))),
    )
    .demandCommand(1);
}

const packGradescope = (command: Argv) =>
  command
    .positional('rubric', { ...RUBRIC, demandOption: true })
    .options(GRADESCOPE_PACK)
    .example('$0 gradescope pack quiz2 --out autograder.zip', 'writes what is uploaded as the autograder of quiz2');

const runGradescope = (command: Argv) =>
  command
    .options(GRADESCOPE_RUN)
    .example('$0 gradescope run --rubric rubric.yaml', 'what run_autograder of the archive starts');
