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
import { textIfThere } from '../present.js';
import {
  auditLinesIn,
  checkAudit,
  digestOf,
  nextAuditLine,
  readAuditLine,
  writeAuditLine,
  type AuditLine,
  type AuditTrail,
} from './audit-lines.js';
import { underWayIn } from './under-way.js';

export const AUDIT = 'audit.jsonl';

export interface Rewriting {
  /** Other details for a line; null keeps them. */
  readonly change: (line: AuditLine) => AuditLine['details'] | null;
  /** Whether a line that cannot be read has to go. */
  readonly mustGo: (whole: string) => boolean;
}

export interface Rewritten {
  /** Lines with other details. */
  readonly changed: number;
  /** Lines that cannot be read and stay as they are. */
  readonly unreadable: number;
  /** Lines that could not be read and had to go. */
  readonly gone: number;
}

/** Stands for a line that had to go: that one was there, and was damaged, stays true. */
const GONE = '{"erased":true}';

/** The chain is made anew, and where it was broken it stays broken: erasing must not repair a trail. */
export async function rewriteAudit(folder: string, { change, mustGo }: Rewriting): Promise<Rewritten> {
  const text = await textOf(folder);
  const done = { changed: 0, unreadable: 0, gone: 0 };
  const written: string[] = [];
  let old: string | undefined;
  for (const whole of auditLinesIn(text)) {
    const line = readAuditLine(whole);
    if (line === null) {
      const goes = mustGo(whole);
      done[goes ? 'gone' : 'unreadable'] += 1;
      written.push(goes ? GONE : whole);
    } else {
      const details = change(line);
      if (details !== null) done.changed += 1;
      const previous = line.previous === digestOf(old) ? digestOf(written.at(-1)) : line.previous;
      const { number, at, action, by } = line;
      written.push(writeAuditLine({ number, at, action, by, details: details ?? line.details, previous }));
    }
    old = whole;
  }
  if (text !== '') await writeAtomically(join(folder, AUDIT), written.map((line) => `${line}\n`).join(''));
  return done;
}

/** With the line of what is under way. */
export async function readAudit(folder: string): Promise<AuditTrail> {
  const underWay = await underWayIn(folder);
  const text = await textOf(folder);
  if (underWay === null || underWay === 'damaged' || isLast(text, underWay.audit)) return checkAudit(text);
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  return checkAudit(`${text}${gap}${nextAuditLine(text, underWay.audit)}\n`);
}

/** Appends a line, which is on the disk when this resolves. Lines that are damaged stay as they are. */
export async function appendAudit(folder: string, line: Omit<AuditLine, 'number'>): Promise<void> {
  const text = await textOf(folder);
  await appendLine(join(folder, AUDIT), nextAuditLine(text, line), text);
}

/** The same, unless it is the last line of the trail already. */
export async function ensureAudit(folder: string, line: Omit<AuditLine, 'number'>): Promise<void> {
  if (!isLast(await textOf(folder), line)) await appendAudit(folder, line);
}

function isLast(text: string, { at, action, by, details }: Omit<AuditLine, 'number'>): boolean {
  const last = readAuditLine(auditLinesIn(text).at(-1) ?? '');
  if (last === null) return false;
  return JSON.stringify([last.at, last.action, last.by, last.details]) === JSON.stringify([at, action, by, details]);
}

async function textOf(folder: string): Promise<string> {
  return (await textIfThere(join(folder, AUDIT))) ?? '';
}
