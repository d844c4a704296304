/** The commands that explain a finished run, remove somebody from it, or hand it on, wired with yargs. */
import type { Argv } from 'yargs';
import { DIFF, ERASE, EXPORT, SHOW } from './options-explain.js';
import { RUN, STUDENT, type Finish } from './positionals.js';

function showOptions(command: Argv) {
  return command
    .positional('run', RUN)
    .positional('student', STUDENT)
    .positional('check', { type: 'string', describe: 'Id of a check: everything about it, with values' })
    .options(SHOW)
    .example('$0 show run ada', 'the score, and what is not right')
    .example('$0 show run ada backward', 'what came, what was expected, and which mistake it is');
}

function diffOptions(command: Argv) {
  return command
    .positional('before', { ...RUN, describe: 'Folder of a run' })
    .positional('after', { ...RUN, describe: 'Folder of another run of the same homework' })
    .options(DIFF)
    .example('$0 diff run-1 run-2', 'whose marks differ, by which checks, and why');
}

function eraseOptions(command: Argv) {
  return command
    .positional('run', RUN)
    .positional('student', STUDENT)
    .options(ERASE)
    .example('$0 erase run ada --author "Prof. Turing"', 'says what would be removed; --yes removes it');
}

function exportOptions(command: Argv) {
  return command
    .positional('run', RUN)
    .options(EXPORT)
    .example('$0 export run --out study --pseudonyms course.key', 'without an id, a name or an email of a student')
    .example('$0 export run --to canvas --gradebook grades.csv --out filled.csv', 'the marks, in the file of the site')
    .example('$0 export run --to prairielearn --out results', 'a file for each submission');
}

/** Adds the commands. */
export function explainCommands(command: Argv, finish: Finish): Argv {
  return command
    .command('show <run> <student> [check]', 'explain the mark of one student', showOptions, (argv) =>
      finish(import('../commands/show.js').then(({ show }) => show(argv))),
    )
    .command('diff <before> <after>', 'compare the marks of two runs', diffOptions, (argv) =>
      finish(import('../commands/diff.js').then(({ diff }) => diff(argv))),
    )
    .command('erase <run> <student>', 'remove a person from a run', eraseOptions, (argv) =>
      finish(import('../commands/erase.js').then(({ erase }) => erase(argv))),
    )
    .command(
      'export <run>',
      'write scores and reports to hand on, on request under pseudonyms or for a course system',
      exportOptions,
      ({ to, ...argv }) =>
        finish(
          to === undefined
            ? import('../commands/export.js').then(({ exportRun }) => exportRun(argv))
            : import('../commands/export-to.js').then(({ exportTo }) => exportTo({ ...argv, to })),
        ),
    );
}
