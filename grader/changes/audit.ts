/**
 * The audit trail of a run: one line of JSON for each change that a person made to marks, appended and not rewritten,
 * except where a person is erased from it. Each line has the digest of the line before it and its own, so that a line that
 * was changed, inserted or lost is noticed.
 * Lines that are cut off at the end are not: whoever wants to notice that notes the number of lines and the last digest.
 * Nor is it a signature: who can write to the folder can make a trail of their own. Relies on the lock of the run: two
 * writers must not append at the same time.
 */
import { join } from 'node:path';
import { appendLine } from '../append.js';
import { writeAtomically } from '../atomic.js';
import { sha256 } from '../kept/digest.js';
import { textIfThere } from '../present.js';
import { isRecord } from '../text/fields.js';

export const AUDIT = 'audit.jsonl';

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

/**
 * Gives lines other details, in a chain that is made anew; null keeps them. Returns how many are changed. Lines that
 * cannot be read are dropped, because they may be about anybody.
 */
export async function rewriteAudit(
  folder: string,
  change: (line: AuditLine) => AuditLine['details'] | null,
): Promise<number> {
  const text = await textOf(folder);
  let changed = 0;
  let written = '';
  let before: string | undefined;
  for (const line of linesOf(text).flatMap((whole) => lineOf(whole) ?? [])) {
    const { number, at, action, by } = line;
    const details = change(line);
    if (details !== null) changed += 1;
    before = writeLine({ number, at, action, by, details: details ?? line.details, previous: digestOf(before) });
    written += `${before}\n`;
  }
  if (text !== '') await writeAtomically(join(folder, AUDIT), written);
  return changed;
}

export async function readAudit(folder: string): Promise<AuditTrail> {
  return checkAudit(await textOf(folder));
}

/** Appends a line, which is on the disk when this resolves. Lines that are damaged stay as they are. */
export async function appendAudit(folder: string, line: Omit<AuditLine, 'number'>): Promise<void> {
  const text = await textOf(folder);
  const lines = linesOf(text);
  const { at, action, by, details } = line;
  const previous = digestOf(lines.at(-1));
  const added = writeLine({ number: lines.length + 1, at, action, by, details, previous });
  await appendLine(join(folder, AUDIT), added, text);
}

/** The trail in the text of its file. Pure. */
export function checkAudit(text: string): AuditTrail {
  const lines: AuditLine[] = [];
  const damage: string[] = [];
  let before: string | undefined;
  for (const [index, whole] of linesOf(text).entries()) {
    const line = lineOf(whole);
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

function writeLine(line: Chained): string {
  const body = JSON.stringify(line);
  return `${body.slice(0, -1)},"digest":"${digestOf(body)}"}`;
}

interface Chained extends AuditLine {
  /** The digest of the whole line before. */
  readonly previous: string;
}

function lineOf(text: string): Chained | null {
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
  if (!ACTIONS.some((known) => known === action)) return null;
  return value as unknown as Chained;
}

function digestOf(line: string | undefined): string {
  return line === undefined ? START : sha256(line);
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

async function textOf(folder: string): Promise<string> {
  return (await textIfThere(join(folder, AUDIT))) ?? '';
}
