/** Reads the options of a layer whose windows slide, and makes the ONNX operation; for 1, 2 and 3 directions. */
import { ints, int, type Attributes } from '../building/attributes.js';
import type { GraphBuilder } from '../building/graph.js';
import type { Planes } from '../building/values.js';
import { sizeOf } from '../../tensor/tensor.js';
import type { LayerCall } from './call.js';
import { fitWindows, type Padding, type Sliding } from './windows.js';

const PADDINGS = ['valid', 'same'] as const;

/** The number of directions, which is part of the name of a class. */
export function directionsOf({ className }: LayerCall): number {
  return Number(/[123](?=D)/.exec(className)?.[0]);
}

/** Of a convolution. */
export function slidingOf(call: LayerCall): Sliding {
  const count = directionsOf(call);
  const known: readonly Padding[] = call.className === 'Conv1D' ? [...PADDINGS, 'causal'] : PADDINGS;
  const [strides, rates] = [call.wholes('strides', count, 1), call.wholes('dilationRate', count, 1)];
  if (strides.some((one) => one > 1) && rates.some((one) => one > 1)) {
    throw call.refuse('with strides and a dilation_rate at once');
  }
  return { window: call.wholes('kernelSize', count), strides, rates, padding: call.word('padding', known, 'valid') };
}

/** Of pooling, where the strides are those of the window if none are given. */
export function poolingOf(call: LayerCall): Sliding {
  const count = directionsOf(call);
  const window = call.wholes('poolSize', count, 2);
  const strides = call.isSet('strides') ? call.wholes('strides', count) : window;
  return { window, strides, rates: window.map(() => 1), padding: call.word('padding', PADDINGS, 'valid') };
}

export interface Operation {
  readonly operator: string;
  /** After the input. */
  readonly operands: readonly string[];
  readonly channels: number;
  readonly attributes?: Attributes;
  /** Multiply-adds for each number of the output. */
  readonly macs: number;
}

/** Conv, MaxPool or AveragePool; null where no window fits in. */
export function slide(graph: GraphBuilder, x: Planes, sliding: Sliding, operation: Operation): Planes | null {
  const fit = fitWindows(x.space, sliding);
  if (fit === null) return null;
  const { operator, operands, channels, attributes = {}, macs } = operation;
  const isConvolution = operator === 'Conv';
  const name = graph.node(operator, [x.name, ...operands], {
    ...attributes,
    kernel_shape: ints(sliding.window),
    strides: ints(sliding.strides),
    pads: ints([...fit.before, ...fit.after]),
    ...(isConvolution || operator === 'MaxPool' ? { dilations: ints(sliding.rates) } : { count_include_pad: int(0) }),
  });
  graph.count(macs * channels * sizeOf(fit.space));
  return { name, channels, space: fit.space };
}
