import * as tf from '@tensorflow/tfjs';

export interface Params {
  W1: tf.Tensor2D;
  b1: tf.Tensor1D;
  w2: tf.Tensor2D;
  b2: tf.Tensor1D;
}

export async function forward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const z1 = x.matMul(p.W1, false, true).add<tf.Tensor2D>(p.b1);
  const z2 = z1.relu();
  const yhat = z2.matMul(p.w2, false, true).add<tf.Tensor2D>(p.b2);
  const loss = y.sub(yhat).square().div(2).mean();
  return { z1, z2, yhat, loss };
}

export async function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z1, z2, yhat } = await forward(p, x, y);

  // data() is async, so all of this became async
  const z = await z1.data();
  const mask = tf.tensor2d(Array.from(z, (value) => (value > 0 ? 1 : 0)), z1.shape);

  const dyhat = yhat.sub<tf.Tensor2D>(y).div<tf.Tensor2D>(x.shape[0]);
  const dz2 = dyhat.matMul(p.w2);
  const dz1 = dz2.mul<tf.Tensor2D>(mask);
  const [dW1, dw2] = await Promise.all([dz1.matMul(x, true, false), dyhat.matMul(z2, true, false)]);
  return { dyhat, dz2, dz1, dW1, db1: dz1.sum(0), dw2, db2: dyhat.sum(0), dx: dz1.matMul(p.W1) };
}
