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

// answers.json is what JSON.stringify(backward(...)) printed for the quiz's numbers
export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z1, z2, yhat } = forward(p, x, y);
  const dyhat = yhat.sub(y).div(x.shape[0]) as tf.Tensor2D;
  const dz2 = dyhat.matMul(p.w2);
  const dz1 = dz2.mul(z1.greater(0)) as tf.Tensor2D;

  const d = dz1.arraySync(), xs = x.arraySync();
  const [H, D] = p.W1.shape;
  const dW1: number[][] = [], db1: number[] = [];
  for (let h = 0; h < H; h++) {
    dW1[h] = [];
    for (let b = 0; b < xs.length; b++) {
      db1[h] += d[b][h];
      for (let i = 0; i < D; i++) dW1[h][i] += d[b][h] * xs[b][i];
    }
  }

  const dw2 = dyhat.matMul(z2 as tf.Tensor2D, true, false);
  const db2 = dyhat.sum(0);
  const dx = dz1.matMul(p.W1);
  return { dyhat, dz2, dz1, dW1, db1, dw2, db2, dx };
}
