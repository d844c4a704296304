/**
 * The lines of a journal: one when a submission is started, one when it is finished, and one when a run that was
 * stopped properly released it. Each line has a checksum of itself and the previous checksum.
 */
import { createHash } from 'node:crypto';

/** A finished submission. */
export interface Entry {
  readonly id: string;
  /** The submission's `fingerprint` (see intake) or, if it was given up, its `lookAt` (see outside.ts). */
  readonly submission: string;
  /** The digest of rubric, data and grader. */
  readonly inputs: string;
  /** sha256 of report.json. */
  readonly report: string;
  readonly status: 'graded' | 'ungraded' | 'open';
  /** It was not graded again, because the grader died on it. */
  readonly givenUp?: boolean;
  /** How the submission looked without being opened; absent in journals of older versions. */
  readonly outside?: string;
  /** Why it was graded although it was in the journal; absent the first time. */
  readonly because?: string;
}

/** A submission that was started, how it looked and with which inputs; `released` if the run was stopped properly. */
export interface Begun {
  readonly id: string;
  readonly begun: string;
  readonly inputs: string;
  readonly released?: boolean;
}

export type Line = Entry | Begun;

/** A submission that was started and never finished. */
export interface Unfinished {
  readonly begun: string;
  readonly inputs: string;
  /** The number of consecutive starts. */
  readonly times: number;
}

export interface Read {
  /** The last entry of each id. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** By id. */
  readonly unfinished: ReadonlyMap<string, Unfinished>;
  /** Lines that are not trusted, with their numbers from 1, in words. */
  readonly damage: readonly string[];
}

const START = 'tuxgrade-journal-1';
const CHECK = /^(.*),"check":"([0-9a-f]{16})"\}$/;

/** The text of the line with its newline, and its checksum, which the next line needs. */
export function writeLine(line: Line, last: string): { text: string; check: string } {
  const body = JSON.stringify(line).slice(0, -1);
  const check = checkOf(last, body);
  return { text: `${body},"check":"${check}"}\n`, check };
}

/** `text` consists of whole lines. */
export function readLines(text: string): { read: Read; last: string } {
  const entries = new Map<string, Entry>();
  const unfinished = new Map<string, Unfinished>();
  const damage: string[] = [];
  let last = START;
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    const [, body = '', check = ''] = CHECK.exec(line) ?? [];
    const known = check === '' ? null : lineOf(`${body}}`);
    const isSound = known !== null && check === checkOf(last, body);
    if (check !== '') last = check;
    if (!isSound) {
      const whose = known === null ? '' : `, about ${known.id},`;
      damage.push(`line ${String(index + 1)}${whose} was changed, or the line before it is missing`);
      // earlier lines about the same submission cannot be trusted either
      if (known === null) continue;
      entries.delete(known.id);
      unfinished.delete(known.id);
    } else if ('begun' in known) count(known, unfinished);
    else {
      entries.set(known.id, known);
      unfinished.delete(known.id);
    }
  }
  return { read: { entries, unfinished, damage }, last };
}

/** The lines that are trusted, without those about `id`, in a chain that is made anew. */
export function withoutId(text: string, id: string): string {
  let written = '';
  let last = START;
  for (const line of trustedIn(text)) {
    if (line.id === id) continue;
    const { text: next, check } = writeLine(line, last);
    written += next;
    last = check;
  }
  return written;
}

/** Whole, also with what is not read otherwise. */
function trustedIn(text: string): readonly Line[] {
  let trusted: Line[] = [];
  let last = START;
  for (const whole of text.split('\n').slice(0, -1)) {
    const [, body = '', check = ''] = CHECK.exec(whole) ?? [];
    const known = check === '' ? null : lineOf(`${body}}`);
    const isSound = check === checkOf(last, body);
    if (check !== '') last = check;
    if (known === null) continue;
    if (isSound) trusted.push(JSON.parse(`${body}}`) as Line);
    // earlier lines about the same submission cannot be trusted either
    else trusted = trusted.filter((line) => line.id !== known.id);
  }
  return trusted;
}

/** Counts consecutive starts: the count restarts when the submission looks different or the inputs have changed. */
function count({ id, begun, inputs, released = false }: Begun, unfinished: Map<string, Unfinished>): void {
  const before = unfinished.get(id);
  const times = before?.begun === begun && before.inputs === inputs ? before.times : 0;
  const now = times + (released ? -1 : 1);
  if (now > 0) unfinished.set(id, { begun, inputs, times: now });
  else unfinished.delete(id);
}

function checkOf(last: string, text: string): string {
  return createHash('sha256').update(`${last}\n${text}`).digest('hex').slice(0, 16);
}

function lineOf(text: string): Line | null {
  try {
    const { id, begun, released, ...rest } = JSON.parse(text) as Record<string, unknown>;
    const { submission, inputs, report, status, givenUp, outside } = rest;
    const areWords = (...values: unknown[]) => values.every((value) => typeof value === 'string');
    if (areWords(id, begun, inputs)) return { id, begun, inputs, released: released === true } as Begun;
    if (!areWords(id, submission, inputs, report) || !isStatus(status)) return null;
    const entry = { id, submission, inputs, report, status, givenUp: givenUp === true };
    return { ...entry, ...(areWords(outside) ? { outside } : {}) } as Entry;
  } catch {
    return null;
  }
}

function isStatus(status: unknown): status is Entry['status'] {
  return status === 'graded' || status === 'ungraded' || status === 'open';
}
