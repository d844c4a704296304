/**
 * An archive as the files of one submission. It must be listed and checked against the limits before it is unpacked.
 */
import type { ArchiveFormat, ReadLimits, StartReader } from '../../protocol/reader.js';
import { ReadArchive } from './archive.js';
import { formatBytes, type IntakeLimits } from '../../files/caps.js';
import { badArchive, Listing } from '../files/listing.js';
import { showName } from '../../files/names.js';
import type { Source, SourceFile } from '../files/source.js';

/** The highest ratio that deflate can reach: zlib.net, "Maximum Compression Factor". */
const MOST_RATIO = 1032;
/** Headers and padding of one entry, long names included. */
const ENTRY_BYTES = 16 << 10;
const READER_BYTES = 256 << 20;
const READER_MS = 10_000;
/** Processor time for the largest submission; a tar archive is unpacked twice. */
const READER_MS_PER_MIB = 20;

/** What the files of one submission are opened with. */
export interface SourceOptions {
  readonly limits: IntakeLimits;
  /** Reads archives in the sandbox. */
  readonly startReader: StartReader;
  /** Where an archive is put while it is read. */
  readonly workDir: string;
}

/** The limits for reading the archive of one submission. */
function readLimitsOf({ submissionBytes }: IntakeLimits): ReadLimits {
  return {
    memoryBytes: READER_BYTES,
    cpuMs: READER_MS + Math.ceil((READER_MS_PER_MIB * submissionBytes) / 2 ** 20),
  };
}

/**
 * A zip archive that declares more than its format can contain is false, or has entries that share their bytes; it is
 * refused before anything is unpacked.
 */
export async function openArchive(
  path: string,
  format: ArchiveFormat,
  label: string,
  { limits, workDir, startReader }: SourceOptions,
): Promise<Source> {
  const archive = await ReadArchive.open(path, format, {
    label,
    startReader,
    workDir,
    limits: readLimitsOf(limits),
    mostBytes: limits.submissionBytes + ENTRY_BYTES * (limits.files + 1),
  });
  try {
    const listing = new Listing(label, limits);
    let key = 0;
    for await (const entry of archive.entries()) listing.add(entry, key++);
    const { files, remarks } = listing.finish();
    // the output of a tar archive is counted while it is read; declared hard links need no space
    if (format === 'zip') assertHonest(files, archive.bytes, label);
    const shown = new Map(files.map((file) => [file.key, showName(file.path)]));
    return {
      files,
      remarks,
      atOnce: 1,
      contents: () => archive.contents([...shown.keys()], (entry) => shown.get(entry) ?? ''),
      close: () => archive.close(),
    };
  } catch (cause) {
    await archive.close();
    throw cause;
  }
}

function assertHonest(files: readonly SourceFile[], fileBytes: number, label: string): void {
  const declared = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (declared <= fileBytes * MOST_RATIO) return;
  throw badArchive(
    `${label} has ${formatBytes(fileBytes)} and would unpack to ${formatBytes(declared)}, more than any honest archive can hold`,
    'zip the folder again, from scratch',
  );
}
