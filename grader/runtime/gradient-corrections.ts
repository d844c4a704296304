/**
 * Gradients that fail in tf.js on every backend: of maximum and minimum with a broadcast input, whose gradient it does
 * not reduce and then refuses; of unstacking a single part, whose gradient it expects in a list.
 */
import * as tf from '@tensorflow/tfjs-core';

export function correctGradients(): void {
  for (const kernelName of ['Maximum', 'Minimum']) {
    replace(kernelName, (stock) => (dy, saved, attrs) => {
      const [a, b] = saved as [tf.Tensor, tf.Tensor];
      const spread = stock(dy, saved, attrs) as Record<'a' | 'b', () => tf.Tensor>;
      return { a: () => summedTo(a.shape, spread.a()), b: () => summedTo(b.shape, spread.b()) };
    });
  }
  for (const kernelName of ['Unpack', 'SplitV']) {
    replace(kernelName, (stock) => (dy, saved, attrs) => stock([dy].flat(), saved, attrs));
  }
}

function replace(kernelName: string, correct: (stock: tf.GradFunc) => tf.GradFunc): void {
  const config = tf.getGradient(kernelName);
  tf.unregisterGradient(kernelName);
  tf.registerGradient({ ...config, gradFunc: correct(config.gradFunc) });
}

function summedTo(shape: number[], gradient: tf.Tensor): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return tf.reshape(axes.length === 0 ? gradient : tf.sum(gradient, axes), shape);
}
