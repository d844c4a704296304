/**
 * Tries a rubric: its solution has to earn everything, its starter nothing, and submissions with a known mistake have to
 * lose points. All of them are graded as those of students are, in the sandbox.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import PQueue from 'p-queue';
import { gradeOne } from '../grading/grade.js';
import { poolFor } from '../grading/rooms.js';
import type { GradeOptions } from '../grading/grading.js';
import type { GradeReport } from '../schema/report.js';
import { soFar } from '../score/total.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { makeTemporary, removeTemporary } from '../temporary.js';
import { isCovered, type CoveredCheck } from './covered.js';
import { engineText } from './engine-text.js';
import type { Files } from './programs.js';
import { summed, type Broken, type SelfTest, type Tried, type Whole } from './result.js';
import { trialsOf, type Trial } from './trials.js';
import { isFull, takenBy } from './verdict.js';

export interface SelfTestOptions extends Pick<
  GradeOptions,
  'rubric' | 'driver' | 'backends' | 'cache' | 'evaluations' | 'signal'
> {
  /** Folders or archives; null where there is none. */
  readonly solution: string | null;
  readonly starter: string | null;
  readonly jobs: number;
  readonly only?: readonly string[] | undefined;
  readonly onFinished?: (finished: number, total: number, name: string) => void;
}

export async function selfTest(options: SelfTestOptions): Promise<SelfTest> {
  const { rubric, only } = options;
  const solution = await gradeWhole(options.solution, options);
  const starter = await gradeWhole(options.starter, options);
  const { right, trials, same, clashes } = trialsOf({ rubric, engine: engineText(), only });
  const runner = new Runner(options);
  try {
    const broken = (await Promise.all(right.map((one) => runner.checkRight(one)))).flat();
    const usable = trials.filter(({ network }) => !broken.some((one) => one.network === network));
    let finished = 0;
    const tried = await Promise.all(
      usable.map(async (trial) => {
        const found = await runner.run(trial);
        options.onFinished?.(++finished, usable.length, trial.mistake.name);
        return found;
      }),
    );
    return summed({
      rubric: { id: rubric.rubric.id, digest: rubric.digest },
      solution,
      starter,
      broken,
      tried,
      same: same.map(({ way: { network, mistake, at } }) => ({ network, mistake: mistake.name, at })),
      clashes,
      notCovered: rubric.rubric.checks.filter((one) => !isCovered(one)).map(({ id, kind }) => ({ id, kind })),
    });
  } finally {
    await runner.close();
  }
}

async function gradeWhole(path: string | null, options: SelfTestOptions): Promise<Whole | null> {
  if (path === null) return null;
  const { rubric, driver, backends, cache, evaluations, signal } = options;
  const {
    verdict,
    results,
    rubric: graded,
  } = await gradeOne(path, { rubric, driver, backends, cache, evaluations, signal });
  // nobody gives points by hand here
  const { earned, possible } = verdict.status === 'open' ? soFar(results, graded.maxPoints) : verdict;
  const given = results.filter((one) => one.earned !== null && one.earned > 0);
  const told = (one: GradeReport['results'][number]) => ({
    ...{ id: one.id, earned: one.earned, possible: one.possible, summary: one.summary },
  });
  return {
    path,
    earned,
    possible,
    lost: results.filter((one) => one.status !== 'open' && !isFull(one)).map(told),
    given: given.map(told),
  };
}

/** Grades made submissions, a few at a time, each by the checks that it is about. */
class Runner {
  readonly #options: SelfTestOptions;
  readonly #folder = makeTemporary();
  readonly #queue: PQueue;
  readonly #parts = new Map<string, { rubric: ResolvedRubric; pool: ReturnType<typeof poolFor> }>();
  #made = 0;

  constructor(options: SelfTestOptions) {
    this.#options = options;
    this.#queue = new PQueue({ concurrency: options.jobs });
  }

  async checkRight({ network, checks, files }: Pick<Trial, 'network' | 'checks' | 'files'>): Promise<Broken[]> {
    const { results } = await this.#grade(files, checks);
    return results
      .filter((one) => !isFull(one))
      .map(({ id, earned, possible, summary }) => ({ network, id, earned, possible, summary }));
  }

  async run({ network, mistake: { name }, at, checks, files, shownBy }: Trial): Promise<Tried> {
    const { results } = await this.#grade(files, checks);
    const taken = results.map((result) => takenBy(result, name));
    return { network, mistake: name, at, checks: taken, shownBy: Object.fromEntries(shownBy) };
  }

  #grade(files: () => Files, checks: readonly CoveredCheck[]): Promise<GradeReport> {
    const { driver, signal } = this.#options;
    return this.#queue.add(async () => {
      signal?.throwIfAborted();
      const path = this.#write(files());
      return gradeOne(path, { ...this.#partFor(checks), driver, signal });
    });
  }

  /** The rubric with these checks alone: what a made submission lacks must neither cost it nor be waited for. */
  #partFor(checks: readonly CoveredCheck[]) {
    const key = checks.map(({ id }) => id).join('\n');
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    const { driver, jobs } = this.#options;
    const { leftOut: _leftOut, ...whole } = this.#options.rubric;
    const alone = checks.map(({ needs: _needs, ...check }) => check);
    const points = checks.reduce((sum, check) => sum + check.points, 0);
    const rubric: ResolvedRubric = { ...whole, rubric: { ...whole.rubric, checks: alone, points } };
    const part = { rubric, pool: poolFor({ rubric, driver, backends: [] }, jobs) };
    this.#parts.set(key, part);
    return part;
  }

  #write(files: Files): string {
    const folder = join(this.#folder, String((this.#made += 1)));
    mkdirSync(folder);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  }

  async close(): Promise<void> {
    this.#queue.clear();
    await this.#queue.onIdle();
    await Promise.all([...this.#parts.values()].map(({ pool }) => pool.close()));
    await removeTemporary(this.#folder);
  }
}
