/** Conv1D, Conv2D and Conv3D, with groups. Kernels are [window, channels / groups, filters] in tf.js. */
import { sizeOf } from '../../tensor/tensor.js';
import { activate } from '../activations/activate.js';
import { int } from '../building/attributes.js';
import { fromPlanes, planesOf, type Planes, type Value } from '../building/values.js';
import type { LayerCall, LayerRule } from './call.js';
import { directionsOf, slide, slidingOf } from './sliding.js';

export const NO_WINDOW = 'with a window that does not fit into its input';

/** Of a kernel in tf.js, the order of ONNX: filters, channels, window. */
export function kernelOrder(directions: number): readonly number[] {
  return [directions + 1, directions, ...Array.from({ length: directions }, (_, axis) => axis)];
}

/** The operand, or none. */
export function biasOf(call: LayerCall, filters: number): readonly string[] {
  return call.flag('useBias', true) ? [call.graph.weight(call.weight('bias', [filters]), [filters])] : [];
}

/** The layer's own format again, and its activation. */
export function finished(call: LayerCall, out: Planes | null): Value {
  if (out === null) throw call.refuse(NO_WINDOW);
  const value = fromPlanes(out, call.isChannelsFirst);
  return activate(call.graph, call.option('activation'), value, (why) => call.refuse(why));
}

export const convolution: LayerRule = (call) => {
  const { graph } = call;
  const directions = directionsOf(call);
  const x = planesOf(graph, call.inputOf(directions + 1), call.isChannelsFirst);
  const sliding = slidingOf(call);
  const [filters, groups] = [call.whole('filters'), call.whole('groups', 1)];
  if (x.channels % groups !== 0 || filters % groups !== 0) throw call.refuse('with groups that do not fit');
  if (directions === 3 && groups > 1) throw call.refuse('with groups');
  const shape = [...sliding.window, x.channels / groups, filters];
  const kernel = graph.weight(call.weight('kernel', shape), shape, kernelOrder(directions));
  return finished(
    call,
    slide(graph, x, sliding, {
      operator: 'Conv',
      operands: [kernel, ...biasOf(call, filters)],
      channels: filters,
      attributes: { group: int(groups) },
      macs: sizeOf(sliding.window) * (x.channels / groups),
    }),
  );
};
