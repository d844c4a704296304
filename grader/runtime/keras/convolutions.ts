/**
 * Convolutions with options that tf.js ignores or computes wrongly: groups; one-dimensional ones with channels first or
 * causal padding; dilated depthwise ones; separable ones with channels first.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { registerInPlace, type Constructor, type Kwargs, type Shape } from './in-place.js';
import { first } from './tensors.js';

/** Members of tf.js's classes that their types do not declare. */
interface Parts {
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly dilationRate: readonly number[];
  readonly padding: 'same' | 'valid' | 'causal';
  readonly dataFormat: 'channelsFirst' | 'channelsLast';
  readonly filters: number;
  readonly depthMultiplier: number;
  readonly bias: layers.LayerVariable | null;
  readonly kernel: layers.LayerVariable;
  readonly depthwiseKernel: layers.LayerVariable;
  readonly pointwiseKernel: layers.LayerVariable;
  readonly activation: { apply(x: tf.Tensor): tf.Tensor };
}

const parts = (layer: object) => layer as unknown as Parts;
const kernel = { kernelSize: 1, filters: 1 };
const Stock1D = layers.layers.conv1d(kernel).constructor as Constructor;
const Stock2D = layers.layers.conv2d(kernel).constructor as Constructor;
const StockDepthwise = layers.layers.depthwiseConv2d({ kernelSize: 1 }).constructor as Constructor;
const StockSeparable = layers.layers.separableConv2d(kernel).constructor as Constructor;

/** Sides of the output, if those of the input are known. */
function lengths({ kernelSize, strides, dilationRate, padding }: Parts, space: Shape): Shape {
  return space.map((side, axis) => {
    if (side === null) return null;
    const reach = ((kernelSize[axis] ?? 1) - 1) * (dilationRate[axis] ?? 1);
    return Math.max(0, Math.ceil((padding === 'valid' ? side - reach : side) / (strides[axis] ?? 1)));
  });
}

function outputShape(layer: object, shape: Shape, channels: number): Shape {
  const own = parts(layer);
  const [rows = null, ...sides] = shape;
  return own.dataFormat === 'channelsFirst'
    ? [rows, channels, ...lengths(own, sides.slice(1))]
    : [rows, ...lengths(own, sides.slice(0, -1)), channels];
}

/** Channels last for the convolution and its bias; the activation receives the layer's own format, as in Keras. */
function arranged(layer: object, x: tf.Tensor, convolve: (x: tf.Tensor) => tf.Tensor): tf.Tensor {
  const { dataFormat, bias, activation } = parts(layer);
  const isFirst = dataFormat === 'channelsFirst';
  const space = Array.from({ length: x.rank - 2 }, (_, axis) => axis + 1);
  const out = convolve(isFirst ? tf.transpose(x, [0, ...space.map((axis) => axis + 1), 1]) : x);
  const biased = bias === null ? out : tf.add(out, bias.read());
  return activation.apply(isFirst ? tf.transpose(biased, [0, x.rank - 1, ...space]) : biased);
}

type Pair = [number, number];

type Args = tf.serialization.ConfigDict & { readonly groups?: number };

/** Each group of filters is applied to one group of channels. */
function withGroups(
  Stock: Constructor,
): Constructor & (new (args: Args) => layers.layers.Layer & { readonly groups: number }) {
  return class extends Stock {
    readonly groups: number;

    constructor(args: Args) {
      super(args);
      this.groups = args.groups ?? 1;
    }

    override build(shape: Shape): void {
      const { filters, dataFormat } = parts(this);
      const axis = dataFormat === 'channelsFirst' ? 1 : shape.length - 1;
      const channels = shape[axis] ?? 0;
      if (channels % this.groups !== 0 || filters % this.groups !== 0) {
        const found = `${String(channels)} channels and ${String(filters)} filters`;
        throw new Error(
          `the layer ${this.name} has ${found}, which are not multiples of its ${String(this.groups)} groups`,
        );
      }
      super.build(shape.map((side, at) => (at === axis ? channels / this.groups : side)));
      this.inputSpec = [new layers.InputSpec({ ndim: shape.length, axes: { [axis]: channels } })];
    }

    override getConfig(): tf.serialization.ConfigDict {
      return { ...super.getConfig(), groups: this.groups };
    }
  };
}

