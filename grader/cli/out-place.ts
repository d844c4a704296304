/** Where results must not be written: among what was handed in, and over the results of a class. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { GraderError } from '../errors.js';
import { isRun } from '../intake/class/own-runs.js';
import { isPage } from '../report/pages/frame.js';

/** Throws USAGE for a folder that is, or is inside, the folder of a submission, a class or a data set. */
export async function assertOutside(option: string, out: string, handedIn: string): Promise<void> {
  const isFolder = (await stat(handedIn).catch(() => null))?.isDirectory() === true;
  if (!isFolder || !isWithin(await realOf(resolve(out)), await realOf(resolve(handedIn)))) return;
  const where = resolve(out) === resolve(handedIn) ? 'is' : 'is inside';
  throw new GraderError(
    'USAGE',
    `${option} ${out} ${where} ${handedIn}: what is written there would be taken for work`,
    {
      advice: `Name a folder beside it, such as ${option} ${join(dirname(resolve(handedIn)), `${basename(resolve(handedIn))}-run`)}`,
    },
  );
}

/** Throws USAGE for the folder of a run, or one in it: the scores of its class would be replaced by those of one submission. */
export async function assertNoRun(out: string): Promise<void> {
  const real = await realOf(resolve(out));
  for (let folder = real; ; folder = dirname(folder)) {
    if (await isRun(folder)) {
      const where = folder === real ? 'is the folder of a run' : `is inside ${folder}, the folder of a run`;
      throw new GraderError('USAGE', `--out ${out} ${where} of a class`, {
        advice: `Name another folder; to grade a student of the class again: tuxgrade regrade ${folder} STUDENT`,
      });
    }
    if (folder === dirname(folder)) return;
  }
}

/** Throws USAGE for a file that is there and is not a page of tuxgrade. */
export async function assertNoOther(option: string, file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null || isPage(text)) return;
  throw new GraderError(
    'USAGE',
    `${option} ${file} is there already and is not a page of tuxgrade: it is left as it is`,
    {
      advice: `Name another file with ${option}, or remove it.`,
    },
  );
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** Without symbolic links, also of a path that is not there yet. */
async function realOf(path: string): Promise<string> {
  if (path === dirname(path)) return path;
  return await realpath(path).catch(async () => join(await realOf(dirname(path)), basename(path)));
}
