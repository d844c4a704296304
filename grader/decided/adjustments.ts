/**
 * adjustments.jsonl in the folder of a run: read, and appended to. Lines are never rewritten. Relies on the lock of the
 * run: two writers must not append at the same time.
 */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainWriteError } from '../atomic.js';
import { codeOf, GraderError } from '../errors.js';
import { readAdjustments, writeAdjustment, type AdjustmentLine, type AdjustmentsRead } from './adjustment-lines.js';

export const ADJUSTMENTS = 'adjustments.jsonl';

export async function adjustmentsIn(folder: string): Promise<AdjustmentsRead> {
  return readAdjustments(await textOf(folder));
}

/** The line is on the disk when this resolves. */
export async function appendAdjustment(folder: string, line: AdjustmentLine): Promise<void> {
  const path = join(folder, ADJUSTMENTS);
  const text = await textOf(folder);
  // a line that was cut off by a power failure must not swallow the next
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  try {
    const file = await open(path, 'a', 0o644);
    try {
      await file.appendFile(`${gap}${writeAdjustment(line)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw explainWriteError(path, error);
  }
}

async function textOf(folder: string): Promise<string> {
  const path = join(folder, ADJUSTMENTS);
  return await readFile(path, 'utf8').catch((error: unknown) => {
    const code = codeOf(error);
    if (code === 'ENOENT') return '';
    throw new GraderError('USAGE', `${path} cannot be read (${code ?? 'unknown reason'})`, { cause: error });
  });
}
