/**
 * The lines of an audit trail. Each has the digest of the line before it and its own, so that a line that was changed, inserted
 * or lost is noticed. Pure.
 */
import { sha256 } from '../kept/digest.js';
import { isRecord } from '../text/fields.js';

const ACTIONS = ['regrade', 'rejudge', 'adjust', 'undo', 'publish', 'unpublish', 'erase', 'export'] as const;
export type Action = (typeof ACTIONS)[number];

export interface AuditLine {
  /** From 1. */
  readonly number: number;
  /** ISO time. */
  readonly at: string;
  readonly action: Action;
  /** Who did it. */
  readonly by: string;
  /** What was done, in facts; no line has more than a few. */
  readonly details: Readonly<Record<string, unknown>>;
}

export interface AuditTrail {
  readonly lines: readonly AuditLine[];
  /** In words, with the number of the line; empty if every line follows the one before it. */
  readonly damage: readonly string[];
  /** sha256 of the last line, which depends on all lines before it; zeros if there is none. */
  readonly digest: string;
}

const START = '0'.repeat(64);

/** What is to be appended to a trail with this text, without the newline. */
export function nextAuditLine(text: string, { at, action, by, details }: Omit<AuditLine, 'number'>): string {
  const lines = auditLinesIn(text);
  return writeAuditLine({ number: lines.length + 1, at, action, by, details, previous: digestOf(lines.at(-1)) });
}

/** The trail in the text of its file. Pure. */
export function checkAudit(text: string): AuditTrail {
  const lines: AuditLine[] = [];
  const damage: string[] = [];
  let before: string | undefined;
  for (const [index, whole] of auditLinesIn(text).entries()) {
    const line = readAuditLine(whole);
    const place = `line ${String(index + 1)}`;
    if (line === null) damage.push(`${place} was changed, or is not a line of an audit trail`);
    else {
      if (line.previous !== digestOf(before)) damage.push(`${place} does not follow the line before it`);
      if (line.number !== index + 1) damage.push(`${place} says that it is line ${String(line.number)}`);
      const { previous: _previous, ...told } = line;
      lines.push(told);
    }
    before = whole;
  }
  return { lines, damage, digest: digestOf(before) };
}

const OWN = /^(.*),"digest":"([0-9a-f]{64})"\}$/;

export function writeAuditLine(line: Chained): string {
  const body = JSON.stringify(line);
  return `${body.slice(0, -1)},"digest":"${digestOf(body)}"}`;
}

export interface Chained extends AuditLine {
  /** The digest of the whole line before. */
  readonly previous: string;
}

/** null for what is not a line of an audit trail, or was changed. */
export function readAuditLine(text: string): Chained | null {
  const [, start = '', digest] = OWN.exec(text) ?? [];
  const body = `${start}}`;
  if (digest !== digestOf(body)) return null;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const { number, at, action, by, details, previous } = value;
  const areWords = [at, by, previous].every((word) => typeof word === 'string');
  if (!areWords || typeof number !== 'number' || !isRecord(details)) return null;
  if (!isAction(action)) return null;
  return value as unknown as Chained;
}

export function isAction(value: unknown): value is Action {
  return ACTIONS.some((known) => known === value);
}

/** What the next line has as `previous`. */
export function digestOf(line: string | undefined): string {
  return line === undefined ? START : sha256(line);
}

export function auditLinesIn(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
