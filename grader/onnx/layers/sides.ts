/** Layers that pad or crop space: ZeroPadding and Cropping in 1, 2 and 3 directions, and CenterCrop where it only crops. */
import type { GraphBuilder } from '../building/graph.js';
import { fromPlanes, planesOf, type Planes } from '../building/values.js';
import type { LayerCall, LayerRule } from './call.js';
import { directionsOf } from './sliding.js';

type Pair = readonly [number, number];

/** Before and after in each direction: `2`, `[1, 2]`, `[[1, 1], [2, 2]]`. */
function pairsOf(call: LayerCall, key: string, otherwise: number): readonly Pair[] {
  const count = directionsOf(call);
  const written = call.option(key) ?? otherwise;
  const list = Array.isArray(written) ? (written as unknown[]) : Array.from({ length: count }, () => written);
  const isOnePair = count === 1 && list.length === 2 && !list.some(Array.isArray);
  const pairs = (isOnePair ? [list] : list).map((one): unknown[] => {
    const parts: unknown[] = Array.isArray(one) ? one : [one];
    return parts.length === 1 ? [parts[0], parts[0]] : parts;
  });
  const areWhole = (pair: unknown[]): pair is [number, number] =>
    pair.length === 2 && pair.every((side) => Number.isSafeInteger(side) && Number(side) >= 0);
  if (pairs.length === count && pairs.every(areWhole)) return pairs;
  throw call.refuse(`with ${key} that cannot be read`);
}

const inputOf = (call: LayerCall): Planes =>
  planesOf(call.graph, call.inputOf(directionsOf(call) + 1), call.isChannelsFirst);

export const zeroPadding: LayerRule = (call) => {
  const { graph } = call;
  const x = inputOf(call);
  const pairs = pairsOf(call, 'padding', 1);
  const pads = [0, 0, ...pairs.map(([before]) => before), 0, 0, ...pairs.map(([, after]) => after)];
  const space = x.space.map((side, axis) => side + (pairs[axis]?.[0] ?? 0) + (pairs[axis]?.[1] ?? 0));
  return fromPlanes({ ...x, space, name: graph.node('Pad', [x.name, graph.integers(pads)]) }, call.isChannelsFirst);
};

export const cropping: LayerRule = (call) => {
  const x = inputOf(call);
  const pairs = pairsOf(call, 'cropping', 0);
  const space = x.space.map((side, axis) => side - (pairs[axis]?.[0] ?? 0) - (pairs[axis]?.[1] ?? 0));
  if (space.some((side) => side <= 0)) throw call.refuse('that crops everything');
  return fromPlanes(
    cropped(
      call.graph,
      x,
      pairs.map(([before]) => before),
      space,
    ),
    call.isChannelsFirst,
  );
};

/** A part of space. */
export function cropped(graph: GraphBuilder, x: Planes, from: readonly number[], space: readonly number[]): Planes {
  const ends = from.map((start, axis) => start + (space[axis] ?? 0));
  const axes = space.map((_, axis) => axis + 2);
  const name = graph.node('Slice', [x.name, ...[from, ends, axes].map((one) => graph.integers(one))]);
  return { name, channels: x.channels, space };
}
