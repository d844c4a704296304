/** run.json: what a run was graded with, and whether the earlier run in a folder may be continued. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataDigests } from '../checks/data-digests.js';
import { GraderError } from '../errors.js';
import { isThere } from '../present.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { MissingStudent } from '../stages/student.js';
import { VERSION } from '../schema/version.js';
import { JOURNAL } from './journal.js';

/** The folder of a run in which its observations are kept, unless they are kept elsewhere. */
export const OBSERVATIONS = 'observations';

export interface RunFacts {
  readonly rubric: ResolvedRubric;
  readonly driver: string;
  readonly jobs: number;
  readonly submissions: readonly string[];
  /** Students of a roster who handed in nothing. */
  readonly missing: readonly MissingStudent[];
  /** Remarks about the class as a whole. */
  readonly remarks: readonly string[];
  /** From what it can be graded again; null if that is not known. */
  readonly source: RunSource | null;
  /** The lists that were given; null if none was. */
  readonly lists: object | null;
  /** The folder of its observations, if it is not in the folder of the run. */
  readonly store: string | null;
  /** The folder of the run of the submissions before; null if none was given. */
  readonly previous: string | null;
}

/** From what a run was graded, as absolute paths. */
export interface RunSource {
  /** The class: a folder or an archive. */
  readonly submissions: string;
  readonly rubric: string;
  /** Folders that replaced data sets of the rubric (`--data`). */
  readonly data: Readonly<Record<string, string>>;
}

export function describeRun(run: RunFacts): object {
  const { rubric, driver, jobs, submissions, missing, remarks, source, lists, store, previous } = run;
  return {
    schemaVersion: 1,
    grader: VERSION,
    node: process.version,
    driver,
    jobs,
    ...describeRubric(rubric),
    source,
    lists,
    store,
    previous,
    submissions,
    missing,
    remarks,
  };
}

/** What a run was judged with. */
export function describeRubric(rubric: ResolvedRubric): object {
  return {
    inputs: inputsOf(rubric),
    rubric: { id: rubric.rubric.id, digest: rubric.digest },
    seed: rubric.seed ?? null,
    data: dataDigests(rubric),
  };
}

/** A digest of everything that a score depends on besides the submission; not the machine, the driver or the jobs. */
export function inputsOf(rubric: ResolvedRubric): string {
  const { digest, seed } = rubric;
  const facts = { grader: VERSION, rubric: digest, data: dataDigests(rubric), ...(seed === undefined ? {} : { seed }) };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/**
 * Throws USAGE if the folder already contains a run and `resume` is not set, or if that run has another rubric or seed:
 * half of the class would be graded at other samples than the rest. A folder without a run is accepted in any case.
 */
export async function assertMayBegin(folder: string, rubric: ResolvedRubric, resume: boolean): Promise<void> {
  if (!(await isThere(join(folder, JOURNAL)))) return;
  const path = join(folder, 'run.json');
  const before = runIn(await readFile(path, 'utf8').catch(() => ''));
  if (before === null) {
    throw new GraderError('USAGE', `${path} is missing or damaged, so it is unknown what ${folder} was graded with`, {
      advice: 'Choose another --out.',
    });
  }
  if (before.rubric !== rubric.rubric.id) {
    throw new GraderError(
      'USAGE',
      `${folder} contains a run of the rubric ${before.rubric}, not of ${rubric.rubric.id}`,
      {
        advice: 'Choose another --out for this rubric.',
      },
    );
  }
  if (!resume) {
    throw new GraderError('USAGE', `${folder} already contains a run`, {
      advice: 'Continue it with --resume (finished and unchanged submissions are kept), or choose another --out.',
    });
  }
  assertSameSeed(folder, before.seed, rubric.seed ?? null);
}

/** What the run in a folder was graded with. */
interface Before {
  readonly rubric: string;
  readonly seed: number | null;
}

function runIn(text: string): Before | null {
  try {
    const { rubric, seed } = JSON.parse(text) as { rubric?: { id?: unknown }; seed?: unknown };
    if (typeof rubric?.id !== 'string') return null;
    return { rubric: rubric.id, seed: typeof seed === 'number' ? seed : null };
  } catch {
    return null;
  }
}

function assertSameSeed(folder: string, before: number | null, now: number | null): void {
  if (before === now) return;
  const had = before === null ? 'was started without --seed' : `was started with --seed ${String(before)}`;
  const has = now === null ? 'none is given' : `${String(now)} is given`;
  const again = before === null ? 'leave --seed out' : `give --seed ${String(before)}`;
  throw new GraderError(
    'USAGE',
    `the run in ${folder} ${had}, now ${has}: the rest of the class would be graded at other samples`,
    {
      advice: `To continue, ${again}; to grade with other samples, choose another --out.`,
    },
  );
}
