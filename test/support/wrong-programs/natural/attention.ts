/** Attention blocks that students get wrong, whose gradients are those that tf.grads takes of them. */
import type { WrongProgram } from '../wrong-program.js';
import { attentionForward, layerNorm, type AttentionCode } from './autograd.js';
import { student, tf, type Tensor } from './tfjs.js';

const attention = (ids: readonly string[] | null, name: string, changes: Partial<AttentionCode>): WrongProgram =>
  student('attention', ids, name, attentionForward(changes));

/** x, through which no gradient passes. */
const constant = (x: Tensor): Tensor =>
  tf.customGrad((value) => ({ value: (value as Tensor).clone(), gradFunc: (dy: Tensor) => tf.zerosLike(dy) }))(x);

export const ATTENTION_PROGRAMS: readonly WrongProgram[] = [
  attention(['attention-scale-missing'], 'softmax(q k^T)', {
    scores: (q, k) => tf.matMul(q, k, false, true),
  }),
  attention(['attention-scale-linear'], 'divided by the width', {
    scores: (q, k) => tf.matMul(q, k, false, true).div(q.shape.at(-1) ?? 1),
  }),
  attention(['attention-softmax-over-queries'], 'softmax of the transposed scores', {
    softmax: (scores) => tf.softmax(scores.transpose()).transpose(),
  }),
  attention(['attention-query-key-swapped'], 'k q^T', {
    scores: (q, k) => tf.matMul(k, q, false, true).div(Math.sqrt(q.shape.at(-1) ?? 1)),
  }),
  attention(['attention-keys-as-values'], 'the keys are mixed', {
    mix: (weights, _v, k) => tf.matMul(weights, k),
  }),
  attention(['residual-missing'], 'no residual', { residual: (_x, a) => a }),
  attention(null, 'a residual of the normalised input', {
    residual: (x, a) => tf.softmax(x).add(a),
  }),
  attention(['layer-norm-unbiased'], 'the variance of a sample', {
    norm: (s, gamma, beta) => {
      const centred = s.sub(s.mean(-1, true));
      const variance = centred
        .square()
        .sum(-1, true)
        .div((s.shape.at(-1) ?? 1) - 1);
      return centred.div(variance.add(1e-5).sqrt()).mul(gamma).add(beta);
    },
  }),
  attention(['layer-norm-mean-missing'], 'divided by the deviation, not centred', {
    norm: (s, gamma, beta) =>
      s
        .div(tf.moments(s, -1, true).variance.add(1e-5).sqrt())
        .mul(gamma)
        .add(beta),
  }),
  attention(['layer-norm-statistics-constant'], 'mean and variance of numbers that left the graph', {
    norm: (s, gamma, beta) => {
      const { mean, variance } = tf.moments(constant(s), -1, true);
      return s.sub(mean).div(variance.add(1e-5).sqrt()).mul(gamma).add(beta);
    },
  }),
  attention(['residual-gradient-missing'], 'a residual of numbers that left the graph', {
    residual: (x, a) => constant(x).add(a),
  }),
  attention(null, 'normalised over the tokens', {
    norm: (s, gamma, beta) => {
      const { mean, variance } = tf.moments(s, 0, true);
      return s.sub(mean).div(variance.add(1e-5).sqrt()).mul(gamma).add(beta);
    },
  }),
  attention(null, 'normalised before the residual', {
    residual: (x, a) => x.add(layerNorm(a, tf.onesLike(a), tf.zerosLike(a))),
  }),
];
