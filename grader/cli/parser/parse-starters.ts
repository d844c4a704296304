/** The command with which a student begins. */
import type { Argv } from 'yargs';
import type { Finish } from './positionals.js';

/** `finish` takes the exit code of what was run. */
export function starterCommands(commands: Argv, finish: Finish) {
  return commands.command('init <homework> [dir]', 'write the starter code of a homework', initOptions, (argv) =>
    finish(import('../commands/init.js').then(({ init }) => init(argv))),
  );
}

function initOptions(command: Argv) {
  return command
    .positional('homework', {
      type: 'string',
      demandOption: true,
      describe: 'The id of a homework that comes with tuxgrade, e.g. quiz2',
    })
    .positional('dir', {
      type: 'string',
      describe: 'Folder for the starter, new or empty; default: one named after the homework',
    })
    .example('$0 init quiz2', 'writes the starter of quiz2 to quiz2/');
}
