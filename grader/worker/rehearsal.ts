/**
 * The requests to the worker while V8's code cache is made. Functions compiled by then are in the cache; others would
 * be compiled again for every submission, on their first call.
 */
import { encodeFrame, packTensors } from '../protocol/frames.js';
import type { Request } from '../protocol/worker.js';
import type { TensorData } from '../tensor/tensor.js';

/** The operations of a small network and its gradients, once each. */
const MODULE = `const tf = require('@tensorflow/tfjs');
exports.train = ({ W, b }, x, y) => tf.tidy(() => {
  const scores = x.matMul(W, false, true).add(b);
  const hidden = scores.relu();
  const loss = (w) => x.matMul(w, false, true).add(b).relu().sub(y).square().div(2).mean();
  const gradient = tf.grad(loss)(W);
  const probability = scores.softmax();
  const crossEntropy = scores.logSoftmax().mul(y).sum(1).neg().mean();
  const dscores = hidden.sub(y).mul(scores.greater(0).toFloat()).div(x.shape[0]);
  const dW = tf.matMul(dscores, x, true, false);
  const db = dscores.sum(0);
  const more = [scores.sigmoid(), scores.tanh(), scores.exp(), scores.abs().add(1).log(), scores.max(1), scores.argMax(1)];
  const shaped = tf.concat([scores.transpose().reshape([-1]), tf.zeros([2]), tf.onesLike(b), tf.scalar(1).expandDims(0)]);
  const picked = tf.where(scores.greater(0), scores, tf.zerosLike(scores));
  more.forEach((tensor) => tensor.dataSync());
  return { loss: crossEntropy, dW, db, gradient, probability: probability.arraySync(), shaped, picked, dx: dscores.matMul(W) };
});`;

const tensor = (shape: readonly number[]): TensorData => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { dtype: 'float32', shape, values: Float32Array.from({ length: size }, (_, index) => (index % 5) / 4 - 0.5) };
};

export function rehearsalFrames(): readonly Uint8Array[] {
  const { headers, body } = packTensors({ W: tensor([2, 3]), b: tensor([2]), x: tensor([4, 3]), y: tensor([4, 2]) });
  const load: Request = { type: 'load-module', filename: 'rehearsal.js' };
  const call: Request = {
    type: 'call',
    export: 'train',
    arguments: [{ record: { W: 'W', b: 'b' } }, { tensor: 'x' }, { tensor: 'y' }],
    returns: {
      kind: 'record',
      keys: ['loss', 'dW', 'db', 'gradient', 'probability', 'shaped', 'picked', 'dx'],
    },
    mostValues: 1000,
    tensors: headers,
  };
  return [encodeFrame(load, new TextEncoder().encode(MODULE)), encodeFrame(call, body), encodeFrame(call, body)];
}
