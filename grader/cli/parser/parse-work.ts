/** The commands of students about their own work, wired with yargs. */
import type { Argv } from 'yargs';
import { PACK, PRECHECK } from './options-work.js';
import type { Finish } from './positionals.js';

const DIR = {
  type: 'string',
  describe: 'Your work; default: the folder that the nearest tuxgrade.json names, or the one you are in',
} as const;

function precheckOptions(command: Argv) {
  return command
    .positional('dir', DIR)
    .options(PRECHECK)
    .example('$0 precheck --watch', 'checks again whenever you save')
    .example('$0 precheck --check backward-seed --verbose', 'shows all values of one check');
}

function packOptions(command: Argv) {
  return command
    .positional('dir', DIR)
    .options(PACK)
    .example('$0 pack', 'makes the archive of the homework in this folder');
}

/** Adds the commands. */
export function workCommands(command: Argv, finish: Finish): Argv {
  return command
    .command(
      'precheck [dir]',
      'check your own work before you hand it in: the visible checks only',
      precheckOptions,
      (argv) => finish(import('../commands/precheck.js').then(({ precheck }) => precheck(argv))),
    )
    .command('pack [dir]', 'make the archive to hand in: the files that the homework names', packOptions, (argv) =>
      finish(import('../commands/pack.js').then(({ pack }) => pack(argv))),
    );
}
