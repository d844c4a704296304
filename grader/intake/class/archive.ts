/**
 * A class in one archive, with a folder or an archive for each student. Its bytes are unpacked to files once; each
 * submission is then read when it is graded, with its own limits. Errors in one student's entries affect only that
 * student.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { GraderError } from '../../errors.js';
import { OTHER_ARCHIVE, TAR, ZIP } from '../archives/archive-kinds.js';
import { newestOf } from './entry-times.js';
import type { ClassLevel, LevelEntry } from './level.js';
import { putAside, withoutDots, type ClassEntry, type ClassOptions } from './spool.js';
import { newFolder, openInFolder } from '../files/work-folders.js';
import { badArchive, damaged, Listing, OBSTACLE_WORDS } from '../files/listing.js';
import { comparePaths, examineName, isNoise, showName } from '../../files/names.js';
import type { SourceOptions } from '../archives/archive-source.js';
import { openSource } from '../archives/open-source.js';
import type { Source } from '../files/source.js';

/** Files that are read concurrently. */
const AT_ONCE = 8;

/** The outer level of the archive in `file`; `path` is its name in messages. */
export async function openClassArchive(file: string, path: string, options: ClassOptions): Promise<ClassLevel> {
  const label = showName(basename(path));
  const entries = (await putAside(file, label, options)).map((entry) => ({ ...entry, name: withoutDots(entry.name) }));
  return levelOf(entries, { path, label, options });
}

interface Place {
  readonly path: string;
  readonly label: string;
  readonly options: ClassOptions;
}

/** The names of `entries` are relative to the level. */
function levelOf(entries: readonly ClassEntry[], { path, label, options }: Place): ClassLevel {
  const { groups, single, remarks } = sortOut(entries);
  const kindOf = ({ kind }: ClassEntry) => (kind === 'regular' ? 'file' : 'other');
  const listed: LevelEntry[] = [
    ...[...groups].map(([name, group]): LevelEntry => {
      const isClone = group.some((entry) => entry.name.split('/')[0] === '.git');
      return { name, kind: 'folder', ...(isClone ? { isClone } : {}) };
    }),
    ...[...single].map(([name, entry]): LevelEntry => ({ name, kind: kindOf(entry) })),
  ];
  const own = (name: string) => groups.get(name) ?? [entryAt(single, name)];
  const open: ClassLevel['open'] = (name, as, openOptions) => {
    const group = groups.get(name);
    if (group !== undefined) return openGroup(group, showName(name), openOptions.limits);
    const entry = entryAt(single, name);
    if (as === name) return openNested(entry, name, openOptions);
    return openGroup([{ ...entry, name: as }], showName(name), openOptions.limits);
  };
  return {
    path,
    entries: listed.sort((a, b) => comparePaths(a.name, b.name)),
    pathsIn: (name) => Promise.resolve((groups.get(name) ?? []).flatMap(pathOf)),
    isLook: options.look === true,
    inside: (name, look) => {
      const group = groups.get(name);
      const inner = { path: join(path, name), label: `${label}/${showName(name)}`, options };
      if (group !== undefined) return Promise.resolve(levelOf(group, inner));
      return openInside(entryAt(single, name), { ...inner, options: { ...options, look } });
    },
    modified: (name) => newestOf(own(name), (entry) => `${groups.has(name) ? `${name}/` : ''}${entry}`, label),
    whole: (name) => ({
      path: join(path, name),
      open: (openOptions) => open(name, name, openOptions),
      fingerprint: () => Promise.resolve(fingerprintOf(own(name))),
    }),
    open,
    fileAt: (name) => fileOf(entryAt(single, name), name, label),
    remarks,
  };
}

function entryAt(single: ReadonlyMap<string, ClassEntry>, name: string): ClassEntry {
  const entry = single.get(name);
  if (entry === undefined) throw new Error(`${name} is not at this level`);
  return entry;
}

/** The path of a file that would be copied. */
function pathOf({ name, kind }: ClassEntry): string[] {
  const verdict = kind === 'regular' ? examineName(name) : null;
  return verdict?.kind === 'ok' ? [verdict.path] : [];
}

async function openInside(entry: ClassEntry, inner: Place): Promise<ClassLevel> {
  const { name } = entry;
  const folder = await newFolder(inner.options.workDir, 'inside');
  const file = join(folder, `archive${endingOf(name)}`);
  await link(fileOf(entry, name, inner.label), file);
  return await openClassArchive(file, inner.path, inner.options);
}

