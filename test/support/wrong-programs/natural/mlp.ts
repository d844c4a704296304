/** Classifiers as students get their layers wrong, by hand. */
import type { WrongProgram } from '../wrong-program.js';
import { RELU, mlp, type ClassLoss, type Layers } from './mlp-by-hand.js';
import { student, tf, type Tensor } from './tfjs.js';

const classifier = (ids: readonly string[] | null, name: string, changes: Partial<Layers & ClassLoss>): WrongProgram =>
  student('mlp', ids, name, mlp(changes));

function lastMask(): Pick<Layers, 'activation' | 'activationBackward'> {
  const last: { z?: Tensor } = {};
  return {
    activation: (z) => {
      last.z = z;
      return tf.relu(z);
    },
    activationBackward: (g, z) => g.mul((last.z ?? z).greater(0)),
  };
}

const SLOPES: readonly WrongProgram[] = [
  classifier(['relu-mask-of-gradient'], 'relu backward: g where g >= 0', {
    activationBackward: (g) => g.mul(g.greaterEqual(0)),
  }),
  classifier(['relu-mask-of-gradient'], 'relu backward: relu(g)', { activationBackward: (g) => tf.relu(g) }),
  classifier(['relu-times-activation'], 'relu backward: g times relu(z)', {
    activationBackward: (g, _z, a) => g.mul(a),
  }),
  classifier(['relu-no-mask'], 'relu backward: forgotten', { activationBackward: (g) => g }),
  classifier(['relu-inverted-mask'], 'relu backward: tf.where with its branches exchanged', {
    activationBackward: (g, z) => tf.where(z.greater(0), tf.zerosLike(g), g),
  }),
  classifier(null, 'relu backward: step of z in place of g times the step', {
    activationBackward: (_g, z) => z.greater(0).toFloat(),
  }),
  // one variable for the input of every relu: the backward pass finds that of the last one
  classifier(['relu-mask-of-other-layer@z2'], 'relu backward: the mask of the last layer in both', lastMask()),
  classifier(['relu-no-mask@z2'], 'relu backward: forgotten in the first layer', {
    activationBackward: (g, z, _a, layer) => (layer === 1 ? g : g.mul(z.greater(0))),
  }),
];

const WEIGHTS: readonly WrongProgram[] = [
  classifier(['dw-transposed'], 'dW: matMul(input, g, true), turned only where the shape says so', {
    dW: ({ g, input, W }) => {
      const dW = tf.matMul(input, g, true);
      return dW.shape.join() === W.shape.join() ? dW : dW.transpose();
    },
  }),
  classifier(null, 'dW: reshape in place of transpose', {
    dW: ({ g, input, W }) => tf.matMul(input, g, true).reshape(W.shape),
  }),
  classifier(['dw-from-preactivation'], 'dW: from z in place of relu(z)', {
    dW: ({ g, before }) => tf.matMul(g, before, true),
  }),
  classifier(['dw-before-mask'], 'dW: from the gradient above the relu', {
    dW: ({ above, input }) => tf.matMul(above, input, true),
  }),
  classifier(['dw-before-mask', 'db-before-mask'], 'dW and db: from the gradient above the relu', {
    dW: ({ above, input }) => tf.matMul(above, input, true),
    db: ({ above }) => above.sum(0),
  }),
  classifier(['input-gradient-transposed'], 'dx: matMul(g, W, false, true) where it fits', {
    dx: ({ g, W, layer }) => tf.matMul(g, W, false, layer === 2),
  }),
  classifier(['weights-updated-early'], 'dx: after the weights were updated in the same loop', {
    dx: ({ g, W }, dW) => tf.matMul(g, W.sub(dW.mul(0.1))),
  }),
  classifier(['db-mean'], 'db: mean over the batch', { db: ({ g }) => g.mean(0) }),
  classifier(['db-zero'], 'db: initialised and never filled', { db: ({ g }) => tf.zeros([g.shape[1] ?? 1]) }),
  classifier(null, 'db: of the first example', { db: ({ g }) => g.slice([0, 0], [1, -1]).squeeze([0]) }),
  classifier(['bias-twice:by-hand'], 'the bias is added by the layer and again before the activation', {
    linear: (x, W, b, layer) => RELU.linear(x, W, b, layer).add(b),
  }),
  classifier(['bias-missing:by-hand@b3'], 'no bias in the last layer', {
    linear: (x, W, b, layer) => (layer === 3 ? tf.matMul(x, W, false, true) : RELU.linear(x, W, b, layer)),
  }),
];

export const MLP_LAYERS: readonly WrongProgram[] = [...SLOPES, ...WEIGHTS];
