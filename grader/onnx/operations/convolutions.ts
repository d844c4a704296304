/** Convolutions of graphs, with channels last. Filters are [window, channels, filters] or [window, channels, multiplier]. */
import { sizeOf } from '../../tensor/tensor.js';
import { int } from '../building/attributes.js';
import { fromPlanes, planesOf } from '../building/values.js';
import { kernelOrder } from '../layers/convolution.js';
import { slide } from '../layers/sliding.js';
import { transposedOver } from '../layers/transposed-convolution.js';
import type { OperationCall, OperationRule } from './call.js';
import { fusedOf } from './fused.js';
import { computed } from './known.js';
import { slidingOf } from './windows.js';

export const convolution: OperationRule = (call) => {
  const { graph, op } = call;
  const x = call.value(0);
  const directions = x.sides.length - 1;
  const { values, shape } = call.constant(1);
  const planes = planesOf(graph, x, false);
  const isDepthwise = op.toLowerCase().includes('depthwise');
  const [channels = 0, last = 0] = shape.slice(-2);
  if (shape.length !== directions + 2 || channels !== planes.channels)
    throw call.refuse('with a filter that does not fit');
  const filters = isDepthwise ? channels * last : last;
  const window = shape.slice(0, directions);
  const kernel = isDepthwise
    ? graph.weight(values, [...window, 1, filters], kernelOrder(directions))
    : graph.weight(values, shape, kernelOrder(directions));
  const fused = fusedOf(call, 2, filters);
  const out = slide(graph, planes, slidingOf(call, window), {
    operator: 'Conv',
    operands: [kernel, ...(fused.bias === null ? [] : [graph.weight(fused.bias, [filters])])],
    channels: filters,
    attributes: { group: int(isDepthwise ? channels : 1) },
    macs: sizeOf(window) * (isDepthwise ? 1 : channels),
  });
  if (out === null) throw call.refuse('with a window that does not fit into its input');
  return computed(fused.finish(fromPlanes(out, false)));
};

/** The gradient of a convolution, as a transposed one: operands are the output's shape, the filter and the input. */
export const transposedConvolution: OperationRule = (call) => {
  const { graph } = call;
  const x = planesOf(graph, call.value(2), false);
  const { values, shape } = call.constant(1);
  const [filters = 0, channels = 0] = shape.slice(2);
  const { window, strides, rates, padding, pads } = slidingOf(call, shape.slice(0, 2));
  if (shape.length !== 4 || channels !== x.channels || x.space.length !== 2)
    throw call.refuse('with a filter that does not fit');
  if (rates.some((rate) => rate > 1) || pads !== undefined) throw call.refuse('with a dilation or numbers as padding');
  const space = spaceOf(call, filters);
  const out = transposedOver(graph, x, { window, strides, isSame: padding === 'same', space, filters }, [
    graph.weight(values, shape, kernelOrder(2)),
  ]);
  if (out === null) throw call.refuse('with an output that its input does not fit');
  return computed(fromPlanes(out, false));
};

/** Of the output, whose shape is the first operand. */
function spaceOf(call: OperationCall, filters: number): readonly number[] {
  const { entries } = call.layout(0);
  const space = entries.slice(1, 3).filter((side) => typeof side === 'number');
  const [last] = entries.slice(-1);
  if (entries.length === 4 && space.length === 2 && (last === filters || last === -1)) return space;
  throw call.refuse('with an output whose shape is not translated');
}
