/**
 * A rubric with its data sets as it travels: always sealed, since it has right answers. A worker unpacks it into a folder
 * of its own, which no sandbox shows. The names of files in it come from a course, not from a student, and are checked all
 * the same.
 */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
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
    const place = replaced[name] ?? pathOf(set, dirname(path));
    const facts = place === null ? null : await stat(place).catch(() => null);
    // what no check needs may be missing, and points in a circle are generated
    if (place === null || facts === null) continue;
    const isFile = facts.isFile();
    const files = isFile ? [basename(place)] : await filesBelow(place);
    const read = await Promise.all(files.map((file) => readFile(isFile ? place : join(place, file))));
    contents.push(...read);
    data.push({ name, isFile, files: files.map((file, index) => ({ path: file, bytes: read[index]?.length ?? 0 })) });
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

/** Puts it below `folder`, which is new and for this rubric alone. Throws INTERNAL if it is not what was packed. */
export async function unpackRubric(bytes: Buffer, folder: string): Promise<RubricPlace> {
  const unpacked = unpack(bytes);
  if (unpacked === null || !isPackedRubric(unpacked.head)) throw notPacked();
  const { name, data } = unpacked.head;
  const path = join(folder, plain(name));
  const paths = data.flatMap((set) => set.files.map((file) => join(folder, 'data', plain(set.name), plain(file.path))));
  const sizes = data.flatMap((set) => set.files.map((file) => file.bytes));
  const parts = cut(unpacked.body, [unpacked.head.bytes, ...sizes]);
  if (parts === null) throw notPacked();
  await Promise.all([...new Set(paths.map(dirname))].map((inner) => mkdir(inner, { recursive: true })));
  for (const [index, part] of parts.entries())
    await writeFile(paths[index - 1] ?? path, part, { mode: 0o600, flag: 'wx' });
  const places = data.map(({ name: set, isFile, files }): [string, string] => {
    const within = join(folder, 'data', set);
    return [set, isFile ? join(within, files[0]?.path ?? '') : within];
  });
  return { path, data: Object.fromEntries(places) };
}

/** A relative path that stays below its folder. Throws INTERNAL for any other. */
function plain(name: string): string {
  const isInside = name.split('/').every((part) => !['', '.', '..'].includes(part) && !part.includes('\0'));
  if (!isInside) throw notPacked();
  return name;
}

function notPacked(): GraderError {
  return new GraderError('INTERNAL', 'a rubric arrived from the queue in a form that is not a rubric’s');
}
