/** Convolutions over series that tf.js lacks, computed over images with one row. [N, T, C] -> [N, T', filters]. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { activationOf, Computed, type Shape } from './computed.js';

abstract class Series extends Computed {
  /** The shapes of the weights for the channels of the input, and the number of biases. */
  abstract weights1D(channels: number): { readonly shapes: Readonly<Record<string, Shape>>; readonly bias: number };
  /** `x` and all kernels with a row of one. */
  abstract convolve(x: tf.Tensor4D, kernels: Readonly<Record<string, tf.Tensor4D>>): tf.Tensor4D;

  #kernels: Readonly<Record<string, LayerVariable>> = {};
  #bias: LayerVariable | null = null;
  /** Public because the facts of a loaded model name it. */
  readonly activation = activationOf(this.options['activation']);

  override build(inputShape: Shape): void {
    const { shapes, bias } = this.weights1D(inputShape[this.isChannelsFirst ? 1 : 2] ?? 0);
    this.#kernels = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, this.weight(name, shape)]));
    if (this.options['useBias'] !== false) this.#bias = this.weight('bias', [bias]);
    this.built = true;
  }

  override compute([input]: readonly tf.Tensor[]): tf.Tensor {
    const x = (this.isChannelsFirst ? tf.transpose(input as tf.Tensor, [0, 2, 1]) : input) as tf.Tensor3D;
    const read = Object.entries(this.#kernels).map(([name, kernel]): [string, tf.Tensor4D] => [
      name,
      tf.expandDims(kernel.read(), 0),
    ]);
    const convolved = tf.squeeze(this.convolve(tf.expandDims(x, 1), Object.fromEntries(read)), [1]);
    const shifted = this.#bias === null ? convolved : tf.add(convolved, this.#bias.read());
    // as in Keras, softmax is along the last axis, whatever that is
    return this.activation.apply(this.isChannelsFirst ? tf.transpose(shifted, [0, 2, 1]) : shifted);
  }

  one(name: string): number {
    return this.numbers(name, 1, 1)[0] ?? 1;
  }

  get padding(): 'valid' | 'same' {
    return this.options['padding'] === 'same' ? 'same' : 'valid';
  }

  depthwise(x: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
    // tf.js needs equal strides in both directions; the other direction has one row
    const stride = this.one('strides');
    return tf.depthwiseConv2d(x, kernel, [stride, stride], this.padding, 'NHWC', [1, this.one('dilationRate')]);
  }
}

class DepthwiseConv1D extends Series {
  static readonly className = 'DepthwiseConv1D';

  override weights1D(channels: number) {
    const multiplier = this.one('depthMultiplier');
    return { shapes: { kernel: [this.one('kernelSize'), channels, multiplier] }, bias: channels * multiplier };
  }

  override convolve(x: tf.Tensor4D, { kernel }: Readonly<Record<string, tf.Tensor4D>>): tf.Tensor4D {
    return this.depthwise(x, kernel as tf.Tensor4D);
  }
}

class SeparableConv1D extends Series {
  static readonly className = 'SeparableConv1D';

  override weights1D(channels: number) {
    const [multiplier, filters] = [this.one('depthMultiplier'), this.one('filters')];
    const shapes = {
      depthwise_kernel: [this.one('kernelSize'), channels, multiplier],
      pointwise_kernel: [1, channels * multiplier, filters],
    };
    return { shapes, bias: filters };
  }

  override convolve(x: tf.Tensor4D, kernels: Readonly<Record<string, tf.Tensor4D>>): tf.Tensor4D {
    const each = this.depthwise(x, kernels['depthwise_kernel'] as tf.Tensor4D);
    return tf.conv2d(each, kernels['pointwise_kernel'] as tf.Tensor4D, 1, 'valid');
  }
}

class Conv1DTranspose extends Series {
  static readonly className = 'Conv1DTranspose';

  override weights1D(channels: number) {
    const filters = this.one('filters');
    return { shapes: { kernel: [this.one('kernelSize'), filters, channels] }, bias: filters };
  }

  override convolve(x: tf.Tensor4D, { kernel }: Readonly<Record<string, tf.Tensor4D>>): tf.Tensor4D {
    const [stride, size, filters] = [this.one('strides'), this.one('kernelSize'), this.one('filters')];
    const [rows, , length] = x.shape;
    const wide = this.padding === 'same' ? length * stride : length * stride + Math.max(size - stride, 0);
    return tf.conv2dTranspose(x, kernel as tf.Tensor4D, [rows, 1, wide, filters], [1, stride], this.padding);
  }
}

export function registerSeries(): void {
  for (const one of [DepthwiseConv1D, SeparableConv1D, Conv1DTranspose]) tf.serialization.registerClass(one);
}
