/** The entries of an archive, whatever its format, as a list of files: names and kinds examined, nothing unpacked. */
import { GraderError } from '../errors.js';
import { assertFits, tooManyFiles, type IntakeLimits } from './caps.js';
import { codeOf } from './file-faults.js';
import { comparePaths, examineName, showName } from './names.js';
import { noiseRemark, type Source, type SourceFile } from './source.js';

/** One entry as the archive has it. */
export interface ArchiveEntry {
  /** As written there, with forward slashes; anything is possible. A folder's ends with a slash. */
  readonly name: string;
  readonly kind: 'regular' | 'folder' | 'link' | 'other';
  /** As declared there. */
  readonly bytes: number;
  /** Why its bytes cannot be had, with advice; null when they can. */
  readonly obstacle: { readonly why: string; readonly advice: string } | null;
  /** To be called once. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

/** An archive that is open. */
export interface OpenArchive {
  readonly entries: readonly ArchiveEntry[];
  readonly close: () => Promise<void>;
}

interface Listing {
  /** The archive's name for sentences. */
  readonly label: string;
  readonly limits: IntakeLimits;
  readonly files: SourceFile[];
  readonly remarks: string[];
  readonly noise: Set<string>;
  readonly folders: Set<string>;
  readonly seen: Set<string>;
}

/** Throws GraderError: BAD_ARCHIVE (damaged, encrypted, ambiguous), PATH_ESCAPE (a name that leaves the folder), TOO_LARGE. */
export function listEntries(
  entries: readonly ArchiveEntry[],
  label: string,
  limits: IntakeLimits,
  close: () => Promise<void>,
): Source {
  const listing: Listing = {
    label,
    limits,
    files: [],
    remarks: [],
    noise: new Set(),
    folders: new Set(),
    seen: new Set(),
  };
  for (const entry of entries) addEntry(listing, entry);
  assertFits(listing.files, limits);
  assertNoFileIsFolder(listing);
  return {
    files: listing.files,
    folders: listing.folders,
    remarks: [...listing.remarks.sort(comparePaths), ...noiseRemark(listing.noise)],
    close,
  };
}

function addEntry(listing: Listing, entry: ArchiveEntry): void {
  const { name } = entry;
  const verdict = examineName(name);
  switch (verdict.kind) {
    case 'escape':
      throw new GraderError('PATH_ESCAPE', `${listing.label} holds ${showName(name)}, which would lie outside it`, {
        advice: 'zip the folder again with plain relative names',
      });
    case 'noise':
      listing.noise.add(verdict.what);
      return;
    case 'unfit':
      if (!name.endsWith('/')) listing.remarks.push(`${showName(name)} was left out: ${verdict.why}`);
      return;
    case 'ok':
      addFolders(listing, name.endsWith('/') ? `${verdict.path}/` : verdict.path);
      if (!name.endsWith('/')) addFile(listing, entry, verdict.path);
  }
}

function addFolders(listing: Listing, path: string): void {
  const folders = path.split('/').slice(0, -1);
  if (folders.length > 0) listing.folders.add(folders.slice(0, 2).join('/'));
}

function addFile(listing: Listing, { kind, bytes, obstacle, read }: ArchiveEntry, path: string): void {
  const { label, limits } = listing;
  const shown = showName(path);
  if (kind === 'folder') return;
  if (kind !== 'regular') {
    const why = kind === 'link' ? 'it is a symbolic link, and links are not followed' : 'it is no regular file';
    listing.remarks.push(`${shown} was left out: ${why}; hand in the file itself`);
    return;
  }
  if (listing.seen.has(path)) throw badArchive(`${label} holds ${shown} twice`, 'zip the folder again, from scratch');
  listing.seen.add(path);
  if (obstacle !== null) throw badArchive(`${label} ${obstacle.why.replace('FILE', shown)}`, obstacle.advice);
  if (listing.files.length >= limits.files) throw tooManyFiles(limits.files);
  listing.files.push({ path, bytes, read: () => readEntry(read, label, shown) });
}

async function* readEntry(read: ArchiveEntry['read'], label: string, shown: string): AsyncGenerator<Uint8Array> {
  try {
    yield* read();
  } catch (cause) {
    throw archiveFaultOf(cause, label, `${shown} in it is damaged`);
  }
}

/** `a` as a file and `a/b` beside it: no folder can hold both. */
function assertNoFileIsFolder(listing: Listing): void {
  for (const path of listing.seen) {
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const folder = path.slice(0, slash);
      if (listing.seen.has(folder)) {
        throw badArchive(
          `${listing.label} holds ${showName(folder)} both as a file and as a folder`,
          'zip the folder again',
        );
      }
    }
  }
}

/** What the reader of an archive reports is about the archive, except errors of the operating system. */
export function archiveFaultOf(
  cause: unknown,
  label: string,
  what = 'it is damaged, cut short or no archive of its kind',
): GraderError {
  if (cause instanceof GraderError) return cause;
  const code = codeOf(cause);
  if (code !== null && /^E[A-Z]+$/.test(code)) {
    return new GraderError('INTERNAL', `${label} could not be read (${code})`, { cause });
  }
  return badArchive(
    `${label} cannot be unpacked: ${what}`,
    'zip the folder again and open the archive once to see that it works',
    cause,
  );
}

export function badArchive(message: string, advice: string, cause?: unknown): GraderError {
  return new GraderError('BAD_ARCHIVE', message, cause === undefined ? { advice } : { advice, cause });
}
