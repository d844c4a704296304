/** Where results must not be written: among what was handed in, and over the results of a class. */
import { readFile, realpath, stat } from 'node:fs/promises';
import path, { basename, dirname, join, resolve } from 'node:path';
import { GraderError } from '../errors.js';
import { isRun } from '../intake/class/own-runs.js';
import { isPage } from '../report/pages/frame.js';
import { foldersAround, isWithin } from '../workspace/places.js';

/** Throws USAGE for a folder that is, or is inside, the folder of a submission, a class or a data set. */
export async function assertOutside(option: string, out: string, handedIn: string): Promise<void> {
  const isFolder = (await stat(handedIn).catch(() => null))?.isDirectory() === true;
  if (!isFolder || !isWithin(await realOf(resolve(handedIn)), await realOf(resolve(out)), path)) return;
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
  for (const folder of foldersAround(real, path)) {
    if (!(await isRun(folder))) continue;
    const where = folder === real ? 'is the folder of a run' : `is inside ${folder}, the folder of a run`;
    throw new GraderError('USAGE', `--out ${out} ${where} of a class`, {
      advice: `Name another folder; to grade a student of the class again: tuxgrade regrade ${folder} STUDENT`,
    });
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

/** Without symbolic links, also of a path that is not there yet. */
async function realOf(place: string): Promise<string> {
  if (place === dirname(place)) return place;
  return await realpath(place).catch(async () => join(await realOf(dirname(place)), basename(place)));
}
