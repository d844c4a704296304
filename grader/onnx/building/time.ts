/** Series [N, T, …]: their steps, and what is made of one value for each step. */
import { int } from './attributes.js';
import type { GraphBuilder } from './graph.js';
import { plain, valueOf, type Value } from './values.js';

/** [N, …] at each step. */
export function stepsOf(graph: GraphBuilder, series: Value): readonly Value[] {
  const { name, sides } = plain(graph, series);
  const [length = 0, ...rest] = sides;
  return Array.from({ length }, (_, time) =>
    valueOf(graph.node('Gather', [name, graph.integer(time)], { axis: int(1) }), rest),
  );
}

/** The reverse of taking the steps. */
export function seriesOf(graph: GraphBuilder, steps: readonly Value[]): Value {
  const wide = steps.map((step) => graph.node('Unsqueeze', [plain(graph, step).name, graph.integers([1])]));
  return valueOf(graph.node('Concat', wide, { axis: int(1) }), [steps.length, ...(steps[0]?.sides ?? [])]);
}

/** The last step first. */
export function backwards(graph: GraphBuilder, series: Value): Value {
  const { name, sides } = plain(graph, series);
  const places = Array.from({ length: sides[0] ?? 0 }, (_, time) => (sides[0] ?? 0) - 1 - time);
  return valueOf(graph.node('Gather', [name, graph.integers(places)], { axis: int(1) }), sides);
}

/** [N, …sides] of zeros, for as many examples as `like` has. */
export function zerosFor(graph: GraphBuilder, like: Value, sides: readonly number[]): Value {
  const batch = graph.node('Shape', [like.name], { start: int(0), end: int(1) });
  const shape = graph.node('Concat', [batch, graph.integers(sides)], { axis: int(0) });
  return valueOf(graph.node('ConstantOfShape', [shape]), sides);
}
