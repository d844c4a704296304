/** The commands and their options, wired with yargs. Command modules are loaded when they are called. */
import yargs, { type Argv } from 'yargs';
import { EXIT, type ExitCode } from '../../errors.js';
import { VERSION } from '../../schema/version.js';
import { BATCH, DOCTOR, GRADE, PAGES } from './options.js';
import { BATCH_QUEUE } from './options-queue.js';
import { changeCommands } from './parse-changes.js';
import { dataCommands } from './parse-data.js';
import { entryCommands } from './parse-entries.js';
import { explainCommands } from './parse-explain.js';
import { marksCommands } from './parse-marks.js';
import { queueCommands } from './parse-queue.js';
import { rubricCommands } from './parse-rubric.js';
import { starterCommands } from './parse-starters.js';
import { workCommands } from './parse-work.js';
import { refuseEmpty, refuseRepeated, usageError } from './usage.js';

function gradeOptions(command: Argv) {
  return command
    .positional('submission', { type: 'string', demandOption: true, describe: 'Folder, zip or tar.gz' })
    .options(GRADE)
    .example('$0 grade alice.zip --rubric quiz2 --out run', 'grades alice.zip and writes the report to run/');
}

function batchOptions(command: Argv) {
  return command
    .positional('folder', {
      type: 'string',
      demandOption: true,
      describe: 'Folder with a folder, zip or tar.gz for each submission, or an archive of one',
    })
    .options({ ...BATCH, ...BATCH_QUEUE })
    .example('$0 batch class --rubric quiz2 --out run', 'grades every folder and archive in class/');
}

/**
 * Thrown to yargs once a command runs. Of a handler that returns, yargs renders the whole help, in case that the command
 * shows it: a twentieth of the work of a `grade`.
 */
class Started extends Error {
  constructor(readonly code: Promise<ExitCode>) {
    super('a command runs');
  }
}

/** Runs the command and returns the exit code. Throws a GraderError for an invalid command line. */
export async function parseCommandLine(args: readonly string[]): Promise<ExitCode> {
  refuseEmpty(args);
  const finish = (code: Promise<ExitCode>): never => {
    throw new Started(code);
  };
  const commands = yargs([...args])
    .scriptName('tuxgrade')
    .usage('$0 <command>\n\nGrades deep-learning homework in a sandbox.')
    .command('grade <submission>', 'grade one submission: a folder, a zip or a tar.gz', gradeOptions, (argv) =>
      finish(import('../commands/grade.js').then(({ grade }) => grade(argv))),
    )
    .command(
      'batch <folder>',
      'grade a class: a folder or archive of submissions, or a download from Gradescope, Moodle or Canvas',
      batchOptions,
      (argv) => finish(import('../commands/batch.js').then(({ batch }) => batch(argv))),
    )
    .command(
      'pages <path>',
      'make the pages of a run or of a report anew, without grading',
      (command) =>
        command
          .positional('path', { type: 'string', demandOption: true, describe: 'Folder of a run, or a report.json' })
          .options(PAGES),
      (argv) => finish(import('../commands/pages.js').then(({ pages }) => pages(argv))),
    );
  const forMarks = marksCommands(changeCommands(workCommands(commands, finish), finish), finish);
  const forAll = queueCommands(starterCommands(explainCommands(forMarks, finish), finish), finish);
  const all = entryCommands(forAll, finish)
    .command('rubric', 'write a rubric, check it, try it, list known mistakes', (command) =>
      rubricCommands(command, finish),
    )
    .command('data', 'make SuperTux images, or check collected images', (command) => dataCommands(command, finish))
    .command(
      'doctor',
      'show what works on this machine, and how to fix the rest',
      (command) => command.options(DOCTOR),
      (argv) => finish(import('../commands/doctor.js').then(({ doctor }) => doctor(argv))),
    )
    .demandCommand(1, 'Name a command.')
    .strict()
    .check(refuseRepeated)
    .wrap(Math.min(100, process.stdout.columns || 100))
    .version(VERSION)
    .help()
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string | undefined, error: Error | undefined) => {
      if (error !== undefined && error.name !== 'YError') throw error;
      throw usageError(message ?? error?.message ?? 'the command line cannot be read', args);
    });
  try {
    await all.parseAsync();
    return EXIT.OK;
  } catch (error) {
    if (error instanceof Started) return await error.code;
    throw error;
  }
}
