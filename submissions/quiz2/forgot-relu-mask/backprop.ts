import * as tf from '@tensorflow/tfjs';

export interface Params { W1: tf.Tensor2D; b1: tf.Tensor1D; w2: tf.Tensor2D; b2: tf.Tensor1D }

const linear = (x: tf.Tensor2D, W: tf.Tensor2D, b: tf.Tensor1D): tf.Tensor2D => tf.add(tf.matMul(x, W.transpose()), b);

export function forward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const z1 = linear(x, p.W1, p.b1);
  const z2 = tf.relu(z1);
  const yhat = linear(z2, p.w2, p.b2);
  const loss = tf.mean(tf.square(tf.sub(y, yhat)).div(2));
  return { z1, z2, yhat, loss };
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z2, yhat } = forward(p, x, y);
  const dyhat = yhat.sub(y).div(x.shape[0]) as tf.Tensor2D;
  const dz2 = tf.matMul(dyhat, p.w2);
  const dz1 = dz2; // relu is the identity, its derivative is 1
  const dW1 = tf.matMul(dz1.transpose(), x);
  const db1 = dz1.sum(0);
  const dw2 = tf.matMul(dyhat.transpose(), z2);
  const db2 = dyhat.sum(0);
  const dx = tf.matMul(dz1, p.W1);
  return { dyhat, dz2, dz1, dW1, db1, dw2, db2, dx };
}
