/** Wrong forward passes and losses, whose gradients are those that tf.grads takes of them. */
import type { WrongProgram } from '../wrong-program.js';
import { mlpForward, oneHot, regressionForward, type ForwardCode } from './autograd.js';
import { student, tf, type Tensor } from './tfjs.js';

const classifier = (ids: readonly string[] | null, name: string, changes: Partial<ForwardCode>): WrongProgram =>
  student('mlp', ids, name, mlpForward(changes));

const detached = (value: Tensor) => tf.tensor(value.dataSync(), value.shape);
const usualLinear = (x: Tensor, W: Tensor, b: Tensor) => tf.matMul(x, W, false, true).add(b);

const LOSSES: readonly WrongProgram[] = [
  classifier(['softmax-twice'], 'tf.losses.softmaxCrossEntropy of tf.softmax(logits)', {
    loss: (logits, label) => tf.losses.softmaxCrossEntropy(oneHot(label, logits), tf.softmax(logits)),
  }),
  classifier(['sigmoid-cross-entropy', 'divided-by-classes'], 'tf.losses.sigmoidCrossEntropy', {
    loss: (logits, label) => tf.losses.sigmoidCrossEntropy(oneHot(label, logits), logits),
  }),
  classifier(['l2-on-logits', 'divided-by-classes'], 'tf.losses.meanSquaredError of the logits', {
    loss: (logits, label) => tf.losses.meanSquaredError(oneHot(label, logits), logits),
  }),
  classifier(['brier-for-cross-entropy', 'divided-by-classes'], 'tf.losses.meanSquaredError of softmax', {
    loss: (logits, label) => tf.losses.meanSquaredError(oneHot(label, logits), tf.softmax(logits)),
  }),
  classifier(['brier-for-cross-entropy'], 'squares of softmax - onehot, summed over the classes', {
    loss: (logits, label) => tf.softmax(logits).sub(oneHot(label, logits)).square().sum(1).mean(),
  }),
  classifier(['number-label'], 'squares of logits - label', {
    loss: (logits, label) =>
      logits
        .sub(label.reshape([-1, 1]))
        .square()
        .sum(1)
        .mean(),
  }),
  classifier(['log2'], 'the logarithm in bits', {
    loss: (logits, label) => tf.log(tf.softmax(logits)).div(Math.log(2)).mul(oneHot(label, logits)).sum(1).mean().neg(),
  }),
  classifier(['softmax-over-batch'], 'softmax of the transposed logits', {
    loss: (logits, label) =>
      tf.logSoftmax(logits.transpose()).transpose().mul(oneHot(label, logits)).sum(1).mean().neg(),
  }),
  classifier(['divided-by-classes'], 'tf.mean over all elements', {
    loss: (logits, label) => tf.logSoftmax(logits).mul(oneHot(label, logits)).mean().neg(),
  }),
  classifier(null, 'binary cross-entropy of softmax', {
    loss: (logits, label) => tf.losses.logLoss(oneHot(label, logits), tf.softmax(logits)),
  }),
  classifier(null, 'cosine distance', {
    loss: (logits, label) => tf.losses.cosineDistance(oneHot(label, logits).toFloat(), logits, 1),
  }),
  classifier(null, 'the probability in place of its logarithm', {
    loss: (logits, label) => tf.softmax(logits).mul(oneHot(label, logits)).sum(1).mean().neg(),
  }),
];

const LAYERS: readonly WrongProgram[] = [
  classifier(['weight-not-transposed'], 'matMul(x, W) where it fits', {
    linear: (x, W, b, name) => (name === 'z3' ? tf.matMul(x, W).add(b) : usualLinear(x, W, b)),
  }),
  classifier(['activation-missing@z4'], 'no relu after the second layer', {
    relu: (z, name) => (name === 'z4' ? z : tf.relu(z)),
  }),
  classifier(['tanh-for-relu'], 'tanh in both layers', { relu: (z) => tf.tanh(z) }),
  classifier(['relu-on-logits:reported'], 'one helper for all layers: relu of the logits', {
    linear: (x, W, b, name) => (name === 'logits' ? tf.relu(usualLinear(x, W, b)) : usualLinear(x, W, b)),
  }),
  classifier(['softmax-twice:reported'], 'the model ends in a softmax, and so does the loss', {
    linear: (x, W, b, name) => (name === 'logits' ? tf.softmax(usualLinear(x, W, b)) : usualLinear(x, W, b)),
  }),
  classifier(['bias-twice'], 'the bias is added twice', {
    linear: (x, W, b) => usualLinear(x, W, b).add(b),
  }),
  classifier(['bias-missing@z1'], 'no bias in the first layer', {
    linear: (x, W, b, name) => (name === 'z1' ? tf.matMul(x, W, false, true) : usualLinear(x, W, b)),
  }),
  classifier(['detached@z2'], 'an activation that passed through dataSync', {
    relu: (z, name) => (name === 'z2' ? detached(tf.relu(z)) : tf.relu(z)),
  }),
  student(
    'regression-sigmoid',
    ['factor-2'],
    'the squares are not halved',
    regressionForward(tf.sigmoid, {
      loss: (yhat, y) => tf.losses.meanSquaredError(y, yhat),
    }),
  ),
  student(
    'regression-tanh',
    null,
    'tf.losses.absoluteDifference',
    regressionForward(tf.tanh, {
      loss: (yhat, y) => tf.losses.absoluteDifference(y, yhat),
    }),
  ),
  student('regression-tanh', null, 'sigmoid in place of tanh', regressionForward(tf.sigmoid, {})),
];

export const BY_AUTOGRAD: readonly WrongProgram[] = [...LOSSES, ...LAYERS];
