import * as tf from '@tensorflow/tfjs';

export interface Params {
  W1: tf.Tensor2D;
  b1: tf.Tensor1D;
  w2: tf.Tensor2D;
  b2: tf.Tensor1D;
}

// The network cut into pieces, so that tf.grad can start at any hidden value.
const first = (x: tf.Tensor, W1: tf.Tensor, b1: tf.Tensor) => tf.add(tf.matMul(x, W1, false, true), b1);
const second = (z2: tf.Tensor, w2: tf.Tensor, b2: tf.Tensor) => tf.add(tf.matMul(z2, w2, false, true), b2);
const lossOf = (yhat: tf.Tensor, y: tf.Tensor) => tf.losses.meanSquaredError(y, yhat).div(2);

export function forward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const z1 = first(x, p.W1, p.b1);
  const z2 = tf.relu(z1);
  const yhat = second(z2, p.w2, p.b2);
  return { z1, z2, yhat, loss: lossOf(yhat, y) };
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z1, z2, yhat } = forward(p, x, y);
  const all = tf.grads((W1, b1, w2, b2, input) => lossOf(second(tf.relu(first(input, W1, b1)), w2, b2), y));
  const [dW1, db1, dw2, db2, dx] = all([p.W1, p.b1, p.w2, p.b2, x]);
  return {
    dyhat: tf.grad((t) => lossOf(t, y))(yhat),
    dz2: tf.grad((t) => lossOf(second(t, p.w2, p.b2), y))(z2),
    dz1: tf.grad((t) => lossOf(second(tf.relu(t), p.w2, p.b2), y))(z1),
    dW1, db1, dw2, db2, dx,
  };
}
