/**
 * adjustments.jsonl in the folder of a run: read, and appended to. Lines are never rewritten. Relies on the lock of the
 * run: two writers must not append at the same time.
 */
import { join } from 'node:path';
import { appendLine } from '../append.js';
import { textIfThere } from '../present.js';
import { readAdjustments, writeAdjustment, type AdjustmentLine, type AdjustmentsRead } from './adjustment-lines.js';

export const ADJUSTMENTS = 'adjustments.jsonl';

export async function adjustmentsIn(folder: string): Promise<AdjustmentsRead> {
  return readAdjustments(await textOf(folder));
}

/** The line is on the disk when this resolves. */
export async function appendAdjustment(folder: string, line: AdjustmentLine): Promise<void> {
  await appendLine(join(folder, ADJUSTMENTS), writeAdjustment(line), await textOf(folder));
}

async function textOf(folder: string): Promise<string> {
  return (await textIfThere(join(folder, ADJUSTMENTS))) ?? '';
}
