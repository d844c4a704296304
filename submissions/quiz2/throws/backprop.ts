import * as tf from '@tensorflow/tfjs';

export interface Params {
  W1: tf.Tensor2D;
  b1: tf.Tensor1D;
  w2: tf.Tensor2D;
  b2: tf.Tensor1D;
}

export function forward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const z1 = tf.matMul(x, p.W1, false, true).add(p.b1) as tf.Tensor2D;
  const z2 = tf.relu(z1);
  const yhat = tf.matMul(z2, p.w2, false, true).add(p.b2) as tf.Tensor2D;
  const loss = tf.mean(yhat.sub(y).square()).div(2);
  return { z1, z2, yhat, loss };
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z1, z2, yhat } = forward(p, x, y);
  const dyhat = yhat.sub(y).div(x.shape[0]) as tf.Tensor2D;
  const dz2 = tf.matMul(dyhat, p.w2);
  const dz1 = dz2.mul(z1.greater(0)) as tf.Tensor2D;
  const dW1 = tf.matMul(dz1, x); // ??? error about inner shapes, ask in office hours
  const db1 = dz1.sum(0);
  const dw2 = tf.matMul(dyhat, z2, true);
  const db2 = dyhat.sum(0);
  const dx = tf.matMul(dz1, p.W1);
  return { dyhat, dz2, dz1, dW1, db1, dw2, db2, dx };
}
