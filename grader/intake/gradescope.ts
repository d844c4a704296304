/**
 * Reads `submission_metadata.yml` of a Gradescope "Export submissions" archive. Its keys are Ruby symbols
 * (`:created_at`), an e-mail address may be absent, a group has several submitters. Scores, results and history in it
 * are of no concern here.
 */
import { readFile, stat } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { GraderError } from '../errors.js';
import type { Submitter } from '../schema/submission.js';
import { formatBytes } from './caps.js';
import { fileFaultOf } from './file-faults.js';
import { blocksOf, type Block } from './metadata-blocks.js';

export const METADATA_FILE = 'submission_metadata.yml';
/** Of the file itself and for each submission beside it; and of all together, which is held in memory once. */
const BYTES = { file: 2 * 1024 ** 2, submission: 64 * 1024 };
const MOST_BYTES = 32 * 1024 ** 2;
const MOST_ALIASES = 100;

export interface SubmissionMetadata {
  /** ISO time in UTC; null where the export does not say. */
  readonly submittedAt: string | null;
  readonly submitters: readonly Submitter[];
}

/** By folder name (`submission_123`), in the file's order. */
export type Metadata = ReadonlyMap<string, SubmissionMetadata>;

/**
 * The file in a folder beside so many submissions. Throws GraderError USAGE, naming line or entry, for one that is not
 * as Gradescope writes it, or larger than it is for so many.
 */
export async function readGradescopeMetadata(path: string, submissions: number): Promise<Metadata> {
  try {
    const { size } = await stat(path);
    assertSize(size, path, submissions);
    return parseGradescopeMetadata(await readFile(path, 'utf8'), path, submissions);
  } catch (cause) {
    throw fileFaultOf(cause, path);
  }
}

/** The same for the file's text; `label` names the file in errors. */
export function parseGradescopeMetadata(text: string, label: string, submissions: number): Metadata {
  assertSize(Buffer.byteLength(text), label, submissions);
  const entries = new Map<string, SubmissionMetadata>();
  for (const block of blocksOf(text, label)) {
    for (const [name, value] of Object.entries(readBlock(block, label)))
      entries.set(name, metadataOf(value, name, label));
  }
  if (entries.size === 0) throw invalid(`${label} holds no submissions`);
  return entries;
}

/** Results and earlier attempts make most of it. */
function assertSize(bytes: number, label: string, submissions: number): void {
  const most = Math.min(MOST_BYTES, BYTES.file + submissions * BYTES.submission);
  if (bytes <= most) return;
  throw invalid(
    `${label} has ${formatBytes(bytes)}, the limit beside ${String(submissions)} ${submissions === 1 ? 'submission' : 'submissions'} is ${formatBytes(most)}`,
  );
}

function readBlock({ text, lines }: Block, label: string): Readonly<Record<string, unknown>> {
  // Every scalar stays a string: a student id 0123 keeps its zero, and times are read below.
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
  const error = document.errors[0];
  if (error !== undefined) {
    const line = lines[(error.linePos?.[0].line ?? 1) - 1] ?? lines[0];
    throw invalid(`${label} is not valid YAML${line === undefined ? '' : `, line ${String(line)}`}`);
  }
  const root = asObject(resolve(document, label, lines[0] ?? 1));
  if (root === null) throw invalid(`${label} holds no submissions`);
  return root;
}

/** An alias may name what is not there, or stand for more than any class needs. */
function resolve(document: ReturnType<typeof parseDocument>, label: string, line: number): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES, mapAsMap: false }) as unknown;
  } catch {
    throw invalid(`${label}: the aliases in the entry at line ${String(line)} cannot be resolved`);
  }
}

function metadataOf(value: unknown, name: string, label: string): SubmissionMetadata {
  const entry = asObject(value) ?? {};
  return {
    submittedAt: timeOf(symbol(entry, 'created_at'), `${name} in ${label}`),
    submitters: submittersOf(symbol(entry, 'submitters')),
  };
}

function submittersOf(value: unknown): readonly Submitter[] {
  if (!Array.isArray(value)) return [];
  return (value as unknown[]).flatMap((item) => {
    const person = asObject(item);
    if (person === null) return [];
    const name = textOf(symbol(person, 'name'));
    const id = textOf(symbol(person, 'sid'));
    const email = textOf(symbol(person, 'email'));
    return [{ ...(name && { name }), ...(id && { id }), ...(email && { email }) }];
  });
}

/** `2018-09-13 23:59:58.123456789 -07:00`, ISO, or with the zone left out, which in YAML means UTC. */
const TIME = /^(\d{4}-\d\d-\d\d)(?:[Tt]|\s+)(\d\d?:\d\d:\d\d)(?:\.(\d{1,3})\d*)?\s*(Z|UTC|[+-]\d\d?(?::?\d\d)?)?$/;

function timeOf(value: unknown, where: string): string | null {
  const text = textOf(value);
  if (text === null) return null;
  const [, date, clock, fraction = '0', zone = 'Z'] = TIME.exec(text) ?? [];
  const time = new Date(`${date ?? ''}T${(clock ?? '').padStart(8, '0')}.${fraction.padEnd(3, '0')}${isoZone(zone)}`);
  if (Number.isNaN(time.getTime())) throw invalid(`:created_at of ${where} is not a time`);
  return time.toISOString();
}

/** `-7`, `-0700` and `-07:00` are one zone. */
function isoZone(zone: string): string {
  const [, sign, hours = '', minutes = '00'] = /^([+-])(\d\d?):?(\d\d)?$/.exec(zone) ?? [];
  return sign === undefined ? 'Z' : `${sign}${hours.padStart(2, '0')}:${minutes}`;
}

/** A key as Ruby writes a symbol, or plainly. */
function symbol(entry: Readonly<Record<string, unknown>>, name: string): unknown {
  const key = [`:${name}`, name].find((candidate) => Object.hasOwn(entry, candidate));
  return key === undefined ? undefined : entry[key];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && !['', '~', 'null', 'nil'].includes(value) ? value : null;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

function invalid(message: string): GraderError {
  return new GraderError('USAGE', message, { advice: "download Gradescope's export again and do not edit it" });
}
