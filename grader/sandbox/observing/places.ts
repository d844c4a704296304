/**
 * Finds the file, line and code of errors in the student's files. A reader looks them up; its answers are checked here.
 */
import { adviseOnLanguage } from '../../files/foreign-code.js';
import { asRecord } from '../../text/fields.js';
import type { ProbeOutcome } from '../../stages/observation.js';
import type { Code, Place } from '../../protocol/places.js';
import { ReaderStopped, type Reader, type ReadRequest, type StartReader } from '../../protocol/reader.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Snapshot } from '../../stages/submission.js';
import type { Lead } from './student-error.js';
import { codePaths, shownPath } from './unmoved-paths.js';
import { stripControls } from '../process/text.js';

const LIMITS = { memoryBytes: 256 << 20, cpuMs: 5000 };
/** The number of leads that are followed; a submission fails in fewer ways. */
const MOST_LEADS = 40;
/** Characters of a line of code. */
const MOST_CODE = 160;

type Located = Pick<StudentErrorReport, 'file' | 'line' | 'column' | 'frame'>;

/** Adds locations to the errors among the outcomes, if the reader finds them. Throws if no reader can be started. */
export async function placeErrors(
  outcomes: Map<string, ProbeOutcome>,
  leads: ReadonlyMap<StudentErrorReport, Lead>,
  snapshot: Snapshot,
  startReader: StartReader,
): Promise<void> {
  const failed = [...outcomes].flatMap(([id, outcome]): [string, StudentErrorReport][] =>
    outcome.status === 'failed' ? [[id, outcome.error]] : [],
  );
  const followed = [...new Set(failed.map(([, error]) => error))].flatMap((error): [StudentErrorReport, Lead][] => {
    const lead = leads.get(error);
    return lead === undefined ? [] : [[error, lead]];
  });
  const located = await followAll(followed, snapshot, startReader);
  for (const [id, error] of failed) {
    const place = located.get(error);
    if (place !== undefined) outcomes.set(id, { status: 'failed', error: locatedError(error, place) });
  }
}

/** Code that cannot be loaded may be in another language. */
function locatedError(error: StudentErrorReport, place: Located): StudentErrorReport {
  const [, code = ''] = /^\d+ \| (.*)/.exec(place.frame ?? '') ?? [];
  const advice = error.code === 'LOAD_FAILED' ? adviseOnLanguage(code) : '';
  return { ...error, ...place, message: error.message + advice };
}

async function followAll(
  leads: readonly (readonly [StudentErrorReport, Lead])[],
  snapshot: Snapshot,
  startReader: StartReader,
): Promise<Map<StudentErrorReport, Located>> {
  const found = new Map<StudentErrorReport, Located>();
  if (leads.length === 0) return found;
  const known = new Map<string, (Located & Place) | null>();
  const paths = new Set(codePaths(snapshot));
  const reader = startReader(snapshot.root, LIMITS);
  try {
    for (const [error, lead] of leads) {
      const request = requestOf(lead);
      const key = JSON.stringify([request, 'map' in lead ? lead.map.length : 0]);
      if (!known.has(key) && known.size >= MOST_LEADS) continue;
      const place = known.get(key) ?? (await follow(lead, request, reader, paths));
      known.set(key, place);
      if (place !== null) found.set(error, { ...place, file: shownPath(place.file, snapshot) });
    }
  } catch (error) {
    // a source map that exceeds the reader's limits leads nowhere
    if (!(error instanceof ReaderStopped)) throw error;
  } finally {
    await reader.close();
  }
  return found;
}

function requestOf(lead: Lead): ReadRequest {
  return 'place' in lead ? { type: 'quote', place: lead.place } : { type: 'locate', positions: lead.positions };
}

async function follow(
  lead: Lead,
  request: ReadRequest,
  reader: Reader,
  paths: ReadonlySet<string>,
): Promise<(Located & Place) | null> {
  const map = 'map' in lead ? Buffer.from(lead.map, 'base64') : undefined;
  const { header } = await reader.ask(request, map);
  const told = asRecord(header['found']);
  const place = placeOf(told['place']);
  if (place === null || !paths.has(place.file)) return null;
  const code = codeOf(told['code']);
  return { ...place, ...(code === null ? {} : { frame: frameOf(code, place.line) }) };
}

/** The line of code with a caret under the column. */
function frameOf({ window, before }: Code, line: number): string {
  const gutter = ' '.repeat(String(line).length);
  return `${String(line)} | ${stripControls(window)}\n${gutter} | ${' '.repeat(stripControls(before).length)}^`;
}

function placeOf(value: unknown): Place | null {
  const { file, line, column } = asRecord(value);
  if (typeof file !== 'string' || !isPositive(line) || !isPositive(column)) return null;
  return { file, line, column };
}

function codeOf(value: unknown): Code | null {
  const { window, before } = asRecord(value);
  if (typeof window !== 'string' || typeof before !== 'string') return null;
  const oneLine = (text: string) => text.slice(0, MOST_CODE).replace(/[\t\n\r]/g, ' ');
  return { window: oneLine(window), before: oneLine(before) };
}

function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
