/**
 * `tuxgrade pages`: makes the pages and results.json of a run, or of one report, anew from what was kept, with what students
 * may see by now.
 */
import { basename, dirname, join, resolve } from 'node:path';
import { standingsBeforeIn } from '../../batch/before.js';
import { lockFolder } from '../../batch/lock.js';
import { decisionsIn, releaseOf } from '../../decided/decisions.js';
import { EXIT, type ExitCode } from '../../errors.js';
import { isThere } from '../../present.js';
import { printable } from '../../report/printable.js';
import { Waiting } from '../../report/release.js';
import { remakePages } from '../../report/writers/pages.js';
import { quoted } from '../../text/quoted.js';

export interface PagesArguments {
  readonly path: string;
  readonly 'staff-pages': boolean;
}

export async function pages(argv: PagesArguments): Promise<ExitCode> {
  const run = runFolderOf(argv.path);
  // of a single report that is in no run, there is nothing that another command might be writing
  if (!(await isThere(join(run, 'run.json')))) return await makePages(argv, run);
  const lock = await lockFolder(run);
  try {
    return await makePages(argv, run);
  } finally {
    await lock.release();
  }
}

async function makePages(argv: PagesArguments, run: string): Promise<ExitCode> {
  const now = new Date();
  const decisions = await decisionsIn(run);
  for (const line of decisions.damage) process.stderr.write(`${printable(line)}\n`);
  const waiting = new Waiting();
  const { page, made, missing } = await remakePages(argv.path, {
    staffPages: argv['staff-pages'],
    before: standingsBeforeIn,
    releaseOf: (report) => {
      const release = releaseOf(report, decisions, now);
      waiting.add(report, release);
      return release;
    },
  });
  for (const { id, because } of missing) process.stderr.write(`${printable(`${id}: ${because}`)}\n`);
  process.stdout.write(`${String(made)} ${made === 1 ? 'report has its page' : 'reports have their pages'}: ${page}\n`);
  for (const line of waiting.told(quoted(argv.path))) process.stdout.write(`${printable(line)}\n`);
  return missing.length === 0 ? EXIT.OK : EXIT.USAGE;
}

/** Where it is known whether a class is published: the path itself, or the run whose report it is. */
function runFolderOf(path: string): string {
  const folder = basename(path) === 'report.json' ? dirname(resolve(path)) : resolve(path);
  return basename(dirname(folder)) === 'reports' ? join(folder, '..', '..') : folder;
}
