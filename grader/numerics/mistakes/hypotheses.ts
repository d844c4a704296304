/**
 * What each mistake would give at a sample: the alternative tensors against which wrong answers are held. Computed when
 * they are needed, once for each sample.
 */
import type { Network } from '../../schema/network.js';
import { gradientsFrom } from '../gradients.js';
import { valuesOf, type Values } from '../network.js';
import type { Rewrite } from '../ops/op.js';
import { MISTAKES } from './index.js';
import type { Made, Mistake } from './mistake.js';

/** A network at a sample, and the right tensors there. */
export interface Point {
  readonly network: Network;
  readonly given: Values;
  readonly right: Values;
  readonly of: 'values' | 'gradients';
  /** Whether it was chosen to tell mistakes apart; at a point of small integers, other mistakes may look like one. */
  readonly isGeneric: boolean;
}

/** One mistake made in one way. */
export interface Hypothesis {
  /** The same at every sample. */
  readonly key: string;
  readonly made: readonly [Made<Mistake>];
  readonly rewrite: Rewrite;
  /** All values of the network with it. */
  readonly values: () => Values;
  /** The tensors that it gives, by name. */
  readonly tensors: () => Values;
}

const known = new WeakMap<Point, ReadonlyMap<string, Hypothesis>>();

/** All ways to make one mistake at a point, by key, in the order of the list of mistakes. */
export function singlesAt(point: Point): ReadonlyMap<string, Hypothesis> {
  const found = known.get(point);
  if (found !== undefined) return found;
  const setting = { network: point.network, values: rightValues(point) };
  const hypotheses = MISTAKES.flatMap((mistake) =>
    mistake.variants(setting).map(({ at, rewrite }, way): [string, Hypothesis] => {
      const key = `${mistake.name}@${at ?? ''}#${String(way)}`;
      return [key, hypothesisOf(point, key, { mistake, at }, rewrite)];
    }),
  );
  const made = new Map(hypotheses);
  known.set(point, made);
  return made;
}

/**
 * What a mistake gives at another point. One that cannot be made there, such as a mean over a batch of one example,
 * changes nothing there.
 */
export function sameAt(point: Point, { key, ...hypothesis }: Hypothesis): Hypothesis {
  const right = () => point.right;
  return (
    singlesAt(point).get(key) ?? { key, ...hypothesis, rewrite: {}, values: () => rightValues(point), tensors: right }
  );
}

const knownValues = new WeakMap<Point, Values>();

/** All right values at a point. */
export function rightValues(point: Point): Values {
  const found = knownValues.get(point) ?? valuesOf(point.network, point.given);
  knownValues.set(point, found);
  return found;
}

function hypothesisOf(point: Point, key: string, made: Made<Mistake>, rewrite: Rewrite): Hypothesis {
  const { network, of } = point;
  const values = once(() =>
    rewrite.forward === undefined ? rightValues(point) : valuesOf(network, point.given, rewrite),
  );
  const tensors = once(() => (of === 'values' ? values() : gradientsFrom(network, values(), rewrite)));
  return { key, made: [made], rewrite, values, tensors };
}

function once(make: () => Values): () => Values {
  let made: Values | null = null;
  return () => (made ??= make());
}
