/**
 * A zip archive. The central directory is examined whole before a byte is inflated: names, kinds, encryption, declared
 * sizes. Inflating more than declared is an error, so the declared sum bounds the work. Deflate cannot shrink anything
 * more than 1032-fold: an archive that declares more than that lies, or has entries that share their bytes.
 */
import type { Entry, ZipFile } from 'yauzl';
import { formatBytes, MAX_ENTRIES, tooManyFiles, type IntakeLimits, type Sized } from './caps.js';
import { archiveFaultOf, badArchive, listEntries, type ArchiveEntry, type OpenArchive } from './entries.js';
import type { Source } from './source.js';
import { inflateEntry, isSupported, kindOf, nameOf, openZip } from './zip-entry.js';

/** zlib.net, "Maximum Compression Factor". */
const MOST_RATIO = 1032;

/**
 * All regular files of the archive at `path`; `label` is its name for sentences. Throws GraderError: BAD_ARCHIVE
 * (damaged, encrypted, ambiguous), PATH_ESCAPE (a name that leaves the folder), TOO_LARGE, USAGE (unreadable).
 */
export async function openArchive(path: string, label: string, limits: IntakeLimits): Promise<Source> {
  const { entries, bytes, close } = await readZip(path, label, limits.files);
  try {
    const source = listEntries(entries, label, limits, close);
    assertHonest(source.files, bytes, label);
    return source;
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** The archive's entries; `most` is what is told when there are too many to look at. */
export async function readZip(
  path: string,
  label: string,
  most: number,
): Promise<OpenArchive & { readonly bytes: number }> {
  const zip = await openZip(path, label).catch((cause: unknown) => {
    throw archiveFaultOf(cause, label);
  });
  try {
    if (zip.entryCount > MAX_ENTRIES) throw tooManyFiles(most);
    const entries: ArchiveEntry[] = [];
    for await (const entry of zip.eachEntry()) {
      entries.push(entryOf(zip, entry));
    }
    return {
      entries,
      bytes: zip.fileSize,
      close: () => {
        zip.close();
        return Promise.resolve();
      },
    };
  } catch (cause) {
    zip.close();
    throw archiveFaultOf(cause, label);
  }
}

function entryOf(zip: ZipFile, entry: Entry): ArchiveEntry {
  return {
    name: nameOf(entry),
    kind: kindOf(entry),
    bytes: entry.uncompressedSize,
    obstacle: obstacleOf(entry),
    read: () => inflateEntry(zip, entry),
  };
}

function obstacleOf(entry: Entry): ArchiveEntry['obstacle'] {
  if (entry.isEncrypted()) {
    return { why: 'is encrypted: FILE needs a password', advice: 'zip without a password' };
  }
  if (!isSupported(entry)) {
    return { why: 'packs FILE with a method other than deflate', advice: "use your system's own zip command" };
  }
  return null;
}

function assertHonest(files: readonly Sized[], fileBytes: number, label: string): void {
  const declared = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (declared <= fileBytes * MOST_RATIO) return;
  throw badArchive(
    `${label} has ${formatBytes(fileBytes)} and would unpack to ${formatBytes(declared)}, more than any honest archive can hold`,
    'zip the folder again, from scratch',
  );
}
