/**
 * A class as one archive: a folder or an archive in it for each student. Its bytes are put aside once; each submission is
 * then read when its turn comes, with its own limits, and what is wrong with one student's entries is that student's.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { GraderError } from '../errors.js';
import { OTHER_ARCHIVE, TAR, ZIP } from './archive-kinds.js';
import { putAside, withoutDots, type ClassEntry, type ClassOptions } from './class-spool.js';
import { writeFaultOf } from './file-faults.js';
import { METADATA_FILE } from './gradescope.js';
import { badArchive, damaged, Listing, OBSTACLE_WORDS } from './listing.js';
import { examineName, isNoise, showName } from './names.js';
import { openSource, type OpenOptions } from './open.js';
import type { Source } from './source.js';

/** Files that are read side by side. */
const AT_ONCE = 8;

/** What lies at the outer level of a class's archive. */
export interface ClassArchive {
  /** Names of students' folders and archives, each with a way to open it. */
  readonly submissions: ReadonlyMap<string, ClassMember>;
  /** Names of other files there. */
  readonly files: ReadonlySet<string>;
  /** Where submission_metadata.yml was put aside; null where there is none. */
  readonly metadata: string | null;
  /** What belongs to no student and was left out, in words. */
  readonly remarks: readonly string[];
}

export interface ClassMember {
  readonly open: (options: OpenOptions) => Promise<Source>;
  /** One digest of all of its entries. */
  readonly fingerprint: () => Promise<string>;
}

export async function openClassArchive(path: string, name: string, options: ClassOptions): Promise<ClassArchive> {
  const label = showName(basename(path));
  const entries = await putAside(path, label, options);
  const { groups, single, remarks } = sortOut(entries, prefixOf(entries, name, options.expects));
  const submissions = new Map<string, ClassMember>();
  for (const [outer, own] of groups) {
    const open = ({ limits }: OpenOptions) => openGroup(own, showName(outer), limits);
    submissions.set(outer, { open, fingerprint: () => Promise.resolve(fingerprintOf(own)) });
  }
  for (const [outer, entry] of single) {
    if (!isArchive(outer)) continue;
    const fingerprint = () => Promise.resolve(fingerprintOf([entry]));
    submissions.set(outer, { open: nestedOpener(entry, outer), fingerprint });
  }
  const metadata = single.get(METADATA_FILE);
  return {
    submissions,
    files: new Set([...single.keys()].filter((file) => !isArchive(file))),
    metadata: metadata === undefined ? null : fileOf(metadata, label),
    remarks,
  };
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

/** By the folder of a student, named relative to it; what lies beside the folders; what is nobody's. */
function sortOut(entries: readonly ClassEntry[], prefix: string): Sorted {
  const sorted: Sorted = { groups: new Map(), single: new Map(), remarks: [] };
  for (const entry of entries) {
    const path = withoutDots(entry.name);
    // what lies beside that folder is noise, or nobody's
    const [outer = '', ...rest] = path.startsWith(prefix) ? path.slice(prefix.length).split('/') : [];
    if (outer === '' || outer.startsWith('.') || isNoise(outer)) {
      if (examineName(entry.name).kind !== 'escape') continue;
      sorted.remarks.push(`${showName(entry.name)} would lie outside the archive and belongs to nobody: left out`);
    } else if (rest.length === 0) sorted.single.set(outer, entry);
    else addTo(sorted.groups, outer, { ...entry, name: rest.join('/') });
  }
  return sorted;
}

function addTo(groups: Map<string, ClassEntry[]>, name: string, entry: ClassEntry): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [entry]);
  else group.push(entry);
}

function openGroup(entries: readonly ClassEntry[], label: string, limits: OpenOptions['limits']): Promise<Source> {
  return Promise.resolve().then(() => {
    const listing = new Listing(label, limits);
    for (const [key, entry] of entries.entries()) if (entry.name !== '') listing.add(entry, key);
    const { files, remarks } = listing.finish();
    const contents = () =>
      files.map(({ key, path }) => ({ key, read: () => bytesOf(entries[key], label, showName(path)) }));
    return { files, remarks, atOnce: AT_ONCE, contents, close: () => Promise.resolve() };
  });
}

/** Throws what is wrong with one student's entry. */
function bytesOf(entry: ClassEntry | undefined, label: string, shown: string): AsyncIterable<Uint8Array> {
  if (entry?.damaged === true) throw damaged(label, `${shown} in it is damaged`);
  if (typeof entry?.file === 'string') return createReadStream(entry.file);
  throw new GraderError('TOO_LARGE', `${shown} and what lies beside it are too large`, {
    advice: 'hand in only what the homework asks for: leave data sets, checkpoints and videos out',
  });
}

/** An archive inside the archive gets a name by which it is known for one, and a reader of its own. */
function nestedOpener(entry: ClassEntry, name: string): (options: OpenOptions) => Promise<Source> {
  return async (options) => {
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
    const folder = await mkdtemp(join(options.workDir, 'nested-')).catch((cause: unknown) => {
      throw writeFaultOf(cause, options.workDir);
    });
    const remove = () => rm(folder, { recursive: true, force: true });
    try {
      const file = join(folder, `archive${(ZIP.exec(name) ?? TAR.exec(name) ?? OTHER_ARCHIVE.exec(name))?.[0] ?? ''}`);
      await link(entry.file, file);
      const source = await openSource(file, label, options);
      return { ...source, close: () => source.close().finally(remove) };
    } catch (error) {
      await remove();
      throw error;
    }
  };
}

/** The folder in which the students are: that of an export, one of the archive's own name, or one of several. */
function prefixOf(entries: readonly ClassEntry[], name: string, expects: readonly string[]): string {
  const names = entries.map((entry) => withoutDots(entry.name)).filter((path) => path !== '');
  const outer = new Set(
    names.map((path) => path.split('/')[0] ?? '').filter((first) => !first.startsWith('.') && !isNoise(first)),
  );
  const [only] = outer;
  if (outer.size !== 1 || only === undefined) return '';
  const inner = names.filter((path) => path.startsWith(`${only}/`)).map((path) => path.slice(only.length + 1));
  if (inner.length === 0) return '';
  const isExport = inner.includes(METADATA_FILE) && inner.some((path) => EXPORTED.test(path));
  const isOne = expects.some((expected) => inner.some((path) => path.startsWith(expected)));
  const students = new Set(
    inner
      .map((path) => path.split('/'))
      .flatMap(([first = '', ...rest]) => (rest.length > 0 || isArchive(first) ? first : [])),
  );
  return isExport || only === name || (students.size > 1 && !isOne) ? `${only}/` : '';
}

/** A submission of an export, in a folder or an archive of its own. */
const EXPORTED = /^submission_\d+(?:\/|\.zip$|\.tar)/i;

const isArchive = (name: string) => [ZIP, TAR, OTHER_ARCHIVE].some((kind) => kind.test(name));

function fileOf({ file, damaged: isDamaged }: ClassEntry, label: string): string {
  if (file !== null && !isDamaged) return file;
  throw new GraderError('USAGE', `${METADATA_FILE} in ${label} cannot be read`, {
    advice: 'unpack the archive by hand and give the folder',
  });
}
