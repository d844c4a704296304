/** The commands below `tuxgrade rubric`. */
import type { Argv } from 'yargs';
import { RUBRIC_LINT } from './options.js';
import { RUBRIC_MISTAKES, RUBRIC_NEW, RUBRIC_PUBLIC, RUBRIC_SELFTEST, RUBRIC_STARTER } from './options-rubric.js';
import type { Finish } from './positionals.js';

const FILE = { type: 'string', describe: 'The rubric: a path, or the id of one that comes with tuxgrade' } as const;

/** `finish` takes the exit code of what was run. */
export function rubricCommands(command: Argv, finish: Finish) {
  return command
    .command('lint <file>', 'report every problem of a rubric with its line', lintOptions, (argv) =>
      finish(import('../commands/rubric-lint.js').then(({ lint }) => lint(argv))),
    )
    .command('selftest <file>', 'try a rubric: its solution, and every known mistake', selftestOptions, (argv) =>
      finish(import('../commands/rubric-selftest.js').then(({ selftest }) => selftest(argv))),
    )
    .command('new [file]', 'write a rubric to begin with', newOptions, (argv) =>
      finish(import('../commands/rubric-new.js').then(({ create }) => create(argv))),
    )
    .command('mistakes [file]', 'list known mistakes, or those that a rubric can see', mistakesOptions, (argv) =>
      finish(import('../commands/rubric-mistakes.js').then(({ mistakes }) => mistakes(argv))),
    )
    .command('starter <file>', 'make a starter for students from a rubric', starterOptions, (argv) =>
      finish(import('../commands/rubric-starter.js').then(({ starter }) => starter(argv))),
    )
    .command('public <file>', 'write the part of a rubric that students may see', publicOptions, (argv) =>
      finish(import('../commands/rubric-public.js').then(({ writePublic }) => writePublic(argv))),
    )
    .demandCommand(1);
}

function lintOptions(command: Argv) {
  return command.positional('file', { ...FILE, demandOption: true }).options(RUBRIC_LINT);
}

function newOptions(command: Argv) {
  return command
    .positional('file', { type: 'string', describe: 'The file to write; default: ID.yaml' })
    .options(RUBRIC_NEW)
    .example('$0 rubric new homework.yaml --kind gradients', 'a rubric for forward and backward passes');
}

function mistakesOptions(command: Argv) {
  return command
    .positional('file', FILE)
    .options(RUBRIC_MISTAKES)
    .example('$0 rubric mistakes quiz2', 'which mistakes each check of quiz2 can see');
}

function selftestOptions(command: Argv) {
  return command
    .positional('file', { ...FILE, demandOption: true })
    .options(RUBRIC_SELFTEST)
    .example('$0 rubric selftest homework.yaml --solution mine --at-least 95', 'fails below 95 % of the mistakes');
}

function starterOptions(command: Argv) {
  return command
    .positional('file', { ...FILE, demandOption: true })
    .options(RUBRIC_STARTER)
    .example('$0 rubric starter homework.yaml --out starter', 'stubs, typed answers and a README in starter/');
}

function publicOptions(command: Argv) {
  return command
    .positional('file', { ...FILE, demandOption: true })
    .options(RUBRIC_PUBLIC)
    .example('$0 rubric public homework.yaml --out public.yaml', 'for students, who check their work with it');
}
