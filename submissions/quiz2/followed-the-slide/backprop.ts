import * as tf from '@tensorflow/tfjs';

export interface Params {
  W1: tf.Tensor2D;
  b1: tf.Tensor1D;
  w2: tf.Tensor2D;
  b2: tf.Tensor1D;
}

export function forward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  // i.-ii. z1 = W1 x + b1, a row for each example
  const z1 = x.matMul(p.W1.transpose()).add(p.b1);
  // iii. z2 = relu(z1)
  const z2 = tf.relu(z1);
  // iv. yhat = w2^T z2
  const yhat = z2.matMul(p.w2.transpose()).add(p.b2);
  // v. l = 1/2 (yhat - y)^2
  const loss = yhat.sub(y).square().mul(0.5).mean();
  return { z1, z2, yhat, loss };
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z1, z2, yhat } = forward(p, x, y);
  // i. dl/dyhat = yhat - y, of the mean
  const dyhat = yhat.sub(y).div(x.shape[0]);
  // ii. dyhat/dz2 = w2^T
  const dz2 = dyhat.matMul(p.w2);
  // iii. dz2/dz1 = diag([1 0])
  const dz1 = dz2.mul(tf.step(z1));
  // iv. dz1/dx = W1
  const dx = dz1.matMul(p.W1);
  const dW1 = dz1.transpose().matMul(x);
  const db1 = dz1.sum(0);
  const dw2 = dyhat.transpose().matMul(z2);
  const db2 = dyhat.sum(0);
  return { dyhat, dz2, dz1, dW1, db1, dw2, db2, dx };
}
