/** Forward passes with tf.js operations, whose gradients tf.grads takes. Each natural program changes some of the functions. */
import type * as Core from '@tensorflow/tfjs-core';
import type { MlpName, RegressionName } from './mlp-by-hand.js';
import { differentiated, tf, type Code, type Tap, type Tensor } from './tfjs.js';

/** Of a layer by the name of its weights: z1, z3 and logits are those of W1, W2 and W3. */
export interface ForwardCode {
  readonly linear: (x: Tensor, W: Tensor, b: Tensor, name: string) => Tensor;
  readonly relu: (z: Tensor, name: string) => Tensor;
  readonly loss: (logits: Tensor, label: Tensor) => Tensor;
}

const classesOf = (logits: Tensor) => logits.shape.at(-1) ?? 1;

export const oneHot = (label: Tensor, logits: Tensor): Tensor => tf.oneHot(label, classesOf(logits));

/** Works for scores [..., C] and labels [...]. */
const FORWARD: ForwardCode = {
  linear: (x, W, b) =>
    tf
      .matMul(x.reshape([-1, W.shape[1] ?? 1]), W, false, true)
      .add(b)
      .reshape([...x.shape.slice(0, -1), W.shape[0]]),
  relu: (z) => tf.relu(z),
  loss: (logits, label) => tf.logSoftmax(logits).mul(oneHot(label, logits)).sum(-1).mean().neg(),
};

export function mlpForward(changes: Partial<ForwardCode>): Code<MlpName> {
  const { linear, relu, loss } = { ...FORWARD, ...changes };
  return differentiated(({ x, W1, b1, W2, b2, W3, b3, label }, tap) => {
    const z1 = tap('z1', linear(x, W1, b1, 'z1'));
    const z2 = tap('z2', relu(z1, 'z2'));
    const z3 = tap('z3', linear(z2, W2, b2, 'z3'));
    const z4 = tap('z4', relu(z3, 'z4'));
    return loss(tap('logits', linear(z4, W3, b3, 'logits')), label);
  });
}

export interface RegressionCode extends Omit<ForwardCode, 'loss'> {
  readonly curve: (z: Tensor) => Tensor;
  readonly loss: (yhat: Tensor, y: Tensor) => Tensor;
}

export function regressionForward(
  curve: (z: Tensor) => Tensor,
  changes: Partial<RegressionCode>,
): Code<RegressionName> {
  const usual: RegressionCode = { ...FORWARD, curve, loss: (yhat, y) => yhat.sub(y).square().mean().div(2) };
  const { linear, relu, loss, ...code } = { ...usual, ...changes };
  return differentiated(({ x, W1, b1, W2, b2, W3, b3, y }, tap) => {
    const z1 = tap('z1', linear(x, W1, b1, 'z1'));
    const z2 = tap('z2', code.curve(z1));
    const z3 = tap('z3', linear(z2, W2, b2, 'z3'));
    const z4 = tap('z4', relu(z3, 'z4'));
    return loss(tap('yhat', linear(z4, W3, b3, 'yhat')), y);
  });
}

export interface CnnForwardCode extends ForwardCode {
  readonly conv: (x: Tensor, K: Tensor, k: Tensor, padding: 'same' | 'valid') => Tensor;
  readonly pool: (x: Tensor) => Tensor;
  readonly flatten: (x: Tensor) => Tensor;
}

export type CnnName = 'x' | 'K1' | 'k1' | 'K2' | 'k2' | 'W' | 'b' | 'label';

export const rank4 = (tensor: Tensor) => tensor as Core.Tensor4D;

export const CNN_FORWARD: CnnForwardCode = {
  ...FORWARD,
  conv: (x, K, k, padding) => tf.conv2d(rank4(x), rank4(K), 1, padding).add(k),
  pool: (x) => tf.maxPool(rank4(x), 2, 2, 'valid'),
  flatten: (x) => x.reshape([x.shape[0], -1]),
};

/** `isPoolFirst`: the network that pools before the second relu. */
export function cnnForward(changes: Partial<CnnForwardCode>, isPoolFirst: boolean): Code<CnnName> {
  const { linear, relu, loss, conv, pool, flatten } = { ...CNN_FORWARD, ...changes };
  return differentiated(({ x, K1, k1, K2, k2, W, b, label }, tap) => {
    const c1 = tap('c1', conv(x, K1, k1, 'same'));
    const r1 = tap('r1', relu(c1, 'r1'));
    const c2 = tap('c2', conv(r1, K2, k2, 'valid'));
    const steps = {
      r2: (value: Tensor) => tap('r2', relu(value, 'r2')),
      p: (value: Tensor) => tap('p', pool(value)),
    };
    const last = isPoolFirst ? steps.r2(steps.p(c2)) : steps.p(steps.r2(c2));
    const f = tap('f', flatten(last));
    return loss(tap('logits', linear(f, W, b, 'logits')), label);
  });
}

export interface AttentionCode extends ForwardCode {
  readonly scores: (q: Tensor, k: Tensor) => Tensor;
  readonly softmax: (scores: Tensor) => Tensor;
  readonly mix: (weights: Tensor, v: Tensor, k: Tensor) => Tensor;
  readonly residual: (x: Tensor, a: Tensor) => Tensor;
  readonly norm: (s: Tensor, gamma: Tensor, beta: Tensor) => Tensor;
}

export type AttentionName = `${'W' | 'b'}${'q' | 'k' | 'v' | '1' | '2'}` | 'x' | 'gamma' | 'beta' | 'label';

/** gamma (s - mean) / sqrt(variance + epsilon) + beta over the last axis. */
export function layerNorm(s: Tensor, gamma: Tensor, beta: Tensor): Tensor {
  const { mean, variance } = tf.moments(s, -1, true);
  return s.sub(mean).div(variance.add(1e-5).sqrt()).mul(gamma).add(beta);
}

const ATTENTION: AttentionCode = {
  ...FORWARD,
  scores: (q, k) => tf.matMul(q, k, false, true).div(Math.sqrt(q.shape.at(-1) ?? 1)),
  softmax: (scores) => tf.softmax(scores),
  mix: (weights, v) => tf.matMul(weights, v),
  residual: (x, a) => x.add(a),
  norm: layerNorm,
};

/** One head on tokens [T,D]. */
export function attentionForward(changes: Partial<AttentionCode>): Code<AttentionName> {
  const { linear, relu, loss, scores, softmax, mix, residual, norm } = { ...ATTENTION, ...changes };
  return differentiated((given, tap: Tap) => {
    const { x, gamma, beta, label } = given;
    const q = tap('q', linear(x, given.Wq, given.bq, 'q'));
    const k = tap('k', linear(x, given.Wk, given.bk, 'k'));
    const v = tap('v', linear(x, given.Wv, given.bv, 'v'));
    const a = tap('a', mix(softmax(scores(q, k)), v, k));
    const s = tap('s', residual(x, a));
    const z = tap('z', linear(tap('n', norm(s, gamma, beta)), given.W1, given.b1, 'z'));
    return loss(tap('logits', linear(tap('h', relu(z, 'h')), given.W2, given.b2, 'logits')), label);
  });
}
