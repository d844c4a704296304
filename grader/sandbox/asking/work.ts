/** Reads a worker's count of operations as hostile data: known names, whole numbers from 0, few of them. */
import { FrameError } from '../../protocol/frames.js';
import { ESCAPES, MOST_KERNELS, OWN_OPERATIONS, type Work } from '../../protocol/work.js';
import { asRecord, isRecord } from '../../text/fields.js';

/** Names of kernels; those of tf.js are not longer. */
const KERNEL = /^[A-Za-z0-9_]{1,50}$/;

/** Throws a FrameError if it is malformed. */
export function decodeWork(value: unknown): Work {
  if (!isRecord(value)) throw new FrameError('a count that is not a record');
  const { kernels, own, onIndices, unknown, escapes } = value;
  const known = namesIn(escapes);
  return {
    kernels: countsOf(kernels, (name) => KERNEL.test(name)),
    own: countsOf(own, (name) => OWN_OPERATIONS.some((operation) => operation === name)),
    onIndices: countOf(onIndices),
    unknown: namesIn(unknown).filter((name) => KERNEL.test(name)),
    escapes: ESCAPES.filter((escape) => known.includes(escape)),
  };
}

function countsOf(value: unknown, isName: (name: string) => boolean): Readonly<Record<string, number>> {
  if (!isRecord(value)) throw new FrameError('counts that are not a record');
  const entries = Object.entries(value);
  if (entries.length > MOST_KERNELS || !entries.every(([name]) => isName(name))) {
    throw new FrameError('counts of unknown operations');
  }
  // a name of a kernel may be that of anything
  const counts = Object.create(null) as Record<string, number>;
  for (const [name, count] of entries) counts[name] = countOf(count);
  return counts;
}

function countOf(value: unknown): number {
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw new FrameError('a count that is not a whole number');
  return Number(value);
}

/** The members of a record. */
function namesIn(value: unknown): readonly string[] {
  return Object.keys(asRecord(value)).slice(0, MOST_KERNELS);
}