function fingerprintOf(entries: readonly ClassEntry[]): string {
  const hash = createHash('sha256');
  for (const { name, kind, bytes, sha256, damaged: isDamaged } of entries) {
    hash.update(JSON.stringify([name, kind, bytes, sha256, isDamaged]));
  }
  return hash.digest('hex');
}

interface Sorted {
  readonly groups: Map<string, ClassEntry[]>;
  readonly single: Map<string, ClassEntry>;
  readonly remarks: string[];
}

/** Entries by folder, with names relative to it; those beside the folders; those that belong to nobody. */
function sortOut(entries: readonly ClassEntry[]): Sorted {
  const sorted: Sorted = { groups: new Map(), single: new Map(), remarks: [] };
  for (const entry of entries) {
    const [outer = '', ...rest] = entry.name.split('/');
    if (outer === '' || outer === '.' || outer === '..' || isNoise(outer)) {
      if (examineName(entry.name).kind !== 'escape') continue;
      sorted.remarks.push(`${showName(entry.name)} would be outside the archive and was left out`);
    } else if (rest.length > 0) addTo(sorted.groups, outer, { ...entry, name: rest.join('/') });
    else {
      if (sorted.single.has(outer)) sorted.remarks.push(`${showName(outer)} is there twice: the last one counts`);
      sorted.single.set(outer, entry);
    }
  }
  for (const name of sorted.single.keys()) {
    if (!sorted.groups.has(name)) continue;
    sorted.single.delete(name);
    sorted.remarks.push(`${showName(name)} is both a file and a folder: the file was left out`);
  }
  return sorted;
}

function addTo(groups: Map<string, ClassEntry[]>, name: string, entry: ClassEntry): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [entry]);
  else group.push(entry);
}

function openGroup(entries: readonly ClassEntry[], label: string, limits: SourceOptions['limits']): Promise<Source> {
  return Promise.resolve().then(() => {
    const listing = new Listing(label, limits);
    for (const [key, entry] of entries.entries()) if (entry.name !== '') listing.add(entry, key);
    const { files, remarks } = listing.finish();
    const contents = () =>
      files.map(({ key, path }) => ({ key, read: () => bytesOf(entries[key], label, showName(path)) }));
    return { files, remarks, atOnce: AT_ONCE, contents, close: () => Promise.resolve() };
  });
}

/** Throws the fault of one student's entry. */
function bytesOf(entry: ClassEntry | undefined, label: string, shown: string): AsyncIterable<Uint8Array> {
  if (entry?.damaged === true) throw damaged(label, `${shown} in it is damaged`);
  if (typeof entry?.file === 'string') return createReadStream(entry.file);
  throw new GraderError('TOO_LARGE', `${shown} and what lies beside it are too large`, {
    advice: 'hand in only what the homework asks for: leave data sets, checkpoints and videos out',
  });
}

/** An archive inside the archive gets a name with its extension, and its own reader. */
async function openNested(entry: ClassEntry, name: string, options: SourceOptions): Promise<Source> {
  const label = showName(name);
  if (entry.obstacle !== null) {
    const { why } = OBSTACLE_WORDS[entry.obstacle];
    throw badArchive(
      `${label} cannot be read: the class's archive ${why.replace('FILE', 'it')}`,
      'hand in an archive without a password, packed by your own system',
    );
  }
  if (entry.damaged) throw damaged(label);
  if (entry.file === null || entry.bytes > options.limits.submissionBytes) {
    throw new GraderError('TOO_LARGE', `${label} is larger than all files of a submission may be`, {
      advice: 'hand in only what the homework asks for',
    });
  }
  const { file: content } = entry;
  return await openInFolder(options.workDir, 'nested', async (folder) => {
    const file = join(folder, `archive${endingOf(name)}`);
    await link(content, file);
    return await openSource(file, label, options);
  });
}

const endingOf = (name: string) => (ZIP.exec(name) ?? TAR.exec(name) ?? OTHER_ARCHIVE.exec(name))?.[0] ?? '';

function fileOf({ file, damaged: isDamaged }: ClassEntry, name: string, label: string): string {
  if (file !== null && !isDamaged) return file;
  throw new GraderError('USAGE', `${showName(name)} in ${label} cannot be read`, {
    advice: 'unpack the archive by hand and give the folder',
  });
}
