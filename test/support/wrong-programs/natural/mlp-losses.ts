/** Classifiers whose loss, or its gradient, students get wrong, by hand. */
import type { WrongProgram } from '../wrong-program.js';
import { mlp, type ClassLoss, type Layers } from './mlp-by-hand.js';
import { student, tf } from './tfjs.js';

const classifier = (ids: readonly string[] | null, name: string, changes: Partial<Layers & ClassLoss>): WrongProgram =>
  student('mlp', ids, name, mlp(changes));

export const MLP_LOSSES: readonly WrongProgram[] = [
  classifier(['times-batch'], 'tf.sum in place of tf.mean, loss and gradient', {
    loss: (p, target) => tf.log(p).mul(target).sum().neg(),
    dlogits: (p, target) => p.sub(target),
  }),
  classifier(['gradient-times-batch'], 'the loss is a mean, the gradient that of a sum', {
    dlogits: (p, target) => p.sub(target),
  }),
  classifier(['divided-by-classes'], 'divided by all elements', {
    loss: (p, target) => tf.log(p).mul(target).mean().neg(),
    dlogits: (p, target) => p.sub(target).div(p.size),
  }),
  classifier(['sign-flipped'], 'onehot - p', { dlogits: (p, target) => target.sub(p).div(p.shape[0]) }),
  classifier(['onehot-missing'], 'p without the one-hot label', { dlogits: (p) => p.div(p.shape[0]) }),
  classifier(['softmax-diagonal-jacobian'], 'softmax backward like sigmoid', {
    dlogits: (p, target) =>
      target
        .div(p)
        .neg()
        .mul(p.mul(tf.sub(1, p)))
        .div(p.shape[0]),
  }),
  classifier(['softmax-over-batch:by-hand'], 'softmax with sum(0)', {
    softmax: (logits) => tf.exp(logits).div(tf.exp(logits).sum(0, true)),
  }),
  classifier(null, 'softmax with the sum of everything', {
    softmax: (logits) => tf.exp(logits).div(tf.exp(logits).sum()),
  }),
  classifier(null, 'softmax whose divisors, without keepDims, meet the examples in another order', {
    softmax: (logits) => {
      const sums = tf.exp(logits).sum(1);
      return tf.exp(logits).div(sums.reverse().reshape([-1, 1]));
    },
  }),
  classifier(null, 'trained on its own predictions: argMax of the logits', {
    dlogits: (p) => p.sub(tf.oneHot(p.argMax(1), p.shape[1] ?? 1)).div(p.shape[0]),
  }),
  classifier(null, 'labels from 1: oneHot(label - 1)', {
    oneHot: (label, classes) => tf.oneHot(label.sub(1).toInt(), classes),
  }),
  classifier(['label-off-by-one'], 'labels shifted: oneHot((label + 1) % C)', {
    oneHot: (label, classes) => tf.oneHot(label.add(1).mod(classes).toInt(), classes),
  }),
  classifier(null, 'a gradient through softmax although p - onehot has passed it already', {
    dlogits: (p, target) => p.sub(target).mul(p).mul(tf.sub(1, p)).div(p.shape[0]),
  }),
  classifier(['log2', 'gradient-times-batch'], 'tf.log(p) / ln 2, and a gradient without 1 / B', {
    loss: (p, target) => tf.log(p).div(Math.LN2).mul(target).sum(1).mean().neg(),
    dlogits: (p, target) => p.sub(target).div(Math.LN2),
  }),
  classifier(['onehot-missing', 'relu-no-mask'], 'p without the one-hot label, and no mask', {
    dlogits: (p) => p.div(p.shape[0]),
    activationBackward: (g) => g,
  }),
];
