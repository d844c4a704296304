/**
 * Finds two mistakes that explain outputs together. Only pairs of main mistakes are tried, and only such as can explain
 * the wrong output that is nearest to where the calculation begins: there, one of the two is seen alone, unless both are
 * in the loss or one multiplies everything.
 */
import { explainsCase, explainsOutput, pointsOf, singlesThat, type Compared } from './explaining.js';
import { watchGradients } from './gradients.js';
import { compose } from './mistakes/compose.js';
import { sameAt, type Hypothesis, type Point } from './mistakes/hypotheses.js';
import type { Mistake } from './mistakes/mistake.js';
import { valuesOf, type Values } from './network.js';

export type Pair = readonly [Hypothesis, Hypothesis];

/** The pairs that explain all outputs at all samples. */
export function findPairs(outputs: readonly Compared[]): readonly Pair[] {
  const points = pointsOf(outputs);
  const [nearest] = nearestFirst(outputs).filter(({ isWrong }) => isWrong);
  if (nearest === undefined) return [];
  const main = singlesThat(points, ([one]) => one?.made[0].mistake.main ?? false);
  const first = new Set(
    main
      .filter((one) =>
        explainsOutput(
          nearest,
          points.map((point) => sameAt(point, one)),
        ),
      )
      .map(({ key }) => key),
  );
  const found: Pair[] = [];
  for (const [index, one] of main.entries()) {
    for (const other of main.slice(index + 1)) {
      if (one.made[0].mistake === other.made[0].mistake) continue;
      const isPlausible = first.has(one.key) || first.has(other.key) || actTogether(one, other);
      if (isPlausible && inSomeOrder(one, other, (pair) => explainsAll(pair, outputs, points)))
        found.push([one, other]);
    }
  }
  return found;
}

/** Two mistakes that may change the first wrong output both. */
function actTogether(first: Hypothesis, second: Hypothesis): boolean {
  const [one, other] = [first.made[0].mistake, second.made[0].mistake];
  if (one.kind === 'scale' || other.kind === 'scale' || areInOnePlace(one, other)) return true;
  // a change of the values changes all gradients, as does a mistake in the loss
  const changesAll = ({ rewrite, made: [{ mistake }] }: Hypothesis) =>
    rewrite.forward !== undefined || mistake.topic === 'losses';
  return changesAll(first) && changesAll(second);
}

const OF_LAYERS: readonly Mistake['topic'][] = ['linear layers', 'convolution and pooling'];

function areInOnePlace(one: Mistake, other: Mistake): boolean {
  return one.topic === other.topic || (OF_LAYERS.includes(one.topic) && OF_LAYERS.includes(other.topic));
}

/** Values from the first node on, gradients from the loss back. */
function nearestFirst(outputs: readonly Compared[]): readonly Compared[] {
  const [point] = pointsOf(outputs);
  if (point === undefined) return [];
  const { nodes } = point.network;
  const ranks = new Map<string, number>();
  const ordered = point.of === 'values' ? nodes : [...nodes].reverse();
  for (const [rank, node] of ordered.entries()) {
    ranks.set(node.name, rank);
    // the gradient of a parameter comes after that of the node that uses it
    for (const name of node.of) if (!nodes.some((one) => one.name === name)) ranks.set(name, rank + 0.5);
  }
  return [...outputs].sort((a, b) => (ranks.get(a.of) ?? 0) - (ranks.get(b.of) ?? 0));
}

/** A rule that replaces a calculation must be the inner one of two; which of them that is depends on the pair. */
function inSomeOrder(one: Hypothesis, other: Hypothesis, explains: (pair: Pair) => boolean): boolean {
  if (explains([one, other])) return true;
  return areInOnePlace(one.made[0].mistake, other.made[0].mistake) && explains([other, one]);
}

function explainsAll(pair: Pair, outputs: readonly Compared[], points: readonly Point[]): boolean {
  return points.every((point, place) => explainsAt(pair, outputs, point, place));
}

function explainsAt([one, other]: Pair, outputs: readonly Compared[], point: Point, place: number): boolean {
  const [first, second] = [sameAt(point, one), sameAt(point, other)];
  const rewrite = compose(first.rewrite, second.rewrite);
  const values = (): Values => {
    if (second.rewrite.forward === undefined) return first.values();
    if (first.rewrite.forward === undefined) return second.values();
    return valuesOf(point.network, point.given, rewrite);
  };
  const explains = (output: Compared, tensors: Values) => {
    const seen = output.cases[place];
    return seen !== undefined && explainsCase(output, seen, tensors[output.of]);
  };
  if (point.of === 'values') {
    const all = values();
    return outputs.every((output) => explains(output, all));
  }
  const byName = new Map(outputs.map((output) => [output.of, output]));
  const met = new Set<string>();
  const isExplained = watchGradients(point.network, values(), rewrite, (name, gradient) => {
    const output = byName.get(name);
    met.add(name);
    return output === undefined || explains(output, { [name]: gradient });
  });
  return isExplained && outputs.every(({ of }) => met.has(of));
}
