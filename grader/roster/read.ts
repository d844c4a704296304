/** Reads the files of a class that staff give: the roster and the late days. Throws USAGE for files that cannot be read. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { codeOf, GraderError } from '../errors.js';
import { formatBytes } from '../files/caps.js';
import { showName } from '../files/names.js';
import type { Rubric } from '../schema/rubric.js';
import type { ClassLists } from './join.js';
import { parseLateDays, type LateDaysRead } from './late-days.js';
import { parseRoster, type Roster } from './students.js';

const MOST_BYTES = 32 * 1024 ** 2;

export interface ListPaths {
  readonly roster?: string | undefined;
  readonly lateDays?: string | undefined;
  /** The IANA name of the zone of times without one; without it such times are refused. */
  readonly zone?: string | undefined;
}

/** Throws USAGE for files that cannot be understood. */
export async function readLists(
  { roster, lateDays, zone }: ListPaths,
  rubric: Pick<Rubric, 'late'>,
): Promise<ClassLists> {
  return {
    roster: roster === undefined ? null : await readRoster(roster, zone ?? null),
    lateDays: lateDays === undefined ? null : await readLateDays(lateDays, rubric),
  };
}

async function readRoster(path: string, zone: string | null): Promise<Roster> {
  return parseRoster(await bytesOf(path, '--roster'), labelOf(path), zone);
}

async function readLateDays(path: string, { late }: Pick<Rubric, 'late'>): Promise<LateDaysRead> {
  if (late?.kind !== 'budget') {
    throw new GraderError('USAGE', `--late-days ${path}: the rubric has no budget of late days`, {
      advice: 'Leave it out, or give the rubric a late policy of kind budget.',
    });
  }
  return parseLateDays(await bytesOf(path, '--late-days'), labelOf(path), late.days);
}

const labelOf = (path: string) => showName(basename(path));

async function bytesOf(path: string, option: string): Promise<Uint8Array> {
  const refuse = (why: string) => new GraderError('USAGE', `${option} ${path}: ${why}`, { advice: 'Give a CSV file.' });
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw refuse('it is not a file');
    if (facts.size > MOST_BYTES) {
      throw refuse(`it has ${formatBytes(facts.size)}, the limit is ${formatBytes(MOST_BYTES)}`);
    }
    return await readFile(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw refuse('there is no such file');
    if (code === 'EACCES') throw refuse('it cannot be read: permission denied');
    throw error;
  }
}
