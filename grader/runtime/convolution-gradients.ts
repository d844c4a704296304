/**
 * Gradients that tf.js lacks: of dilated convolutions, computed with zeros between the cells of the filter, and of a
 * transposed convolution in three dimensions.
 */
import * as tf from '@tensorflow/tfjs-core';

type Attributes = Readonly<Record<string, unknown>>;

/** How the gradients of a convolution are computed without dilation: kernels and their attributes. */
interface Convolution {
  readonly backwards: string;
  readonly filterGradient: string;
  readonly attributes: readonly string[];
}

const CONVOLUTIONS: Readonly<Record<string, Convolution>> = {
  Conv2D: {
    backwards: 'Conv2DBackpropInput',
    filterGradient: 'Conv2DBackpropFilter',
    attributes: ['strides', 'pad', 'dataFormat', 'dimRoundingMode'],
  },
  Conv3D: {
    backwards: 'Conv3DBackpropInputV2',
    filterGradient: 'Conv3DBackpropFilterV2',
    attributes: ['strides', 'pad'],
  },
  DepthwiseConv2dNative: {
    backwards: 'DepthwiseConv2dNativeBackpropInput',
    filterGradient: 'DepthwiseConv2dNativeBackpropFilter',
    attributes: ['strides', 'pad', 'dimRoundingMode'],
  },
};

export function addConvolutionGradients(): void {
  for (const [kernelName, convolution] of Object.entries(CONVOLUTIONS)) {
    const stock = tf.getGradient(kernelName);
    replaceGradient({
      ...stock,
      gradFunc: (dy, saved, attrs) => {
        const dilations = dilationsOf(attrs);
        if (dilations.every((rate) => rate === 1)) return stock.gradFunc(dy, saved, attrs);
        return dilatedGradient(convolution, dy as tf.Tensor, saved, attrs, dilations);
      },
    });
  }
  replaceGradient({
    kernelName: 'Conv3DBackpropInputV2',
    inputsToSave: ['dy', 'filter'],
    gradFunc: transposedGradient,
  });
}

function replaceGradient(config: tf.GradConfig): void {
  if ((tf.getGradient(config.kernelName) as tf.GradConfig | undefined) !== undefined)
    tf.unregisterGradient(config.kernelName);
  tf.registerGradient(config);
}

function dilationsOf({ dilations }: Attributes): readonly number[] {
  return [dilations ?? 1].flat() as number[];
}

function run(name: string, inputs: Readonly<Record<string, tf.Tensor>>, attributes: Attributes): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes as unknown as tf.NamedAttrMap);
}

function dilatedGradient(
  { backwards, filterGradient, attributes }: Convolution,
  dy: tf.Tensor,
  saved: readonly tf.Tensor[],
  attrs: Attributes,
  dilations: readonly number[],
): ReturnType<tf.GradFunc> {
  const [x, filter] = saved as [tf.Tensor, tf.Tensor];
  const space = filter.rank - 2;
  const rates = filter.shape.map((_, axis) => (axis < space ? (dilations[axis] ?? dilations[0] ?? 1) : 1));
  const wide = filter.shape.map((side, axis) => (side - 1) * (rates[axis] ?? 1) + 1);
  const common = {
    ...Object.fromEntries(attributes.map((name) => [name, attrs[name]])),
    dilations: Array.from({ length: space }, () => 1),
  };
  return {
    x: () => run(backwards, { dy, filter: withZerosBetween(filter, rates) }, { ...common, inputShape: x.shape }),
    filter: () => {
      const gradient = run(filterGradient, { x, dy }, { ...common, filterShape: wide });
      return tf.stridedSlice(
        gradient,
        rates.map(() => 0),
        wide,
        [...rates],
      );
    },
  };
}

/** rate - 1 zeros between two cells along each axis. */
function withZerosBetween(filter: tf.Tensor, rates: readonly number[]): tf.Tensor {
  return tf.tidy(() =>
    rates.reduce((wide, rate, axis) => {
      if (rate === 1) return wide;
      const { shape } = wide;
      const side = shape[axis] ?? 1;
      const apart = tf.reshape(wide, [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)]);
      const filled = tf.pad(
        apart,
        apart.shape.map((_, one) => [0, one === axis + 1 ? rate - 1 : 0] as [number, number]),
      );
      const joined = tf.reshape(filled, [...shape.slice(0, axis), side * rate, ...shape.slice(axis + 1)]);
      const size = joined.shape.map((length, one) => (one === axis ? (side - 1) * rate + 1 : length));
      return tf.slice(
        joined,
        size.map(() => 0),
        size,
      );
    }, filter),
  );
}

/** The convolution that it is the gradient of, and that convolution's filter gradient with the volumes exchanged. */
const transposedGradient: tf.GradFunc = (ddx, saved, attrs) => {
  const [dy, filter] = saved as [tf.Tensor5D, tf.Tensor5D];
  const { strides, pad } = attrs as unknown as { strides: [number, number, number]; pad: 'same' | 'valid' };
  const change = ddx as tf.Tensor5D;
  return {
    dy: () => tf.conv3d(change, filter, strides, pad),
    filter: () => run('Conv3DBackpropFilterV2', { x: change, dy }, { strides, pad, filterShape: filter.shape }),
  };
};
