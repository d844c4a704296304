/**
 * A rubric with its data sets as it travels: always sealed, since it has right answers. A worker unpacks it into a folder
 * of its own, which no sandbox shows. The names of files in it come from a course, not from a student, and are checked all
 * the same.
 */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, GraderError } from '../../errors.js';
import { comparePaths } from '../../files/names.js';
import type { DataSet } from '../../schema/examples.js';
import type { PackedRubric } from '../../schema/queue.js';
import type { Rubric } from '../../schema/rubric.js';
import { isPackedRubric } from '../fits.js';
import { cut, pack, unpack } from './container.js';

export interface RubricPlace {
  readonly path: string;
  /** Folders that replace data sets (`--data`). */
  readonly data: Readonly<Record<string, string>>;
}

/** `rubric` is what is in the file, which was loaded before: all data that its checks need is there. */
export async function packRubric({ path, data: replaced }: RubricPlace, rubric: Rubric): Promise<Buffer> {
  const text = await readFile(path);
  const contents: Buffer[] = [text];
  const data: PackedRubric['data'] = [];
  for (const [name, set] of Object.entries(rubric.data ?? {})) {
    const place = (Object.hasOwn(replaced, name) ? replaced[name] : undefined) ?? pathOf(set, dirname(path));
    const facts = place === null ? null : await stat(place).catch(() => null);
    // what no check needs may be missing, and points in a circle are generated
    if (place === null || facts === null) continue;
    const isFile = facts.isFile();
    const files = isFile ? [basename(place)] : await filesBelow(place);
    const listed: PackedRubric['data'][number]['files'] = [];
    // one after the other: a data set has more files than a process may open
    for (const file of files) {
      const bytes = await readFile(isFile ? place : join(place, file));
      contents.push(bytes);
      listed.push({ path: file, bytes: bytes.length });
    }
    data.push({ name, isFile, files: listed });
  }
  return pack({ name: basename(path), bytes: text.length, data } satisfies PackedRubric, contents);
}

function pathOf(set: DataSet, folder: string): string | null {
  return 'path' in set ? resolve(folder, set.path) : null;
}

/** Relative, with forward slashes, in the order of their bytes. Links are followed: the folder is the course's own. */
async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  const pending = [''];
  for (const inner of pending) {
    for (const name of await readdir(join(folder, inner))) {
      const facts = await stat(join(folder, inner, name)).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      });
      if (facts?.isDirectory() === true) pending.push(`${inner}${name}/`);
      else if (facts?.isFile() === true) found.push(`${inner}${name}`);
    }
  }
  return found.sort(comparePaths);
}

/** Puts it below `folder`, which is new and for this rubric alone. Throws INTERNAL if it is not what was packed, DISK_FULL. */
export async function unpackRubric(bytes: Buffer, folder: string): Promise<RubricPlace> {
  const unpacked = unpack(bytes);
  if (unpacked === null || !isPackedRubric(unpacked.head)) throw notPacked();
  const { name, data } = unpacked.head;
  const path = join(folder, 'rubric', single(name));
  const files = data.flatMap((set) => set.files.map((file) => ({ ...file, path: pathIn(set, file.path) })));
  const parts = cut(unpacked.body, [unpacked.head.bytes, ...files.map((file) => file.bytes)]);
  const isTwice = new Set(files.map((file) => file.path)).size < files.length;
  if (parts === null || isTwice || data.some((set) => set.isFile && set.files.length !== 1)) throw notPacked();
  const paths = [path, ...files.map((file) => join(folder, 'data', file.path))];
  await writeAll(paths, parts).catch((cause: unknown) => {
    throw unwritten(cause);
  });
  const placeOf = (set: PackedSet) =>
    join(folder, 'data', set.isFile ? pathIn(set, set.files[0]?.path ?? '') : set.name);
  return { path, data: Object.fromEntries(data.map((set) => [set.name, placeOf(set)])) };
}

type PackedSet = PackedRubric['data'][number];

/** Below the folder of all data sets. */
function pathIn({ name }: PackedSet, path: string): string {
  return `${single(name)}/${path.split('/').map(single).join('/')}`;
}

async function writeAll(paths: readonly string[], contents: readonly Buffer[]): Promise<void> {
  for (const folder of new Set(paths.map(dirname))) await mkdir(folder, { recursive: true });
  for (const [index, path] of paths.entries()) {
    await writeFile(path, contents[index] ?? Buffer.alloc(0), { mode: 0o600, flag: 'wx' });
  }
}

/** A name without folders. Throws INTERNAL for any other. */
function single(name: string): string {
  if (['', '.', '..'].includes(name) || name.includes('/') || name.includes('\0')) throw notPacked();
  return name;
}

function unwritten(cause: unknown): GraderError {
  const code = codeOf(cause) ?? 'unknown reason';
  if (code !== 'ENOSPC' && code !== 'EDQUOT') {
    return new GraderError('INTERNAL', `a rubric from the queue cannot be unpacked (${code})`, { cause });
  }
  return new GraderError('DISK_FULL', `there is no space left to unpack a rubric in ${tmpdir()}`, {
    advice: 'Free some space, or set TMPDIR to a folder on a larger disk.',
    cause,
  });
}

function notPacked(): GraderError {
  return new GraderError('INTERNAL', 'a rubric arrived from the queue in a form that is not a rubric’s');
}
