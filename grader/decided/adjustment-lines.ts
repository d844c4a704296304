/**
 * The lines of adjustments.jsonl: one for each time that somebody adjusts the points of a check, or undoes that. The last
 * line about a check counts. A line that is not one of these, or was changed, is told and not used. Pure.
 */
import { createHash } from 'node:crypto';
import type { Adjustment } from '../score/adjusted.js';
import { isRecord } from '../text/fields.js';

export interface AdjustmentLine {
  /** The id of the submission, and that of the check. */
  readonly submission: string;
  readonly check: string;
  readonly change: Adjustment['change'] | 'undo';
  readonly reason: string;
  readonly author: string;
  /** ISO time. */
  readonly at: string;
}

/** By submission, then by check. */
export type Adjustments = ReadonlyMap<string, ReadonlyMap<string, Adjustment>>;

export interface AdjustmentsRead {
  readonly adjustments: Adjustments;
  /** In words. */
  readonly damage: readonly string[];
}

/** Without the newline. */
export function writeAdjustment(line: AdjustmentLine): string {
  const { submission, check, change, reason, author, at } = line;
  const body = JSON.stringify({ submission, check, change, reason, author, at });
  return `${body.slice(0, -1)},"sum":"${sumOf(body)}"}`;
}

export function readAdjustments(text: string): AdjustmentsRead {
  const adjustments = new Map<string, Map<string, Adjustment>>();
  const damage: string[] = [];
  for (const [index, whole] of text.split('\n').entries()) {
    if (whole === '') continue;
    const line = readAdjustmentLine(whole);
    if (line === null) {
      damage.push(`line ${String(index + 1)} is not a line of adjustments, or was changed`);
      continue;
    }
    const { submission, check, change, reason, author, at } = line;
    const checks = adjustments.get(submission) ?? new Map<string, Adjustment>();
    adjustments.set(submission, checks);
    if (change === 'undo') checks.delete(check);
    else checks.set(check, { change, reason, author, at });
  }
  return { adjustments, damage };
}

const SUM = /^(.*),"sum":"([0-9a-f]{16})"\}$/;

/** null for what is not a line of adjustments, or was changed. */
export function readAdjustmentLine(whole: string): AdjustmentLine | null {
  const [, body = '', sum] = SUM.exec(whole) ?? [];
  if (sum !== sumOf(`${body}}`)) return null;
  let value: unknown;
  try {
    value = JSON.parse(`${body}}`);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const { submission, check, change, reason, author, at } = value;
  const areWords = [submission, check, reason, author, at].every((word) => typeof word === 'string');
  return areWords && isChange(change) ? (value as unknown as AdjustmentLine) : null;
}

function isChange(value: unknown): value is AdjustmentLine['change'] {
  if (value === 'undo') return true;
  if (!isRecord(value)) return false;
  const [points, by] = [value['points'], value['by']];
  // JSON has no NaN, but 1e999 is infinite
  return Number.isFinite(points) ? by === undefined : points === undefined && Number.isFinite(by);
}

function sumOf(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16);
}
