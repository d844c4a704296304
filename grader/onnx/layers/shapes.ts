/** Layers that only arrange numbers: Flatten, Reshape, Permute, RepeatVector. */
import { sizeOf } from '../../tensor/tensor.js';
import { plain, reshaped, valueOf } from '../building/values.js';
import type { LayerRule } from './call.js';

/** Each example in one row, channels last. */
export const flatten: LayerRule = (call) => {
  const { graph, input, isChannelsFirst } = call;
  // [N, C, …] as it is stored is […, C] turned
  const isTurned = isChannelsFirst && input.sides.length > 1;
  const { name, sides } = isTurned ? plain(graph, input) : input;
  const x = isTurned ? valueOf(name, [...sides.slice(1), sides[0] ?? 1], true) : input;
  return reshaped(graph, x, [sizeOf(x.sides)]);
};

/** -1 stands for the remaining side. */
export const reshape: LayerRule = (call) => {
  const { graph, input } = call;
  const written = [call.option('targetShape')].flat();
  const known = written.filter((side): side is number => Number.isSafeInteger(side) && Number(side) > 0);
  const open = written.filter((side) => side === -1 || side === null);
  if (known.length + open.length !== written.length || open.length > 1)
    throw call.refuse('with a target_shape that cannot be read');
  const rest = sizeOf(input.sides) / sizeOf(known);
  if (!Number.isSafeInteger(rest) || (open.length === 0 && rest !== 1))
    throw call.refuse('with a target_shape that does not fit its input');
  return reshaped(
    graph,
    input,
    written.map((side) => (typeof side === 'number' && side > 0 ? side : rest)),
  );
};

/** Axes count from 1. */
export const permute: LayerRule = (call) => {
  const { graph } = call;
  const x = plain(graph, call.input);
  const dims = call.wholes('dims', x.sides.length);
  if (new Set(dims).size !== dims.length || dims.some((axis) => axis > dims.length))
    throw call.refuse('with dims that do not name each of its axes once');
  return valueOf(
    graph.transpose(x.name, [0, ...dims]),
    dims.map((axis) => x.sides[axis - 1] ?? 1),
  );
};

/** [N, F] n times: [N, n, F]. */
export const repeatVector: LayerRule = (call) => {
  const { graph } = call;
  const { name, sides } = call.inputOf(1);
  const times = call.whole('n');
  const row = graph.node('Unsqueeze', [name, graph.integers([1])]);
  return valueOf(graph.node('Expand', [row, graph.integers([1, times, 1])]), [times, ...sides]);
};
