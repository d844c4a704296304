import * as tf from '@tensorflow/tfjs';
import { linear, linearBackward } from './layers';
import { relu, reluBackward } from './activations/relu.js';

interface Params { W1: tf.Tensor2D; b1: tf.Tensor1D; w2: tf.Tensor2D; b2: tf.Tensor1D }

export function forward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const z1 = linear(x, p.W1, p.b1);
  const z2 = relu(z1);
  const yhat = linear(z2, p.w2, p.b2);
  return { z1, z2, yhat, loss: tf.losses.meanSquaredError(y, yhat).div(2) };
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z1, z2, yhat } = forward(p, x, y);
  const dyhat = yhat.sub(y).div(x.shape[0]) as tf.Tensor2D;
  const second = linearBackward(z2, p.w2, dyhat);
  const dz1 = reluBackward(z1, second.dx);
  const first = linearBackward(x, p.W1, dz1);
  return { dyhat, dz2: second.dx, dz1, dW1: first.dW, db1: first.db, dw2: second.dW, db2: second.db, dx: first.dx };
}
