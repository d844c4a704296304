/**
 * The counters of one worker. Nothing that student code can reach sets one back. No method of a built-in object is used
 * after it was made, since student code can replace these.
 */
import type { Escape, OwnOperation, ToldWork } from '../../protocol/work.js';

export interface Counter {
  /** From here on until `stop`, everything counts. */
  readonly start: () => void;
  readonly stop: () => ToldWork;
  /** A kernel of tf.js ran. */
  readonly kernel: (name: string, operations: number, isKnown: boolean) => void;
  /** The student's own code computed this. Within an index or a size, whole numbers are counted by themselves. */
  readonly own: (operation: OwnOperation, result: unknown, operations?: number) => void;
  /** The student's own code added a term to `before`, or subtracted it. */
  readonly sum: (operation: '+' | '-', before: unknown, result: unknown) => void;
  /** So many sums start with 0: the first addition to each is not one. */
  readonly zeros: (count: number) => void;
  /** How many indices are being computed, one within the other; `setDepth` sets it. */
  readonly depth: number;
  readonly setDepth: (depth: number) => void;
  /** Something is used that can compute without being counted; this stays, as it may be prepared when a file is loaded. */
  readonly escape: (name: Escape) => void;
}

const { create } = Object as { readonly create: (prototype: null) => object };

export function makeCounter(): Counter {
  let isActive = false;
  // without prototypes, which a student could change
  let own = create(null) as Partial<Record<OwnOperation, number>>;
  let kernels = create(null) as Record<string, number>;
  let unknown = create(null) as Record<string, true>;
  const escapes = create(null) as Partial<Record<Escape, true>>;
  let onIndices = 0;
  let depth = 0;
  let zeros = 0;

  const counter: Counter = {
    start() {
      own = create(null);
      kernels = create(null) as typeof kernels;
      unknown = create(null) as typeof unknown;
      onIndices = depth = zeros = 0;
      isActive = true;
    },
    stop() {
      isActive = false;
      const told = create(null) as Record<keyof ToldWork, unknown>;
      told.kernels = kernels;
      told.own = own;
      told.onIndices = onIndices;
      told.unknown = unknown;
      told.escapes = escapes;
      return told as ToldWork;
    },
    kernel(name, operations, isKnown) {
      if (!isActive) return;
      kernels[name] = (kernels[name] ?? 0) + operations;
      if (!isKnown) unknown[name] = true;
    },
    own(operation, result, operations = 1) {
      if (typeof result === 'bigint') escapes.BigInt = true;
      if (!isActive || typeof result !== 'number') return;
      if (depth > 0 && result % 1 === 0) onIndices += operations;
      else own[operation] = (own[operation] ?? 0) + operations;
    },
    sum(operation, before, result) {
      if (before === 0 && zeros > 0 && depth === 0 && typeof result === 'number') zeros -= 1;
      else counter.own(operation, result);
    },
    zeros(count) {
      zeros += count;
    },
    get depth() {
      return depth;
    },
    setDepth(now) {
      depth = now;
    },
    escape(name) {
      escapes[name] = true;
    },
  };
  return Object.freeze(counter);
}
