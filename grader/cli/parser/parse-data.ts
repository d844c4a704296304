/** The commands below `tuxgrade data`. */
import type { Argv } from 'yargs';
import { explainMissingLibrary } from '../../images/library.js';
import { DATA_BUILD, DATA_LINT } from './options.js';
import type { Finish } from './positionals.js';

/** `finish` takes the exit code of what was run. */
export function dataCommands(command: Argv, finish: Finish) {
  return command
    .command('build', 'make labelled images of SuperTux from its own files', buildOptions, (argv) =>
      finish(import('../commands/data-build.js').catch(explainMissingLibrary).then(({ dataBuild }) => dataBuild(argv))),
    )
    .command('lint <dir>', 'check collected images: a folder with labels.csv', lintOptions, (argv) =>
      finish(import('../commands/data-lint.js').then(({ dataLint }) => dataLint(argv))),
    )
    .demandCommand(1);
}

function buildOptions(command: Argv) {
  return command
    .options(DATA_BUILD)
    .example('$0 data build --out heldout --private --split heldout', 'a held-out set that only you have');
}

function lintOptions(command: Argv) {
  return command
    .positional('dir', {
      type: 'string',
      demandOption: true,
      describe: 'A folder with labels.csv and PNG files, or with train/ and valid/ of that form',
    })
    .options(DATA_LINT)
    .example('$0 data lint collected --out lint', 'and writes a contact sheet of the findings');
}
