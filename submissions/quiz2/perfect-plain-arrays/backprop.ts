import * as tf from '@tensorflow/tfjs';

// I wanted to see every sum, so this is all loops and no tensor operations.
type Matrix = number[][];

interface Params {
  W1: tf.Tensor2D;
  b1: tf.Tensor1D;
  w2: tf.Tensor2D;
  b2: tf.Tensor1D;
}

function zeros(rows: number, columns: number): Matrix {
  return Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
}

export function forward(p: Params, xt: tf.Tensor2D, yt: tf.Tensor2D) {
  const W1 = p.W1.arraySync(), b1 = p.b1.arraySync();
  const w2 = p.w2.arraySync(), b2 = p.b2.arraySync();
  const x = xt.arraySync(), y = yt.arraySync();

  const z1 = x.map((row) => W1.map((w, h) => w.reduce((sum, wi, i) => sum + wi * row[i], b1[h])));
  const z2 = z1.map((row) => row.map((z) => Math.max(0, z)));
  const yhat = z2.map((row) => [row.reduce((sum, z, h) => sum + z * w2[0][h], b2[0])]);

  let loss = 0;
  for (let b = 0; b < x.length; b++) loss += (y[b][0] - yhat[b][0]) ** 2 / 2;
  loss /= x.length;
  return { z1, z2, yhat, loss };
}

export function backward(p: Params, xt: tf.Tensor2D, yt: tf.Tensor2D) {
  const { z1, z2, yhat } = forward(p, xt, yt);
  const W1 = p.W1.arraySync(), w2 = p.w2.arraySync();
  const x = xt.arraySync(), y = yt.arraySync();
  const B = x.length, H = W1.length, D = x[0].length;

  const dyhat = yhat.map((row, b) => [(row[0] - y[b][0]) / B]);
  const dz2 = dyhat.map(([d]) => w2[0].map((w) => d * w));
  const dz1 = dz2.map((row, b) => row.map((d, h) => (z1[b][h] > 0 ? d : 0)));

  const dW1 = zeros(H, D), db1 = new Array<number>(H).fill(0);
  const dw2 = zeros(1, H), db2 = [0];
  const dx = zeros(B, D);
  for (let b = 0; b < B; b++) {
    db2[0] += dyhat[b][0];
    for (let h = 0; h < H; h++) {
      db1[h] += dz1[b][h];
      dw2[0][h] += dyhat[b][0] * z2[b][h];
      for (let d = 0; d < D; d++) {
        dW1[h][d] += dz1[b][h] * x[b][d];
        dx[b][d] += dz1[b][h] * W1[h][d];
      }
    }
  }
  return { dyhat, dz2, dz1, dW1, db1, dw2, db2, dx };
}
