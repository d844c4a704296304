/** What a homework brings into an archive: its rubric, its data sets with the held-out ones, and the lists of the class. */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { GraderError } from '../../errors.js';
import { formatBytes } from '../../files/caps.js';
import type { Rubric } from '../../schema/rubric.js';
import type { PackedFile } from '../../workspace/packing/zip.js';
import { filesIn } from './folder.js';
import { PLACES } from './scripts.js';

/** Of all files of a homework; Gradescope builds an image from them. */
const MOST_BYTES = 1024 ** 3;

export interface HomeworkOptions {
  /** Path of the rubric. */
  readonly path: string;
  readonly rubric: Rubric;
  /** Folders or files that replace data sets, by name. */
  readonly data: Readonly<Record<string, string>>;
  readonly roster?: string | undefined;
  readonly lateDays?: string | undefined;
}

export interface Homework {
  readonly files: readonly PackedFile[];
  /** By data set, its place in the archive. */
  readonly data: ReadonlyMap<string, string>;
}

/** The rubric and the data must have been read before: what is wrong with them is told then. */
export async function homeworkFiles({ path, rubric, data, roster, lateDays }: HomeworkOptions): Promise<Homework> {
  const files: PackedFile[] = [{ path: PLACES.rubric, bytes: await readFile(path) }];
  const places = new Map<string, string>();
  for (const [index, [name, set]] of Object.entries(rubric.data ?? {}).entries()) {
    const own = 'path' in set ? resolve(dirname(path), set.path) : null;
    const from = Object.hasOwn(data, name) ? data[name] : (own ?? undefined);
    // points in a circle are computed
    if (from === undefined) continue;
    if (/[=\n]/.test(name)) throw unfit(`the data set ${JSON.stringify(name)} has a name that no option can have`);
    // names of data sets may be anything, so they are not used as names of files
    const place = `${PLACES.data}/${String(index + 1)}`;
    const found = await dataFiles(from, place);
    files.push(...found.files);
    places.set(name, found.at);
  }
  if (roster !== undefined) files.push({ path: PLACES.roster, bytes: await readFile(roster) });
  if (lateDays !== undefined) files.push({ path: PLACES.lateDays, bytes: await readFile(lateDays) });
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (bytes > MOST_BYTES) {
    throw unfit(
      `the homework has ${formatBytes(bytes)} of data, the limit of an archive is ${formatBytes(MOST_BYTES)}`,
    );
  }
  return { files, data: places };
}

const unfit = (message: string) =>
  new GraderError('USAGE', message, { advice: 'Change it in the rubric, or give less with --data NAME=DIR.' });

async function dataFiles(from: string, place: string): Promise<{ files: readonly PackedFile[]; at: string }> {
  if (!(await stat(from)).isDirectory()) {
    const at = `${place}/${basename(from)}`;
    return { files: [{ path: at, bytes: await readFile(from) }], at };
  }
  const files = await filesIn(from);
  return { files: files.map((file) => ({ ...file, path: `${place}/${file.path}` })), at: place };
}
