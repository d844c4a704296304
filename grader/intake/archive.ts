/**
 * Lists the files of a submission that is a zip archive. The central directory is examined whole before a byte is
 * inflated: names, kinds, encryption, declared sizes. Inflating more than declared is an error, so the declared sum
 * bounds the work. There is no limit on the ratio: zeros honestly shrink a thousandfold, and a bomb has to declare its
 * size or is stopped at it.
 */
import type { Entry, ZipFile } from 'yauzl';
import { GraderError } from '../errors.js';
import { assertFits, MAX_ENTRIES, tooManyFiles, type IntakeLimits } from './caps.js';
import { codeOf } from './file-faults.js';
import { comparePaths, examineName, showName } from './names.js';
import { noiseRemark, type Source, type SourceFile } from './source.js';
import { inflateEntry, isSupported, kindOf, nameOf, openZip } from './zip-entry.js';

interface Listing {
  readonly zip: ZipFile;
  /** The archive's name for sentences. */
  readonly label: string;
  readonly limits: IntakeLimits;
  readonly files: SourceFile[];
  readonly remarks: string[];
  readonly noise: Set<string>;
  readonly folders: Set<string>;
  readonly seen: Set<string>;
}

/**
 * All regular files of the archive at `path`; `label` is its name for sentences. Throws GraderError: BAD_ARCHIVE
 * (damaged, encrypted, ambiguous), PATH_ESCAPE (a name that leaves the folder), TOO_LARGE, USAGE (unreadable).
 */
export async function openArchive(path: string, label: string, limits: IntakeLimits): Promise<Source> {
  const zip = await openZip(path, label).catch((cause: unknown) => {
    throw archiveFaultOf(cause, label);
  });
  const listing: Listing = {
    zip,
    label,
    limits,
    files: [],
    remarks: [],
    noise: new Set(),
    folders: new Set(),
    seen: new Set(),
  };
  try {
    if (zip.entryCount > MAX_ENTRIES) throw tooManyFiles(limits.files);
    for await (const entry of zip.eachEntry()) addEntry(listing, entry);
    assertFits(listing.files, limits);
    assertNoFileIsFolder(listing);
  } catch (cause) {
    zip.close();
    throw archiveFaultOf(cause, label);
  }
  return {
    files: listing.files,
    folders: listing.folders,
    remarks: [...listing.remarks.sort(comparePaths), ...noiseRemark(listing.noise)],
    close: () => {
      zip.close();
      return Promise.resolve();
    },
  };
}

function addEntry(listing: Listing, entry: Entry): void {
  const raw = nameOf(entry);
  const verdict = examineName(raw);
  switch (verdict.kind) {
    case 'escape':
      throw new GraderError('PATH_ESCAPE', `${listing.label} holds ${showName(raw)}, which would lie outside it`, {
        advice: 'zip the folder again with plain relative names',
      });
    case 'noise':
      listing.noise.add(verdict.what);
      return;
    case 'unfit':
      if (!raw.endsWith('/')) listing.remarks.push(`${showName(raw)} was left out: ${verdict.why}`);
      return;
    case 'ok':
      addFolders(listing, raw.endsWith('/') ? `${verdict.path}/` : verdict.path);
      if (!raw.endsWith('/')) addFile(listing, entry, verdict.path);
  }
}

function addFolders(listing: Listing, path: string): void {
  const folders = path.split('/').slice(0, -1);
  if (folders.length > 0) listing.folders.add(folders.slice(0, 2).join('/'));
}

function addFile(listing: Listing, entry: Entry, path: string): void {
  const shown = showName(path);
  const kind = kindOf(entry);
  if (kind === 'folder') return;
  if (kind !== 'regular') {
    const why = kind === 'link' ? 'it is a symbolic link, and links are not followed' : 'it is no regular file';
    listing.remarks.push(`${shown} was left out: ${why}; hand in the file itself`);
    return;
  }
  if (listing.seen.has(path)) throw bad(`${listing.label} holds ${shown} twice`, 'zip the folder again, from scratch');
  listing.seen.add(path);
  if (entry.isEncrypted())
    throw bad(`${listing.label} is encrypted: ${shown} needs a password`, 'zip without a password');
  if (!isSupported(entry)) {
    throw bad(`${listing.label} packs ${shown} with a method other than deflate`, "use your system's own zip command");
  }
  if (listing.files.length >= listing.limits.files) throw tooManyFiles(listing.limits.files);
  const read = () => readEntry(listing, entry, shown);
  listing.files.push({ path, bytes: entry.uncompressedSize, read });
}

async function* readEntry(listing: Listing, entry: Entry, shown: string): AsyncGenerator<Uint8Array> {
  try {
    yield* inflateEntry(listing.zip, entry);
  } catch (cause) {
    throw archiveFaultOf(cause, listing.label, `${shown} in it is damaged`);
  }
}

/** `a` as a file and `a/b` beside it: no folder can hold both. */
function assertNoFileIsFolder(listing: Listing): void {
  for (const path of listing.seen) {
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const folder = path.slice(0, slash);
      if (listing.seen.has(folder)) {
        throw bad(`${listing.label} holds ${showName(folder)} both as a file and as a folder`, 'zip the folder again');
      }
    }
  }
}

/** What the zip reader reports is about the archive, except errors of the operating system. */
function archiveFaultOf(
  cause: unknown,
  label: string,
  what = 'it is damaged, cut short or no zip archive',
): GraderError {
  if (cause instanceof GraderError) return cause;
  const code = codeOf(cause);
  if (code !== null && /^E[A-Z]+$/.test(code)) {
    return new GraderError('INTERNAL', `${label} could not be read (${code})`, { cause });
  }
  return bad(
    `${label} cannot be unpacked: ${what}`,
    'zip the folder again and open the archive once to see that it works',
    cause,
  );
}

function bad(message: string, advice: string, cause?: unknown): GraderError {
  return new GraderError('BAD_ARCHIVE', message, cause === undefined ? { advice } : { advice, cause });
}
