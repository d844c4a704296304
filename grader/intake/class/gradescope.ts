/**
 * `submission_metadata.yml` of a Gradescope "Export submissions" archive: who handed in which folder, and when. A
 * student may have put the file there, so it must be parsed by a reader in the sandbox, whose answers are checked here.
 */
import { readGivenTime } from '../../dates/given-time.js';
import type { HandedIn } from '../../dates/handed-in.js';
import { showName } from '../../files/names.js';
import { asRecord } from '../../text/fields.js';
import { rm } from 'node:fs/promises';
import { GraderError } from '../../errors.js';
import {
  METADATA_CAPS,
  METADATA_FAULTS,
  type MetadataEntry,
  type MetadataFault,
  type Submitter,
} from '../../protocol/class-metadata.js';
import { READ_CAPS, ReaderStopped, type Reader, type ReadLimits, type StartReader } from '../../protocol/reader.js';
import { formatBytes } from '../../files/caps.js';
import { provideFile } from '../archives/reader-folder.js';

export const METADATA_FILE = 'submission_metadata.yml';

export interface SubmissionMetadata extends HandedIn {
  readonly submitters: readonly Submitter[];
}

/** By folder name (`submission_123`), in the file's order. */
export type Metadata = ReadonlyMap<string, SubmissionMetadata>;

/** Most of the file is results and earlier attempts, which are skipped. */
const LIMITS: ReadLimits = { memoryBytes: 256 << 20, cpuMs: 60_000 };
const MOST_BYTES = 1024 ** 3;

export interface MetadataOptions {
  readonly startReader: StartReader;
  /** Where the reader's folder is made; the sandbox's user must be able to enter it. */
  readonly workDir: string;
  /** The zone of times without one; null or absent: they are not used. */
  readonly zone?: string | null | undefined;
}

/**
 * Throws GraderError USAGE, naming the line, for a file that is not written as by Gradescope or cannot be read within
 * the limits. `label` is its name in messages.
 */
export async function readGradescopeMetadata(path: string, label: string, options: MetadataOptions): Promise<Metadata> {
  const { folder, root, bytes } = await provideFile(path, label, options.workDir);
  try {
    if (bytes > MOST_BYTES) {
      throw invalid(`${label} has ${formatBytes(bytes)}, the limit is ${formatBytes(MOST_BYTES)}`);
    }
    const reader = options.startReader(root, LIMITS);
    try {
      return await readAll(reader, label, options.zone ?? null);
    } finally {
      await reader.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readAll(reader: Reader, label: string, zone: string | null): Promise<Metadata> {
  const entries = new Map<string, SubmissionMetadata>();
  let characters = 0;
  for (;;) {
    const { header, body } = await reader.ask({ type: 'metadata' }).catch((error: unknown) => {
      throw error instanceof ReaderStopped ? stopped(error, label) : error;
    });
    if (header['type'] === 'metadata-fault') throw faultOf(header['fault'], header['line'], label);
    const page = header['type'] === 'metadata' && body.length <= READ_CAPS.body ? pageOf(body) : null;
    if (page === null) throw broken(label);
    characters += body.length;
    if (characters > METADATA_CAPS.all || entries.size + page.length > METADATA_CAPS.entries) {
      throw invalid(`${label} has more names and times than a class can have`);
    }
    for (const entry of page) entries.set(entry.name, knownOf(entry, label, zone));
    if (header['done'] === true) return entries;
    if (page.length === 0) throw broken(label);
  }
}

/** Gradescope writes times with their zone: others were written by somebody else, and are named. */
function knownOf({ name, submittedAt, oddTime, submitters }: MetadataEntry, label: string, zone: string | null) {
  if (submittedAt !== null) return { submittedAt, timeFrom: 'gradescope', submitters } as const;
  if (oddTime === undefined) return { submittedAt, submitters };
  const where = `${label}: :created_at of ${showName(name)}, "${showName(oddTime)}",`;
  const given = readGivenTime(oddTime, 'submission', zone);
  if (given.status === 'refused') {
    const help = zone === null ? ': it is not used; --zone names the zone of times without one' : ': it is not used';
    return { submittedAt: null, timeRemarks: [`${where} ${given.why}${help}`], submitters };
  }
  const remark = given.remark ?? `has no zone of its own and was read in ${String(zone)}`;
  const at = new Date(given.ms).toISOString();
  return { submittedAt: at, timeFrom: 'gradescope', timeRemarks: [`${where} ${remark}`], submitters } as const;
}

/** null if it is not a valid page. */
function pageOf(body: Uint8Array): readonly MetadataEntry[] | null {
  try {
    const list: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (!Array.isArray(list)) return null;
    const entries = (list as unknown[]).map(entryOf);
    return entries.includes(null) ? null : entries.filter((entry) => entry !== null);
  } catch {
    return null;
  }
}

function entryOf(value: unknown): MetadataEntry | null {
  const { name, submittedAt, oddTime, submitters } = asRecord(value);
  if (typeof name !== 'string' || !Array.isArray(submitters)) return null;
  if (submittedAt !== null && !isTime(submittedAt)) return null;
  const odd = typeof oddTime === 'string' ? { oddTime: oddTime.slice(0, METADATA_CAPS.oddTime) } : {};
  return { name, submittedAt, ...odd, submitters: (submitters as unknown[]).map(submitterOf) };
}

/** Whether it is written as by `toISOString`; month 99 is not. */
function isTime(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
}

function submitterOf(value: unknown): Submitter {
  const { name, id, email } = asRecord(value);
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof id === 'string' && { id }),
    ...(typeof email === 'string' && { email }),
  };
}

/** The faults; each completes "FILE, line N". */
const WORDS: Readonly<Record<MetadataFault, string>> = {
  yaml: 'is not valid YAML',
  aliases: 'has aliases that cannot be resolved',
  empty: 'does not hold any submission',
  'too-large': `has an entry of more than ${formatBytes(METADATA_CAPS.entry)}`,
  'too-many': `has more than ${String(METADATA_CAPS.entries)} entries`,
};

function faultOf(fault: unknown, line: unknown, label: string): GraderError {
  const known = METADATA_FAULTS.find((one) => one === fault);
  if (known === undefined || !Number.isSafeInteger(line)) return broken(label);
  return invalid(`${label} ${WORDS[known]}${known === 'empty' ? '' : `: line ${String(line)}`}`);
}

function stopped({ reason, limits }: ReaderStopped, label: string): GraderError {
  switch (reason) {
    case 'memory':
      return invalid(`${label} takes more than ${formatBytes(limits.memoryBytes)} of memory to be read, the limit`);
    case 'time':
      return invalid(
        `${label} takes more than ${String(limits.cpuMs / 1000)} s of processor time to be read, the limit`,
      );
    case 'crash':
    case 'nonsense':
      return broken(label);
  }
}

function broken(label: string): GraderError {
  return invalid(`${label} cannot be read: the program that reads it broke on it`);
}

function invalid(message: string): GraderError {
  return new GraderError('USAGE', message, { advice: "download Gradescope's export again and do not edit it" });
}
