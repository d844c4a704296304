import * as tf from '@tensorflow/tfjs';

// no time for the typed part

type Params = { W1: tf.Tensor2D; b1: tf.Tensor1D; w2: tf.Tensor2D; b2: tf.Tensor1D };

export function forward({ W1, b1, w2, b2 }: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const z1 = tf.add(tf.matMul(x, W1, false, true), b1);
  const z2 = tf.maximum(z1, 0) as tf.Tensor2D;
  const yhat = tf.add(tf.matMul(z2, w2, false, true), b2);
  return { z1, z2, yhat, loss: tf.mean(tf.square(tf.sub(y, yhat))).mul(0.5) };
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z1, z2, yhat } = forward(p, x, y);
  const dyhat = tf.mul(tf.sub(yhat, y), 1 / x.shape[0]) as tf.Tensor2D;
  const dz2 = tf.matMul(dyhat, p.w2);
  const dz1 = tf.mul(dz2, tf.cast(tf.greater(z1, 0), 'float32')) as tf.Tensor2D;
  const dW1 = tf.matMul(dz1, x, true);
  const dw2 = tf.matMul(dyhat, z2, true);
  return { dyhat, dz2, dz1, dW1, db1: tf.sum(dz1, 0), dw2, db2: tf.sum(dyhat, 0), dx: tf.matMul(dz1, p.W1) };
}
