import * as tf from '@tensorflow/tfjs';

export interface Params {
  W1: tf.Tensor2D;
  b1: tf.Tensor1D;
  w2: tf.Tensor2D;
  b2: tf.Tensor1D;
}

// Gradients are kept per example, so everything has the batch as its first axis.
export function forward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const z1 = x.matMul(p.W1, false, true).add(p.b1);
  const z2 = z1.relu();
  const yhat = z2.matMul(p.w2, false, true).add(p.b2);
  const loss = y.sub(yhat).square().div(2);
  return { z1, z2, yhat, loss };
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z1, z2, yhat } = forward(p, x, y);
  const dyhat = yhat.sub(y).div(x.shape[0]);
  const dz2 = dyhat.mul(p.w2);
  const dz1 = dz2.mul(z1.greater(0));
  return {
    dyhat,
    dz2,
    dz1,
    dW1: tf.mul(dz1.expandDims(2), x.expandDims(1)), // [B, H, D]
    db1: dz1, // [B, H]
    dw2: dyhat.mul(z2), // [B, H]
    db2: dyhat, // [B, 1]
    dx: dz1.matMul(p.W1),
  };
}
