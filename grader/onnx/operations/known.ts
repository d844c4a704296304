/**
 * What is known of a tensor of a graph before it runs: it is computed from the examples, or it is a constant, or it is a
 * list of sides, of which one may be the number of examples.
 */
import type { BATCH, Constant } from '../building/graph.js';
import type { Value } from '../building/values.js';

export type Side = number | typeof BATCH;

export interface Layout {
  readonly kind: 'layout';
  /** One for a scalar. */
  readonly entries: readonly Side[];
  readonly isScalar: boolean;
}

export type Known =
  | { readonly kind: 'value'; readonly value: Value }
  /** Floating point. */
  | { readonly kind: 'constant'; readonly constant: Constant }
  | Layout;

export const computed = (value: Value): Known => ({ kind: 'value', value });
export const scalarLayout = (entry: Side): Layout => ({ kind: 'layout', entries: [entry], isScalar: true });
export const listLayout = (entries: readonly Side[]): Layout => ({ kind: 'layout', entries, isScalar: false });
