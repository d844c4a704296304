/** Keeps reports that are replaced, numbered in the order in which they were replaced. */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { explainWriteError } from '../atomic.js';
import { codeOf } from '../errors.js';
import { entriesIfThere } from '../present.js';

/** In the folder of a submission's reports. */
export const EARLIER = 'earlier';

const NUMBERED = /^(\d{4,})\.json$/;

/** The names of the earlier reports in `folder`, oldest first. */
export async function earlierReports(folder: string): Promise<string[]> {
  const names = (await entriesIfThere(join(folder, EARLIER))).map(({ name }) => name);
  return names.filter((name) => NUMBERED.test(name)).sort((a, b) => numberOf(a) - numberOf(b));
}

/**
 * Copies the report to the next number; does nothing if there is none. The report itself stays until the new one takes
 * its place.
 */
export async function keepEarlier(folder: string): Promise<void> {
  const last = (await earlierReports(folder)).at(-1);
  const next = String(last === undefined ? 1 : numberOf(last) + 1).padStart(4, '0');
  const path = join(folder, EARLIER, `${next}.json`);
  try {
    await mkdir(join(folder, EARLIER), { recursive: true });
    await copyFile(join(folder, 'report.json'), path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw explainWriteError(path, error);
  }
}

function numberOf(name: string): number {
  return Number(NUMBERED.exec(name)?.[1] ?? 0);
}
