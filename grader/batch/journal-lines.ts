/**
 * What stands in a journal: a line when a submission is begun, when it is finished, and when a run that was stopped in
 * order let go of it. Each line carries a checksum over itself and the checksum before it.
 */
import { createHash } from 'node:crypto';

/** A finished submission. */
export interface Entry {
  readonly id: string;
  /** What was handed in: see `fingerprint` in intake; of one that was given up: see `lookAt` in outside.ts. */
  readonly submission: string;
  /** What it was graded with: rubric, data, grader. */
  readonly inputs: string;
  /** sha256 of report.json. */
  readonly report: string;
  readonly status: 'graded' | 'ungraded';
  /** It was not graded again, for the grader died of it. */
  readonly givenUp?: boolean;
  /** How the submission looked without being opened; absent in journals of older graders. */
  readonly outside?: string;
  /** Why it was graded although the journal had it already; absent the first time. */
  readonly because?: string;
}

/** A submission that was begun, with what and how it looked; `released` when it was let go of in order. */
export interface Begun {
  readonly id: string;
  readonly begun: string;
  readonly inputs: string;
  readonly released?: boolean;
}

export type Line = Entry | Begun;

/** A submission that was begun and never finished. */
export interface Unfinished {
  readonly begun: string;
  readonly inputs: string;
  /** How often in a row. */
  readonly times: number;
}

export interface Read {
  /** By id, the last of each. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** By id. */
  readonly unfinished: ReadonlyMap<string, Unfinished>;
  /** Lines that are not believed, from 1, in words. */
  readonly damage: readonly string[];
}

const START = 'tuxgrade-journal-1';
const CHECK = /^(.*),"check":"([0-9a-f]{16})"\}$/;

/** The line's text with its newline, and its checksum, which the next one needs. */
export function writeLine(line: Line, last: string): { text: string; check: string } {
  const body = JSON.stringify(line).slice(0, -1);
  const check = checkOf(last, body);
  return { text: `${body},"check":"${check}"}\n`, check };
}

/** `text` is of whole lines. */
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
      damage.push(`line ${String(index + 1)}${whose} was changed or lost its neighbour`);
      // what was said before of the same submission is no more to be trusted than this
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

/** In a row: once it looked otherwise, or was graded with something else, it is counted from the start. */
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
    if (!areWords(id, submission, inputs, report) || (status !== 'graded' && status !== 'ungraded')) return null;
    const entry = { id, submission, inputs, report, status, givenUp: givenUp === true };
    return { ...entry, ...(areWords(outside) ? { outside } : {}) } as Entry;
  } catch {
    return null;
  }
}
