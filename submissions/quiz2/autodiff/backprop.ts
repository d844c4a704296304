import * as tf from '@tensorflow/tfjs';

export interface Params {
  W1: tf.Tensor2D; // [H, D]
  b1: tf.Tensor1D; // [H]
  w2: tf.Tensor2D; // [1, H]
  b2: tf.Tensor1D; // [1]
}

export function forward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const z1 = x.matMul(p.W1, false, true).add(p.b1);
  const z2 = z1.relu();
  const yhat = z2.matMul(p.w2, false, true).add(p.b2);
  const loss = y.sub(yhat).square().div(2).mean();
  return { z1, z2, yhat, loss };
}

// let tf.js do the work
export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const lossOf = (yhat: tf.Tensor) => tf.losses.meanSquaredError(y, yhat).div(2) as tf.Scalar;
  const last = (z2: tf.Tensor) => lossOf((z2 as tf.Tensor2D).matMul(p.w2, false, true).add(p.b2));
  const { z1, z2, yhat } = forward(p, x, y);
  const all = (W1: tf.Tensor, b1: tf.Tensor, w2: tf.Tensor, b2: tf.Tensor, input: tf.Tensor) =>
    forward({ W1, b1, w2, b2 } as Params, input as tf.Tensor2D, y).loss as tf.Scalar;
  const [dW1, db1, dw2, db2, dx] = tf.grads(all)([p.W1, p.b1, p.w2, p.b2, x]);
  return {
    dyhat: tf.grad(lossOf)(yhat),
    dz2: tf.grad(last)(z2),
    dz1: tf.grad((z: tf.Tensor) => last(tf.relu(z)))(z1),
    dW1, db1, dw2, db2, dx,
  };
}
