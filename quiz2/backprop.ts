/**
 * Quiz 2 in code: forward and backward propagation through x -> linear -> relu -> linear -> half squared error. Write
 * what belongs between `your code: begin` and `your code: end`; what the letters mean is in README.md.
 */
import * as tf from '@tensorflow/tfjs-core';

export interface Parameters {
  W1: tf.Tensor2D; // [H, D]
  b1: tf.Tensor1D; // [H]
  w2: tf.Tensor2D; // [1, H]
  b2: tf.Tensor1D; // [1]
}

export interface Values {
  z1: tf.Tensor; // [B, H]
  z2: tf.Tensor; // [B, H]
  yhat: tf.Tensor; // [B, 1]
  loss: tf.Tensor; // []
}

/** The derivative of the loss with respect to each value, of the shape of that value. */
export interface Gradients {
  dyhat: tf.Tensor; // [B, 1]
  dz2: tf.Tensor; // [B, H]
  dz1: tf.Tensor; // [B, H]
  dW1: tf.Tensor; // [H, D]
  db1: tf.Tensor; // [H]
  dw2: tf.Tensor; // [1, H]
  db2: tf.Tensor; // [1]
  dx: tf.Tensor; // [B, D]
}

/** x is [B, D] and y is [B, 1]; the loss is the mean over the batch of (y - yhat)^2 / 2. */
export function forward(p: Parameters, x: tf.Tensor2D, y: tf.Tensor2D): Values {
  // your code: begin forward
  throw new Error('forward is not written yet');
  // your code: end
}

/** By hand: with the chain rule, from the loss back to x. */
export function backward(p: Parameters, x: tf.Tensor2D, y: tf.Tensor2D): Gradients {
  // your code: begin backward
  throw new Error('backward is not written yet');
  // your code: end
}
