/**
 * Conv1DTranspose, Conv2DTranspose and Conv3DTranspose. Kernels are [window, filters, channels] in tf.js. The output is
 * stride times as long as the input, and for padding `valid` longer by what the window reaches beyond the stride.
 */
import { sizeOf } from '../../tensor/tensor.js';
import { ints } from '../building/attributes.js';
import type { GraphBuilder } from '../building/graph.js';
import { planesOf, type Planes } from '../building/values.js';
import type { LayerRule } from './call.js';
import { biasOf, finished, kernelOrder } from './convolution.js';
import { directionsOf } from './sliding.js';

export interface Transposed {
  readonly window: readonly number[];
  readonly strides: readonly number[];
  readonly isSame: boolean;
  /** Of the output. */
  readonly space: readonly number[];
  readonly filters: number;
}

/** Null where a convolution of that output would not give the input. `operands`: the kernel, and a bias or none. */
export function transposedOver(
  graph: GraphBuilder,
  x: Planes,
  { window, strides, isSame, space, filters }: Transposed,
  operands: readonly string[],
): Planes | null {
  const sides = space.map((side, axis) => {
    const [size, stride, from] = [window[axis] ?? 1, strides[axis] ?? 1, x.space[axis] ?? 1];
    const surplus = (from - 1) * stride + size - side;
    const cut = isSame ? Math.max(surplus, 0) : 0;
    const before = Math.floor(cut / 2);
    // a convolution that leaves out the last cells leaves them empty here
    const empty = Math.max(-surplus, 0);
    const fits = empty < stride && (isSame ? Math.ceil(side / stride) === from : surplus <= 0);
    return { before, after: cut - before, empty, fits };
  });
  if (!sides.every(({ fits }) => fits)) return null;
  const name = graph.node('ConvTranspose', [x.name, ...operands], {
    kernel_shape: ints(window),
    strides: ints(strides),
    pads: ints([...sides.map(({ before }) => before), ...sides.map(({ after }) => after)]),
    output_padding: ints(sides.map(({ empty }) => empty)),
  });
  graph.count(sizeOf(x.space) * x.channels * filters * sizeOf(window));
  return { name, channels: filters, space };
}

export const transposedConvolution: LayerRule = (call) => {
  const { graph } = call;
  const directions = directionsOf(call);
  const x = planesOf(graph, call.inputOf(directions + 1), call.isChannelsFirst);
  const [window, strides] = [call.wholes('kernelSize', directions), call.wholes('strides', directions, 1)];
  if (call.wholes('dilationRate', directions, 1).some((rate) => rate > 1)) throw call.refuse('with a dilation_rate');
  if (call.isSet('outputPadding')) throw call.refuse('with an output_padding');
  const filters = call.whole('filters');
  const isSame = call.word('padding', ['valid', 'same'], 'valid') === 'same';
  const space = x.space.map((side, axis) => {
    const [size, stride] = [window[axis] ?? 1, strides[axis] ?? 1];
    return side * stride + (isSame ? 0 : Math.max(size - stride, 0));
  });
  const shape = [...window, filters, x.channels];
  const kernel = graph.weight(call.weight('kernel', shape), shape, kernelOrder(directions));
  const out = transposedOver(graph, x, { window, strides, isSame, space, filters }, [kernel, ...biasOf(call, filters)]);
  return finished(call, out);
};
