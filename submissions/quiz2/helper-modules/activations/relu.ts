import * as tf from '@tensorflow/tfjs';

export const relu = (z: tf.Tensor2D): tf.Tensor2D => tf.relu(z);
export const reluBackward = (z: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D => tf.mul(dy, tf.step(z));
