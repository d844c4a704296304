import * as tf from '@tensorflow/tfjs';

export interface Params {
  W1: tf.Tensor2D;
  b1: tf.Tensor1D;
  w2: tf.Tensor2D;
  b2: tf.Tensor1D;
}

// z1 = W1 x, as on the slide of E.g. 2(a).iv
export function forward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const z1 = tf.matMul(x, p.W1, false, true);
  const z2 = tf.relu(z1);
  const yhat = tf.matMul(z2, p.w2, false, true);
  const loss = tf.sub(y, yhat).square().div(2).mean();
  return { z1, z2, yhat, loss };
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z1, z2, yhat } = forward(p, x, y);
  const dyhat = tf.sub(yhat, y).div(x.shape[0]) as tf.Tensor2D;
  const dz2 = tf.matMul(dyhat, p.w2);
  const dz1 = tf.mul(dz2, z1.greater(0)) as tf.Tensor2D;
  const dW1 = tf.matMul(dz1, x, true, false);
  const dw2 = tf.matMul(dyhat, z2, true, false);
  return { dyhat, dz2, dz1, dW1, db1: dz1.sum(0), dw2, db2: dyhat.sum(0), dx: tf.matMul(dz1, p.W1) };
}
