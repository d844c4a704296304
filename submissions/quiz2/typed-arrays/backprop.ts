import * as tf from '@tensorflow/tfjs';

// Everything is a flat row-major Float64Array. I come from C.
type Params = { W1: tf.Tensor2D; b1: tf.Tensor1D; w2: tf.Tensor2D; b2: tf.Tensor1D };
const flat = (t: tf.Tensor) => Float64Array.from(t.dataSync());

export function forward(p: Params, xt: tf.Tensor2D, yt: tf.Tensor2D) {
  const [B, D] = xt.shape;
  const H = p.b1.shape[0];
  const W1 = flat(p.W1), b1 = flat(p.b1), w2 = flat(p.w2), b2 = flat(p.b2), x = flat(xt), y = flat(yt);
  const z1 = new Float64Array(B * H), z2 = new Float64Array(B * H), yhat = new Float64Array(B);
  let loss = 0;
  for (let b = 0; b < B; b++) {
    yhat[b] = b2[0];
    for (let h = 0; h < H; h++) {
      let z = b1[h];
      for (let d = 0; d < D; d++) z += W1[h * D + d] * x[b * D + d];
      z1[b * H + h] = z;
      z2[b * H + h] = z > 0 ? z : 0;
      yhat[b] += w2[h] * z2[b * H + h];
    }
    loss += (y[b] - yhat[b]) * (y[b] - yhat[b]) / (2 * B);
  }
  return { z1, z2, yhat, loss };
}

export function backward(p: Params, xt: tf.Tensor2D, yt: tf.Tensor2D) {
  const [B, D] = xt.shape;
  const H = p.b1.shape[0];
  const { z1, z2, yhat } = forward(p, xt, yt);
  const W1 = flat(p.W1), w2 = flat(p.w2), x = flat(xt), y = flat(yt);
  const dyhat = yhat.map((value, b) => (value - y[b]) / B);
  const dz2 = new Float64Array(B * H), dz1 = new Float64Array(B * H), dx = new Float64Array(B * D);
  const dW1 = new Float64Array(H * D), db1 = new Float64Array(H);
  const dw2 = new Float64Array(H), db2 = new Float64Array(1);
  for (let b = 0; b < B; b++) {
    db2[0] += dyhat[b];
    for (let h = 0; h < H; h++) {
      const i = b * H + h;
      dw2[h] += dyhat[b] * z2[i];
      dz2[i] = dyhat[b] * w2[h];
      if (z1[i] <= 0) continue;
      dz1[i] = dz2[i];
      db1[h] += dz1[i];
      for (let d = 0; d < D; d++) {
        dW1[h * D + d] += dz1[i] * x[b * D + d];
        dx[b * D + d] += dz1[i] * W1[h * D + d];
      }
    }
  }
  return { dyhat, dz2, dz1, dW1, db1, dw2, db2, dx };
}
