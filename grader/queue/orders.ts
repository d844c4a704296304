/**
 * Makes the order for a submission: packs it and the rubric into the store, so that the order itself has only digests of
 * them.
 */
import PQueue from 'p-queue';
import { inputsOf } from '../batch/run-folder.js';
import type { Job, LocalOptions } from '../batch/executor.js';
import { intakeOf } from '../grading/take-in.js';
import type { Order } from '../schema/queue.js';
import { makePassable, removeTemporary } from '../temporary.js';
import type { Blobs, Pieces } from './blobs/blobs.js';
import { packRubric, type RubricPlace } from './packing/rubric.js';
import { packSubmission } from './packing/submission.js';

export interface OrderOptions {
  /** Where the rubric and its data lie. */
  readonly place: RubricPlace;
  /** The name of the backend that was asked for; null if none was. */
  readonly backend: string | null;
  readonly modelsAnew: boolean;
  /** A word that makes each order another one, to be carried out although its result is known. */
  readonly anew?: string | undefined;
}

export interface Orders {
  /** Throws what opening the submission throws, unless that is the student's fault; STORE_UNAVAILABLE. */
  orderFor(job: Job, options: LocalOptions): Promise<Order>;
  close(): Promise<void>;
}

/** Submissions that are packed at a time: each is in memory meanwhile. */
const AT_ONCE = 4;

export function ordersInto(blobs: Blobs, given: OrderOptions): Orders {
  const packing = new PQueue({ concurrency: AT_ONCE });
  let folder: string | null = null;
  let rubric: Promise<Pieces> | null = null;
  const make = async (job: Job, options: LocalOptions): Promise<Order> => {
    const { rubric: resolved } = options;
    const packed = (rubric ??= packRubric(given.place, resolved.rubric).then((bytes) => blobs.put('rubric', bytes)));
    // the next one packs it again, should the store be back by then
    packed.catch(() => (rubric = null));
    folder ??= makePassable();
    const { bytes, form, name } = await packSubmission(job, intakeOf({ ...options, open: job.open }, folder));
    return {
      rubric: { pieces: [...(await packed)], inputs: inputsOf(resolved), seed: resolved.seed ?? null },
      submission: { pieces: [...(await blobs.put('submission', bytes))], form, name, ...handedIn(job) },
      ...{ backend: given.backend, modelsAnew: given.modelsAnew },
      ...(given.anew === undefined ? {} : { anew: given.anew }),
    };
  };
  return {
    orderFor: async (job, options) => await packing.add(() => make(job, options)),
    close: async () => {
      await packing.onIdle();
      if (folder !== null) await removeTemporary(folder);
    },
  };
}

/** Whose it is and when it was handed in, without what only this process knows. */
function handedIn({ id, submitters, submittedAt, timeFrom, timeRemarks, terms }: Job) {
  return {
    ...{ id, submitters: [...submitters], submittedAt },
    ...(timeFrom === undefined ? {} : { timeFrom }),
    ...(timeRemarks === undefined ? {} : { timeRemarks: [...timeRemarks] }),
    ...(terms === undefined ? {} : { terms }),
  };
}
