/**
 * Carries out an order: fetches the rubric and the submission from the store, grades, and returns what is to be recorded.
 * Right answers are unpacked into a folder of this process, which no sandbox shows.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cache } from '../cache/blobs.js';
import { inputsOf } from '../batch/run-folder.js';
import { GraderError } from '../errors.js';
import { gradeOne } from '../grading/grade.js';
import { poolFor } from '../grading/rooms.js';
import { digestOf, sha256 } from '../kept/digest.js';
import { writeFaultOf } from '../intake/files/file-faults.js';
import { toText } from '../kept/encoding.js';
import type { KeptEvaluations } from '../kept/evaluations.js';
import { loadRubric } from '../rubric/load.js';
import type { Order, Recorded } from '../schema/queue.js';
import type { BackendKit } from '../sandbox/kits/backend.js';
import type { Driver } from '../sandbox/drivers/driver.js';
import type { WarmPool } from '../sandbox/observing/warm-pool.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { makePassable, makeTemporary, removeTemporary } from '../temporary.js';
import type { Blobs } from './blobs/blobs.js';
import { openPacked, pathFor } from './packing/submission.js';
import { unpackRubric } from './packing/rubric.js';

export interface GraderOptions {
  /** For submissions, which are fetched once. */
  readonly blobs: Blobs;
  /** For rubrics, which are kept on this machine. */
  readonly rubrics: Blobs;
  readonly driver: Driver;
  readonly jobs: number;
  /** The backends by the name that an order has. Throws a GraderError for one that does not work here. */
  readonly backendsFor: (name: string | null) => readonly BackendKit[] | undefined;
  readonly cache: Cache;
  readonly evaluations: KeptEvaluations;
}

/** A rubric with rooms that are ready for it. */
interface Course {
  readonly rubric: ResolvedRubric;
  readonly pool: WarmPool;
  readonly backends: readonly BackendKit[] | undefined;
}

/** Rubrics that are ready at a time; the least recently used one goes. */
const MOST_COURSES = 3;

export class OrderGrader {
  readonly #options: GraderOptions;
  readonly #courses = new Map<string, Promise<Course>>();

  constructor(options: GraderOptions) {
    this.#options = options;
  }

  /** Throws a GraderError for what is not the student's doing, and the signal's reason after an abort. */
  async grade(order: Order, signal: AbortSignal): Promise<{ recorded: Recorded; isGraded: boolean }> {
    const { driver, blobs, cache } = this.#options;
    const { rubric, pool, backends } = await this.#courseOf(order);
    const { pieces, form, name, ...handedIn } = order.submission;
    const folder = makePassable();
    try {
      const bytes = await blobs.get('submission', pieces);
      const path = pathFor({ form, name }, folder);
      if (form === 'archive') {
        await writeFile(path, bytes, { mode: 0o644 }).catch((cause: unknown) => {
          throw writeFaultOf(cause, folder);
        });
      }
      const seen: { record: string | null; evaluations: Recorded['evaluations'] } = { record: null, evaluations: [] };
      const report = await gradeOne(join(folder, name), {
        ...{ rubric, driver, backends, cache, pool, signal, ...handedIn },
        open: openPacked({ form, name }, path, bytes),
        evaluations: order.modelsAnew ? undefined : this.#collecting(seen.evaluations),
        keep: (text) => {
          seen.record = text;
          return Promise.resolve(sha256(text));
        },
      });
      return { recorded: { report: JSON.stringify(report), ...seen }, isGraded: report.verdict.status !== 'ungraded' };
    } finally {
      await removeTemporary(folder);
    }
  }

  async close(): Promise<void> {
    const courses = [...this.#courses.values()];
    this.#courses.clear();
    await Promise.all(courses.map(closeCourse));
  }

  /** Also for the run, whose folder has what models answered. */
  #collecting(into: Recorded['evaluations']): KeptEvaluations {
    const { evaluations } = this.#options;
    const collect = (asked: string, answer: object) => into.push({ asked, answer: toText(answer) });
    return {
      recall: async (asked) => {
        const answer = await evaluations.recall(asked);
        if (typeof answer === 'object' && answer !== null) collect(digestOf(asked), answer);
        return answer;
      },
      remember: async (asked, answer) => {
        collect(digestOf(asked), answer);
        await evaluations.remember(asked, answer);
      },
      rememberUnder: (asked, answer) => evaluations.rememberUnder(asked, answer),
    };
  }

  async #courseOf({ rubric, backend }: Order): Promise<Course> {
    const key = digestOf([rubric, backend]);
    const known = this.#courses.get(key);
    // the last one is the one that was used last
    this.#courses.delete(key);
    const course = known ?? this.#load(rubric, backend);
    this.#courses.set(key, course);
    if (known === undefined) course.catch(() => this.#courses.delete(key));
    for (const [old, one] of [...this.#courses].slice(0, -MOST_COURSES)) {
      this.#courses.delete(old);
      void closeCourse(one);
    }
    return await course;
  }

  async #load({ pieces, inputs, seed }: Order['rubric'], backend: string | null): Promise<Course> {
    const { rubrics, driver, jobs, cache, backendsFor } = this.#options;
    const folder = makeTemporary();
    try {
      const { path, data } = await unpackRubric(await rubrics.get('rubric', pieces), folder);
      const rubric = await loadRubric(path, { data, seed: seed ?? undefined, cache });
      if (inputsOf(rubric) !== inputs) {
        throw new GraderError(
          'INTERNAL',
          'the rubric of this job, as this worker reads it, is not the one of its order',
          {
            advice: 'Is this worker of the same build as the producer?',
          },
        );
      }
      const backends = backendsFor(backend);
      return { rubric, backends, pool: poolFor({ rubric, driver, backends }, jobs) };
    } finally {
      await removeTemporary(folder);
    }
  }
}

/** A pool that is in use ends its spare rooms alone. */
async function closeCourse(course: Promise<Course>): Promise<void> {
  const loaded = await course.catch(() => null);
  await loaded?.pool.close();
}
