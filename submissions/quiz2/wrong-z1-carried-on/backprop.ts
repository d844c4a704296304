import * as tf from '@tensorflow/tfjs';

export interface Params {
  W1: tf.Tensor2D;
  b1: tf.Tensor1D;
  w2: tf.Tensor2D;
  b2: tf.Tensor1D;
}

export const forward = (p: Params, x: tf.Tensor2D, y: tf.Tensor2D) => {
  const z1 = tf.matMul(x, p.W1, false, true).add(p.b1);
  const z2 = tf.relu(z1);
  const yhat = tf.matMul(z2 as tf.Tensor2D, p.w2, false, true).add(p.b2);
  const loss = tf.mean(tf.square(yhat.sub(y))).div(2);
  return { z1, z2, yhat, loss };
};

export const backward = (p: Params, x: tf.Tensor2D, y: tf.Tensor2D) => {
  const cache = forward(p, x, y);
  const dyhat = cache.yhat.sub(y).div(y.shape[0]) as tf.Tensor2D;
  const dz2 = tf.matMul(dyhat, p.w2);
  const mask = cache.z2.greater(0);
  const dz1 = dz2.mul(mask) as tf.Tensor2D;
  return {
    dyhat,
    dz2,
    dz1,
    dW1: tf.matMul(dz1, x, true, false),
    db1: dz1.sum(0),
    dw2: tf.matMul(dyhat, cache.z2 as tf.Tensor2D, true, false),
    db2: dyhat.sum(0),
    dx: tf.matMul(dz1, p.W1),
  };
};
