import * as tf from '@tensorflow/tfjs';

export interface Params {
  W1: tf.Tensor2D;
  b1: tf.Tensor1D;
  w2: tf.Tensor2D;
  b2: tf.Tensor1D;
}

export function forward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const z1 = x.dot(p.W1.transpose()).add(p.b1);
  const z2 = z1.relu();
  const yhat = z2.dot(p.w2.transpose()).add(p.b2);
  // l = 1/2 (y - yhat)^2, added up over the examples
  const loss = y.sub(yhat).square().sum().mul(0.5);
  return { z1, z2, yhat, loss };
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z1, z2, yhat } = forward(p, x, y);
  const dyhat = yhat.sub(y);
  const dz2 = dyhat.dot(p.w2);
  const dz1 = dz2.mul(z1.greater(0));
  return {
    dyhat, dz2, dz1,
    dW1: dz1.transpose().dot(x),
    db1: dz1.sum(0),
    dw2: dyhat.transpose().dot(z2),
    db2: dyhat.sum(0),
    dx: dz1.dot(p.W1),
  };
}
