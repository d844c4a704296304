/** run.json: what a run was graded with, and whether a folder's earlier run may be gone on with. */
import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GraderError } from '../errors.js';
import type { ResolvedRubric } from '../schema/resolved.js';
import { VERSION } from '../schema/version.js';
import { JOURNAL } from './journal.js';

export interface RunFacts {
  readonly rubric: ResolvedRubric;
  readonly driver: string;
  readonly jobs: number;
  readonly submissions: readonly string[];
}

export function describeRun({ rubric, driver, jobs, submissions }: RunFacts): object {
  return {
    schemaVersion: 1,
    grader: VERSION,
    node: process.version,
    driver,
    jobs,
    inputs: inputsOf(rubric),
    rubric: { id: rubric.rubric.id, digest: rubric.digest },
    data: dataOf(rubric),
    submissions,
  };
}

/** One digest of all that a score depends on besides the submission; not of the machine, the driver or the jobs. */
export function inputsOf(rubric: ResolvedRubric): string {
  const facts = { grader: VERSION, rubric: rubric.digest, data: dataOf(rubric) };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

function dataOf(rubric: ResolvedRubric): Record<string, string> {
  return Object.fromEntries([...rubric.data].map(([name, { digest }]) => [name, digest]));
}

/**
 * Throws USAGE when the folder holds a run already and `resume` was not asked for, or when it is of another rubric.
 * A folder without a run is begun in, whatever was asked for.
 */
export async function assertMayBegin(folder: string, rubric: ResolvedRubric, resume: boolean): Promise<void> {
  if (!(await exists(join(folder, JOURNAL)))) return;
  const path = join(folder, 'run.json');
  const before = rubricIn(await readFile(path, 'utf8').catch(() => ''));
  if (before === null) {
    throw new GraderError(
      'USAGE',
      `${path} is missing or damaged, so it cannot be told what ${folder} was graded with`,
      {
        advice: 'Choose another --out.',
      },
    );
  }
  if (before !== rubric.rubric.id) {
    throw new GraderError('USAGE', `${folder} holds a run of the rubric ${before}, not of ${rubric.rubric.id}`, {
      advice: 'Choose another --out for this rubric.',
    });
  }
  if (!resume) {
    throw new GraderError('USAGE', `${folder} holds a run already`, {
      advice: 'Go on with it by --resume (what is finished and unchanged is kept), or choose another --out.',
    });
  }
}

function rubricIn(text: string): string | null {
  try {
    const { rubric } = JSON.parse(text) as { rubric?: { id?: unknown } };
    return typeof rubric?.id === 'string' ? rubric.id : null;
  } catch {
    return null;
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
