/** Appends to files whose lines are never rewritten. Two writers must not append to a file at the same time. */
import { open } from 'node:fs/promises';
import { explainWriteError } from './atomic.js';

/** The line is on the disk when this resolves; `before` is the text of the file until now. Throws as a write does. */
export async function appendLine(path: string, line: string, before: string): Promise<void> {
  // a line that was cut off by a power failure must not swallow the next
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  try {
    const file = await open(path, 'a', 0o644);
    try {
      const { size } = await file.stat();
      try {
        await file.appendFile(`${gap}${line}\n`);
        await file.sync();
      } catch (error) {
        // a part of a line, as on a full disk, would count as damage
        await file.truncate(size).catch(() => undefined);
        throw error;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw explainWriteError(path, error);
  }
}
