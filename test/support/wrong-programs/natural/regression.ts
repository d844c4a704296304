/** Regressions as students get them wrong: backward passes by hand. */
import type { NetworkName } from '../networks/networks.js';
import type { WrongProgram } from '../wrong-program.js';
import { SIGMOID, TANH, regression, type Layers, type SquaredError } from './mlp-by-hand.js';
import { student, tf } from './tfjs.js';

const of =
  (network: NetworkName, layers: Layers) =>
  (ids: readonly string[] | null, name: string, changes: Partial<Layers & SquaredError>): WrongProgram =>
    student(network, ids, name, regression(layers, changes));

const sigmoid = of('regression-sigmoid', SIGMOID);
const tanh = of('regression-tanh', TANH);

export const REGRESSION_BY_HAND: readonly WrongProgram[] = [
  sigmoid(['sigmoid-slope-of-output'], 'sigmoid backward: sigmoid applied to the activation again', {
    activationBackward: (g, z, a, layer) =>
      g.mul(layer === 1 ? tf.sigmoid(a).mul(tf.sub(1, tf.sigmoid(a))) : z.greater(0)),
  }),
  sigmoid(null, 'sigmoid backward: a (1 + a)', {
    activationBackward: (g, z, a, layer) => g.mul(layer === 1 ? a.mul(a.add(1)) : z.greater(0)),
  }),
  sigmoid(null, 'sigmoid backward: z (1 - z)', {
    activationBackward: (g, z, _a, layer) => g.mul(layer === 1 ? z.mul(tf.sub(1, z)) : z.greater(0)),
  }),
  sigmoid(null, 'sigmoid backward: the step of relu in both layers', {
    activationBackward: (g, z) => g.mul(z.greater(0)),
  }),
  sigmoid(['sign-flipped'], 'y - yhat', { dyhat: (yhat, y) => y.sub(yhat).div(y.shape[0]) }),
  sigmoid(['factor-2:gradient'], '2 (yhat - y) although the loss is halved', {
    dyhat: (yhat, y) => yhat.sub(y).mul(2).div(y.shape[0]),
  }),
  sigmoid(['times-batch'], 'tf.sum in place of tf.mean, loss and gradient', {
    loss: (yhat, y) => yhat.sub(y).square().div(2).sum(),
    dyhat: (yhat, y) => yhat.sub(y),
  }),
  tanh(['tanh-slope-of-input'], 'tanh backward: 1 - z^2', {
    activationBackward: (g, z, _a, layer) => g.mul(layer === 1 ? tf.sub(1, z.square()) : z.greater(0)),
  }),
  tanh(null, 'tanh backward: 1 - a', {
    activationBackward: (g, z, a, layer) => g.mul(layer === 1 ? tf.sub(1, a) : z.greater(0)),
  }),
  tanh(null, 'tanh backward: 1 + a^2', {
    activationBackward: (g, z, a, layer) => g.mul(layer === 1 ? a.square().add(1) : z.greater(0)),
  }),
  tanh(null, 'y of shape [B] against yhat of shape [B,1]: all pairs of examples', {
    loss: (yhat, y) =>
      yhat
        .sub(y.squeeze([1]))
        .square()
        .div(2)
        .mean(),
    dyhat: (yhat, y) =>
      yhat
        .sub(y.squeeze([1]))
        .mean(1, true)
        .div(y.shape[0]),
  }),
  tanh(null, 'the gradient is divided by the loss, as of its logarithm', {
    dyhat: (yhat, y) => yhat.sub(y).div(y.shape[0]).div(yhat.sub(y).square().mean()),
  }),
  tanh(['dw-from-preactivation@W2'], 'dW2: from z1 in place of tanh(z1)', {
    dW: ({ g, input, before, layer }) => tf.matMul(g, layer === 2 ? before : input, true),
  }),
];
