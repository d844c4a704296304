/**
 * Conv1DTranspose, Conv2DTranspose and Conv3DTranspose. Kernels are [window, filters, channels] in tf.js. The output is
 * stride times as long as the input, and for padding `valid` longer by what the window reaches beyond the stride.
 */
import { sizeOf } from '../../tensor/tensor.js';
import { ints } from '../building/attributes.js';
import { planesOf } from '../building/values.js';
import type { LayerRule } from './call.js';
import { biasOf, finished } from './convolution.js';
import { directionsOf } from './sliding.js';

export const transposedConvolution: LayerRule = (call) => {
  const { graph } = call;
  const directions = directionsOf(call);
  const x = planesOf(graph, call.inputOf(directions + 1), call.isChannelsFirst);
  const [window, strides] = [call.wholes('kernelSize', directions), call.wholes('strides', directions, 1)];
  if (call.wholes('dilationRate', directions, 1).some((rate) => rate > 1)) throw call.refuse('with a dilation_rate');
  if (call.isSet('outputPadding')) throw call.refuse('with an output_padding');
  const filters = call.whole('filters');
  const isSame = call.word('padding', ['valid', 'same'], 'valid') === 'same';
  const sides = x.space.map((side, axis) => {
    const [size, stride] = [window[axis] ?? 1, strides[axis] ?? 1];
    const reach = Math.max(size - stride, 0);
    const cut = isSame ? reach : 0;
    const before = Math.floor(cut / 2);
    // a window shorter than its stride leaves the last cells empty
    return { side: side * stride + reach - cut, before, after: cut - before, empty: Math.max(stride - size, 0) };
  });
  const order = [directions + 1, directions, ...Array.from({ length: directions }, (_, axis) => axis)];
  const shape = [...window, filters, x.channels];
  const kernel = graph.weight(call.weight('kernel', shape), shape, order);
  const name = graph.node('ConvTranspose', [x.name, kernel, ...biasOf(call, filters)], {
    kernel_shape: ints(window),
    strides: ints(strides),
    pads: ints([...sides.map(({ before }) => before), ...sides.map(({ after }) => after)]),
    output_padding: ints(sides.map(({ empty }) => empty)),
  });
  graph.count(sizeOf(x.space) * x.channels * filters * sizeOf(window));
  return finished(call, { name, channels: filters, space: sides.map(({ side }) => side) });
};
