/** The commands below `tuxgrade data`. */
import type { ExitCode } from '../errors.js';
import type { Argv } from 'yargs';
import { explainMissingLibrary } from '../images/library.js';
import { DRIVERS } from '../sandbox/drivers/driver.js';

/** `finish` takes the exit code of what was run. */
export function dataCommands(command: Argv, finish: (code: Promise<ExitCode>) => Promise<void>) {
  return command
    .command('build', 'make labelled images of SuperTux from its own files', buildOptions, (argv) =>
      finish(import('./commands/data-build.js').catch(explainMissingLibrary).then(({ dataBuild }) => dataBuild(argv))),
    )
    .command('lint <dir>', 'check collected images: a folder with labels.csv', lintOptions, (argv) =>
      finish(import('./commands/data-lint.js').then(({ dataLint }) => dataLint(argv))),
    )
    .demandCommand(1);
}

function buildOptions(command: Argv) {
  return command
    .option('out', {
      type: 'string',
      requiresArg: true,
      demandOption: true,
      describe: 'Folder for the data set, new or empty',
    })
    .option('seed', {
      type: 'string',
      requiresArg: true,
      describe: 'A whole number (default: 1), or the seed of a private set; another seed gives other images',
    })
    .option('private', {
      type: 'boolean',
      default: false,
      describe: 'A set that nobody else can make: its seed has 128 random bits and is kept only in DIR.seed',
    })
    .option('split', {
      type: 'string',
      array: true,
      nargs: 1,
      choices: ['train', 'valid', 'heldout'] as const,
      describe: 'May be repeated; default: all three',
    })
    .option('per-class', {
      type: 'number',
      requiresArg: true,
      describe: 'Images of each class in each split; default: 500, 100 and 200',
    })
    .option('segmentation', {
      type: 'boolean',
      default: false,
      describe: 'Also write a class map for each image, in seg/',
    })
    .option('game', {
      type: 'string',
      requiresArg: true,
      default: '/usr/share/games/supertux2',
      describe: "The game's data, as Debian's package supertux-data installs it",
    })
    .example('$0 data build --out heldout --private --split heldout', 'a held-out set that only you have');
}

function lintOptions(command: Argv) {
  return command
    .positional('dir', {
      type: 'string',
      demandOption: true,
      describe: 'A folder with labels.csv and PNG files, or with train/ and valid/ of that form',
    })
    .option('out', {
      type: 'string',
      requiresArg: true,
      describe: 'Write findings.json and a contact sheet (PNG and HTML) here',
    })
    .option('classes', {
      type: 'string',
      requiresArg: true,
      describe: 'Names of the classes in the order of their numbers; default: those of SuperTux',
    })
    .option('side', {
      type: 'number',
      requiresArg: true,
      describe: 'Height and width of an image; default: 64',
    })
    .option('width', { type: 'number', requiresArg: true, describe: 'Width of images that are not square' })
    .option('height', { type: 'number', requiresArg: true, describe: 'Height of images that are not square' })
    .option('channels', {
      choices: [1, 3] as const,
      requiresArg: true,
      describe: 'Values of a pixel: 1 for grey, 3 for colours; default: 3',
    })
    .option('against', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'A data set whose images must not be in it (may be repeated)',
    })
    .option('label-noise', {
      type: 'boolean',
      default: false,
      describe: 'Also report labels that do not fit the image: slower, and only a hint',
    })
    .option('driver', {
      choices: DRIVERS,
      requiresArg: true,
      describe: 'Where images are decoded; default: the sandbox, if it works',
    })
    .option('json', { type: 'boolean', default: false, describe: 'Print findings as JSON and nothing else' })
    .example('$0 data lint collected --out lint', 'and writes a contact sheet of the findings');
}
