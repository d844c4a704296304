/**
 * adjustments.jsonl in the folder of a run: read, and appended to. Lines are never rewritten. Relies on the lock of the
 * run: two writers must not append at the same time.
 */
import { join } from 'node:path';
import { appendLine } from '../append.js';
import { textIfThere } from '../present.js';
import { readAdjustments, writeAdjustment, type AdjustmentLine, type AdjustmentsRead } from './adjustment-lines.js';

export const ADJUSTMENTS = 'adjustments.jsonl';

/** `added` is a line that is about to be in the file, or is already. */
export async function adjustmentsIn(folder: string, added?: AdjustmentLine): Promise<AdjustmentsRead> {
  const text = await textOf(folder);
  return readAdjustments(added === undefined ? text : `${text}\n${writeAdjustment(added)}\n`);
}

/** The line is on the disk when this resolves; one that is the last already is not added again. */
export async function ensureAdjustment(folder: string, line: AdjustmentLine): Promise<void> {
  const [text, added] = [await textOf(folder), writeAdjustment(line)];
  if (text.trimEnd().split('\n').at(-1) !== added) await appendLine(join(folder, ADJUSTMENTS), added, text);
}

async function textOf(folder: string): Promise<string> {
  return (await textIfThere(join(folder, ADJUSTMENTS))) ?? '';
}
