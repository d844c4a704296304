/**
 * Convolutions that look at each channel alone: DepthwiseConv1D and 2D, SeparableConv1D and 2D. tf.js's kernels are
 * [window, channels, multiplier]; output channel c * multiplier + m belongs to input channel c, as in ONNX's groups.
 */
import { sizeOf } from '../../tensor/tensor.js';
import { int } from '../building/attributes.js';
import { planesOf, type Planes } from '../building/values.js';
import type { LayerCall, LayerRule } from './call.js';
import { biasOf, finished, kernelOrder, NO_WINDOW } from './convolution.js';
import { directionsOf, slide, slidingOf } from './sliding.js';

const inputOf = (call: LayerCall): Planes =>
  planesOf(call.graph, call.inputOf(directionsOf(call) + 1), call.isChannelsFirst);

function depthwise(
  call: LayerCall,
  x: Planes,
  part: string,
  operands: (channels: number) => readonly string[],
): Planes | null {
  const { graph } = call;
  const directions = directionsOf(call);
  const sliding = slidingOf(call);
  const multiplier = call.whole('depthMultiplier', 1);
  const channels = x.channels * multiplier;
  const values = call.weight(part, [...sliding.window, x.channels, multiplier]);
  // the same numbers as [window, 1, channels * multiplier]
  const kernel = graph.weight(values, [...sliding.window, 1, channels], kernelOrder(directions));
  return slide(graph, x, sliding, {
    operator: 'Conv',
    operands: [kernel, ...operands(channels)],
    channels,
    attributes: { group: int(x.channels) },
    macs: sizeOf(sliding.window),
  });
}

export const depthwiseConvolution: LayerRule = (call) => {
  const part = directionsOf(call) === 1 ? 'kernel' : 'depthwise_kernel';
  return finished(
    call,
    depthwise(call, inputOf(call), part, (channels) => biasOf(call, channels)),
  );
};

/** Each channel alone, and then all channels of each place together. */
export const separableConvolution: LayerRule = (call) => {
  const { graph } = call;
  const directions = directionsOf(call);
  const each = depthwise(call, inputOf(call), 'depthwise_kernel', () => []);
  if (each === null) throw call.refuse(NO_WINDOW);
  const filters = call.whole('filters');
  const ones = each.space.map(() => 1);
  const shape = [...ones, each.channels, filters];
  const kernel = graph.weight(call.weight('pointwise_kernel', shape), shape, kernelOrder(directions));
  const single = { window: ones, strides: ones, rates: ones, padding: 'valid' } as const;
  const operands = [kernel, ...biasOf(call, filters)];
  return finished(
    call,
    slide(graph, each, single, { operator: 'Conv', operands, channels: filters, macs: each.channels }),
  );
};
