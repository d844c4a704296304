/** Mistakes with losses: another loss, other probabilities, other labels. */
import type { NetworkNode } from '../../schema/network.js';
import { softmaxOf, softmaxVjp } from '../ops/softmax.js';
import {
  before,
  diagonalOnly,
  logitsGradient,
  ownLoss,
  shiftedLabels,
  outputChanged,
  softmaxOverBatch,
  absoluteError,
  throughSoftmaxAgain,
} from './loss-rewrites.js';
import { atNodes, atOps, type Mistake } from './mistake.js';
import { withOp } from './rewriting.js';

const sigmoid = (z: number) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const TAKES_LOGITS: readonly NetworkNode['op'][] = ['cross-entropy', 'brier'];
const CLASSIFYING: readonly NetworkNode['op'][] = ['cross-entropy', 'brier', 'one-hot-l2'];
const WHICH_LOSS = 'Write the loss of one example down: which numbers are compared with the one-hot label?';
const AXIS = 'Which numbers must add up to 1 after softmax: those of one example, or those of one class?';

export const LOSSES: readonly Mistake[] = [
  {
    name: 'softmax-twice',
    topic: 'losses',
    kind: 'rule',
    main: true,
    sentence: 'is the result if softmax is applied twice',
    hint: 'Does the loss function that you call expect logits or probabilities, and which of them does it get?',
    section: 'Regression vs classification',
    variants: (setting) => [
      ...atOps(
        TAKES_LOGITS,
        before(softmaxOf, (part, p) => softmaxVjp(p, part, -1)),
      )(setting),
      ...atNodes(
        ({ name }, { network: { nodes } }) => nodes.some(({ op, of }) => TAKES_LOGITS.includes(op) && of[0] === name),
        outputChanged(softmaxOf, (upstream, p) => softmaxVjp(p, upstream, -1)),
      )(setting),
    ],
  },
  {
    name: 'softmax-missing',
    topic: 'losses',
    kind: 'rule',
    sentence: 'is the result if the one-hot label is compared with the logits, without softmax',
    hint: WHICH_LOSS,
    section: 'Regression vs classification',
    variants: atOps(['cross-entropy', 'brier'], withOp('one-hot-l2')),
  },
  {
    name: 'softmax-added',
    topic: 'losses',
    kind: 'rule',
    sentence: 'is the result if the label is compared with softmax of the outputs',
    hint: WHICH_LOSS,
    section: 'Regression vs classification',
    variants: atOps(['one-hot-l2'], withOp('brier')),
  },
  {
    name: 'softmax-diagonal-jacobian',
    topic: 'losses',
    kind: 'rule',
    sentence: 'is the result if softmax had the derivative p(1 - p) in every place',
    hint: 'On which of the inputs does one output of softmax depend?',
    section: 'Quiz 2: questions on Jacobians',
    variants: (setting) => [
      ...atOps(['softmax'], diagonalOnly)(setting),
      ...atOps(
        ['cross-entropy'],
        logitsGradient((p, isLabel) => (isLabel ? p - 1 : 0)),
      )(setting),
    ],
  },
  {
    name: 'brier-for-cross-entropy',
    topic: 'losses',
    kind: 'rule',
    main: true,
    sentence: 'is the result with the Brier score in place of cross entropy',
    hint: WHICH_LOSS,
    section: 'Regression vs classification',
    variants: atOps(['cross-entropy'], withOp('brier')),
  },
  {
    name: 'cross-entropy-for-other-loss',
    topic: 'losses',
    kind: 'rule',
    sentence: 'is the result with cross entropy in place of the loss of the homework',
    hint: WHICH_LOSS,
    section: 'Regression vs classification',
    variants: atOps(['brier', 'one-hot-l2'], withOp('cross-entropy')),
  },
  {
    name: 'number-label',
    topic: 'losses',
    kind: 'rule',
    sentence: 'is the result if the number of the class is treated as a value to be reached',
    hint: 'Is class 3 three times class 1? What does a one-hot label say in its place?',
    section: 'Regression vs classification',
    variants: atOps(
      CLASSIFYING,
      ownLoss(
        (z, label) => (z - label) ** 2,
        (z, label) => 2 * (z - label),
      ),
    ),
  },
  {
    name: 'label-off-by-one',
    topic: 'losses',
    kind: 'rule',
    main: true,
    sentence: 'is the result with every label one class off',
    hint: 'With which number does the first class begin?',
    section: 'Homework 3',
    variants: (setting) => [1, -1].flatMap((by) => atOps(CLASSIFYING, shiftedLabels(by))(setting)),
  },
  {
    name: 'softmax-over-batch',
    topic: 'losses',
    kind: 'rule',
    main: true,
    sentence: 'is the result with softmax over the batch in place of the classes',
    hint: AXIS,
    section: 'Regression vs classification',
    variants: (setting) =>
      (['of this loss', 'by hand'] as const).flatMap((gradient) =>
        atOps(['cross-entropy'], softmaxOverBatch(gradient))(setting),
      ),
  },
  {
    name: 'sigmoid-cross-entropy',
    topic: 'losses',
    kind: 'rule',
    sentence: 'is the result if every class has a sigmoid of its own in place of softmax',
    hint: AXIS,
    section: 'Regression vs classification',
    variants: atOps(
      ['cross-entropy'],
      ownLoss(
        (z, label, column) => softplus(z) - (label === column ? z : 0),
        (z, label, column) => sigmoid(z) - (label === column ? 1 : 0),
      ),
    ),
  },
  {
    name: 'softmax-gradient-twice',
    topic: 'losses',
    kind: 'rule',
    // what is left of the gradient may be almost nothing
    subtle: true,
    sentence: 'is the result if the gradient passes back through softmax twice',
    hint: 'Of which function is p - onehot the gradient: of the loss alone, or of the loss after softmax?',
    section: 'Regression vs classification',
    variants: atOps(['cross-entropy'], throughSoftmaxAgain),
  },
  {
    name: 'absolute-error',
    topic: 'losses',
    kind: 'rule',
    sentence: 'is the result with the absolute difference in place of its square',
    hint: 'How does the loss grow when the difference between prediction and target doubles?',
    section: 'Regression vs classification',
    variants: atOps(['half-squared-error', 'squared-error'], absoluteError),
  },
  {
    name: 'one-hot-missing',
    topic: 'losses',
    kind: 'rule',
    main: true,
    sentence: 'is the result if nothing is subtracted at the label',
    hint: 'How does the gradient of the logits differ between the class of the label and the others?',
    section: 'Regression vs classification',
    variants: atOps(
      ['cross-entropy'],
      logitsGradient((p) => p),
    ),
  },
];
