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
  const loss = y.sub(yhat).square().mean().div(2);
  return { z1, z2, yhat, loss };
}

/** sum over the batch of dz[b][h] * a[b][d], by hand, to be sure about the indices */
function weightGradient(dz: tf.Tensor, a: tf.Tensor) {
  const [B, H] = dz.shape;
  const D = a.shape[1]!;
  const dzs = dz.dataSync(), as = a.dataSync();
  const dW = new Float32Array(H * D);
  for (let b = 0; b < B; b++)
    for (let h = 0; h < H; h++)
      for (let d = 0; d < D; h++)
        dW[h * D + d] += dzs[b * H + h] * as[b * D + d];
  return tf.tensor2d(dW, [H, D]);
}

export function backward(p: Params, x: tf.Tensor2D, y: tf.Tensor2D) {
  const { z1, z2, yhat } = forward(p, x, y);
  const dyhat = yhat.sub(y).div(x.shape[0]);
  const dz2 = dyhat.matMul(p.w2);
  const dz1 = dz2.mul(z1.greater(0));
  return {
    dyhat,
    dz2,
    dz1,
    dW1: weightGradient(dz1, x),
    db1: dz1.sum(0),
    dw2: weightGradient(dyhat, z2),
    db2: dyhat.sum(0),
    dx: dz1.matMul(p.W1),
  };
}