/** x is [N, …, C]. */
function inGroups(
  x: tf.Tensor,
  kernel: tf.Tensor,
  groups: number,
  convolve: (x: tf.Tensor, kernel: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  if (groups === 1) return convolve(x, kernel);
  const kernels = tf.split(kernel, groups, -1);
  return tf.concat(
    tf.split(x, groups, -1).map((part, index) => convolve(part, kernels[index] as tf.Tensor)),
    -1,
  );
}

class Conv1D extends withGroups(Stock1D) {
  static override readonly className = 'Conv1D';

  override computeOutputShape(shape: Shape): Shape {
    return outputShape(this, shape, parts(this).filters);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { kernel, strides, dilationRate, padding, kernelSize } = parts(this);
    const [[stride = 1], [rate = 1], [side = 1]] = [strides, dilationRate, kernelSize];
    const before: [Pair, Pair, Pair] = [
      [0, 0],
      [(side - 1) * rate, 0],
      [0, 0],
    ];
    const pad = padding === 'same' ? 'same' : 'valid';
    return tf.tidy(() =>
      arranged(this, first(inputs), (x) =>
        inGroups(padding === 'causal' ? tf.pad(x, before) : x, kernel.read(), this.groups, (part, filter) =>
          tf.conv1d(part as tf.Tensor3D, filter as tf.Tensor3D, stride, pad, 'NWC', rate),
        ),
      ),
    );
  }
}

/** tf.js's own, except for groups and for dilation, where its fused kernel has no gradient. */
class Conv2D extends withGroups(Stock2D) {
  static override readonly className = 'Conv2D';

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor | tf.Tensor[] {
    const { kernel, strides, dilationRate, padding } = parts(this);
    if (this.groups === 1 && dilationRate.every((rate) => rate === 1)) return super.call(inputs, kwargs);
    const pad = padding as 'same' | 'valid';
    return tf.tidy(() =>
      arranged(this, first(inputs), (x) =>
        inGroups(x, kernel.read(), this.groups, (part, filter) =>
          tf.conv2d(part as tf.Tensor4D, filter as tf.Tensor4D, strides as Pair, pad, 'NHWC', dilationRate as Pair),
        ),
      ),
    );
  }
}

class DepthwiseConv2D extends StockDepthwise {
  static override readonly className = 'DepthwiseConv2D';

  override computeOutputShape(shape: Shape): Shape {
    const { dataFormat, depthMultiplier } = parts(this);
    const channels = shape[dataFormat === 'channelsFirst' ? 1 : 3] ?? 0;
    return outputShape(this, shape, channels * depthMultiplier);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { depthwiseKernel, strides, dilationRate, padding } = parts(this);
    return tf.tidy(() =>
      arranged(this, first(inputs), (x) =>
        tf.depthwiseConv2d(
          x as tf.Tensor4D,
          depthwiseKernel.read() as tf.Tensor4D,
          strides as Pair,
          padding as 'same',
          'NHWC',
          dilationRate as Pair,
        ),
      ),
    );
  }
}

class SeparableConv2D extends StockSeparable {
  static override readonly className = 'SeparableConv2D';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { depthwiseKernel, pointwiseKernel, strides, dilationRate, padding } = parts(this);
    return tf.tidy(() =>
      arranged(this, first(inputs), (x) =>
        tf.separableConv2d(
          x as tf.Tensor4D,
          depthwiseKernel.read() as tf.Tensor4D,
          pointwiseKernel.read() as tf.Tensor4D,
          strides as Pair,
          padding as 'same',
          dilationRate as Pair,
        ),
      ),
    );
  }
}

export function registerConvolutions(): void {
  for (const one of [Conv1D, Conv2D, DepthwiseConv2D, SeparableConv2D]) registerInPlace(one);
}
