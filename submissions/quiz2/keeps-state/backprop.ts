import * as tf from '@tensorflow/tfjs';

export interface Params {
  W1: tf.Tensor2D;
  b1: tf.Tensor1D;
  w2: tf.Tensor2D;
  b2: tf.Tensor1D;
}

export function forward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const z1 = x.matMul(p.W1, false, true).add(p.b1);
  const z2 = z1.relu();
  const yhat = z2.matMul(p.w2, false, true).add(p.b2);
  const loss = y.sub(yhat).square().div(2).mean();
  return { z1, z2, yhat, loss };
}

// Gradients of the parameters are added up, like .grad in PyTorch. Call zeroGrad() before a new step!
let grad: Record<string, tf.Tensor> = {};

export function zeroGrad() {
  grad = {};
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  // another network: start again
  if (grad.dW1 && grad.dW1.shape.join() !== p.W1.shape.join()) zeroGrad();

  const { z1, z2, yhat } = forward(p, x, y);
  const dyhat = yhat.sub(y).div(x.shape[0]);
  const dz2 = dyhat.matMul(p.w2);
  const dz1 = dz2.mul(z1.greater(0));
  const now: Record<string, tf.Tensor> = {
    dW1: dz1.matMul(x, true, false),
    db1: dz1.sum(0),
    dw2: dyhat.matMul(z2, true, false),
    db2: dyhat.sum(0),
  };
  for (const name of Object.keys(now)) grad[name] = grad[name] ? grad[name].add(now[name]) : now[name];
  return { dyhat, dz2, dz1, ...grad, dx: dz1.matMul(p.W1) };
}
