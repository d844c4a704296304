/** Composes rewrite rules: two mistakes in one calculation. */
import type { Rewrite } from '../ops/op.js';

/** Both mistakes; the first gets the calculation with the second as usual. */
export function compose(first: Rewrite, second: Rewrite): Rewrite {
  return { ...forwardOf(first, second), ...backwardOf(first, second) };
}

function forwardOf({ forward: outer }: Rewrite, { forward: inner }: Rewrite): Rewrite {
  if (outer === undefined) return inner === undefined ? {} : { forward: inner };
  if (inner === undefined) return { forward: outer };
  return { forward: (call, usual) => outer(call, (next) => inner(next, usual)) };
}

function backwardOf({ backward: outer }: Rewrite, { backward: inner }: Rewrite): Rewrite {
  if (outer === undefined) return inner === undefined ? {} : { backward: inner };
  if (inner === undefined) return { backward: outer };
  return { backward: (call, usual) => outer(call, (next) => inner(next, usual)) };
}
