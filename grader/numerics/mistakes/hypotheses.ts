/**
 * What each mistake would give at a sample: the alternative tensors against which wrong answers are held. Computed when
 * they are needed, once for each sample.
 */
import type { Network } from '../../schema/network.js';
import { rewrittenGradients } from '../gradients.js';
import { valuesOf, type Values } from '../network.js';
import type { Rewrite } from '../ops/op.js';
import { compose } from './compose.js';
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

/** One mistake, or a pair, made in one way. */
export interface Hypothesis {
  /** The same at every sample. */
  readonly key: string;
  /** The keys of the single mistakes: its own, or those of a pair. */
  readonly parts: readonly string[];
  readonly made: readonly Made<Mistake>[];
  readonly rewrite: Rewrite;
  /** The tensors that it gives, by name. */
  readonly tensors: () => Values;
}

const known = new WeakMap<Point, ReadonlyMap<string, Hypothesis>>();

/** All ways to make one mistake at a point, by key, in the order of the list of mistakes. */
export function singlesAt(point: Point): ReadonlyMap<string, Hypothesis> {
  const found = known.get(point);
  if (found !== undefined) return found;
  const setting = { network: point.network, values: valuesOf(point.network, point.given) };
  const hypotheses = MISTAKES.flatMap((mistake) =>
    mistake.variants(setting).map(({ at, rewrite }, way): [string, Hypothesis] => {
      const key = `${mistake.name}@${at ?? ''}#${String(way)}`;
      return [key, { key, parts: [key], made: [{ mistake, at }], rewrite, tensors: lazily(point, rewrite) }];
    }),
  );
  const made = new Map(hypotheses);
  known.set(point, made);
  return made;
}

const knownPairs = new WeakMap<Point, ReadonlyMap<string, Hypothesis>>();

/** All pairs of two different main mistakes at a point, by key. */
export function pairsAt(point: Point): ReadonlyMap<string, Hypothesis> {
  const found = knownPairs.get(point);
  if (found !== undefined) return found;
  const main = [...singlesAt(point).values()].filter(({ made }) => made.every(({ mistake }) => mistake.main));
  const pairs = new Map<string, Hypothesis>();
  for (const [index, first] of main.entries()) {
    for (const second of main.slice(index + 1)) {
      if (first.made[0]?.mistake === second.made[0]?.mistake) continue;
      const key = `${first.key} & ${second.key}`;
      const rewrite = compose(first.rewrite, second.rewrite);
      const parts = [first.key, second.key];
      pairs.set(key, { key, parts, made: [...first.made, ...second.made], rewrite, tensors: lazily(point, rewrite) });
    }
  }
  knownPairs.set(point, pairs);
  return pairs;
}

/**
 * What a hypothesis gives at another point. A mistake that cannot be made there, such as a mean over a batch of one
 * example, changes nothing there.
 */
export function sameAt(point: Point, hypothesis: Hypothesis): Hypothesis {
  const singles = singlesAt(point);
  const parts = hypothesis.parts.map((key) => singles.get(key)).filter((one) => one !== undefined);
  const [part] = parts;
  if (part === undefined) return { ...hypothesis, tensors: () => point.right };
  return (parts.length === 1 ? part : pairsAt(point).get(hypothesis.key)) ?? part;
}

function lazily({ network, given, of }: Point, rewrite: Rewrite): () => Values {
  let made: Values | null = null;
  return () =>
    (made ??= of === 'values' ? valuesOf(network, given, rewrite) : rewrittenGradients(network, given, rewrite));
}
