/** Tensors side by side, and values along axes. */
import { Untranslatable } from '../../translation/untranslatable.js';
import { reduce } from './arithmetic.js';
import { int } from './attributes.js';
import type { GraphBuilder } from './graph.js';
import { plain, reshaped, storedAxis, turned, valueOf, type Value } from './values.js';

/** An axis as written, counted from the batch; never the batch itself, nor beyond `rank`. null where it is neither. */
export function placeOf(written: unknown, rank: number): number | null {
  const place = typeof written === 'number' && written < 0 ? written + rank : written;
  return Number.isSafeInteger(place) && Number(place) > 0 && Number(place) < rank ? Number(place) : null;
}

/** One after the other along an axis, counted from the batch; all other sides are equal. */
export function joined(graph: GraphBuilder, values: readonly Value[], axis: number): Value {
  const others = ({ sides }: Value) => sides.map((side, at) => (at + 1 === axis ? '' : side)).join();
  const [first] = values;
  if (first === undefined || values.some((one) => others(one) !== others(first))) {
    throw new Untranslatable('tensors put side by side whose shapes do not fit together');
  }
  const isTurned = values.some((one) => one.isTurned);
  const stored = values.map((one) => (isTurned ? turned(graph, one) : plain(graph, one)));
  const total = values.reduce((sum, { sides }) => sum + (sides[axis - 1] ?? 0), 0);
  const like = valueOf(
    '',
    first.sides.map((side, at) => (at + 1 === axis ? total : side)),
    isTurned,
  );
  const names = stored.map(({ name }) => name);
  return { ...like, name: graph.node('Concat', names, { axis: int(storedAxis(like, axis)) }) };
}

/** Over axes that count from the batch, with or without them in the result. */
export function reducedOver(
  graph: GraphBuilder,
  operator: string,
  x: Value,
  axes: readonly number[],
  keeps: boolean,
): Value {
  const reduced = reduce(graph, operator, x, axes);
  return keeps
    ? reduced
    : reshaped(
        graph,
        reduced,
        x.sides.filter((_, at) => !axes.includes(at + 1)),
      );
}

/** Some places along an axis, in this order. */
export function taken(graph: GraphBuilder, x: Value, axis: number, places: readonly number[]): Value {
  const sides = x.sides.map((side, at) => (at + 1 === axis ? places.length : side));
  const name = graph.node('Gather', [x.name, graph.integers(places)], { axis: int(storedAxis(x, axis)) });
  return { ...x, sides, name };
}
