/** Mistakes with losses: another loss, other probabilities, other labels. */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, matrixSides, operand, scaled, type ApplyCall, type Rewrite } from '../ops/op.js';
import { softmaxOf, softmaxVjp } from '../ops/softmax.js';
import { transpose } from '../shapes.js';
import { atOps, type Mistake, type Where } from './mistake.js';

/** Operand 0 of the loss replaced by a function of it, and the way of its gradient back through that function. */
function before(
  change: (scores: TensorData) => TensorData,
  back: (part: TensorData, changed: TensorData) => TensorData,
): (where: Where) => Rewrite {
  const changed = (operands: readonly TensorData[]) => operands.map((one, index) => (index === 0 ? change(one) : one));
  return (where) => ({
    forward: (call, usual) => usual(where(call.node) ? { ...call, operands: changed(call.operands) } : call),
    backward: (call, usual) => {
      if (!where(call.node)) return usual(call);
      const operands = changed(call.operands);
      const part = usual({ ...call, operands });
      return part === null || call.index !== 0 ? part : back(part, operand(operands, 0));
    },
  });
}

/** The same operands with another loss. */
function otherLoss(op: NetworkNode['op']): (where: Where) => Rewrite {
  return (where) => ({
    forward: (call, usual) => usual(where(call.node) ? { ...call, node: { ...call.node, op } } : call),
    backward: (call, usual) => usual(where(call.node) ? { ...call, node: { ...call.node, op } } : call),
  });
}

/** A loss of logits z [B, C] and labels that is the mean over the rows of sums of `term`, with its `slope` by z. */
function ownLoss(
  term: (z: number, label: number, column: number) => number,
  slope: (z: number, label: number, column: number) => number,
): (where: Where) => Rewrite {
  const places = ({ operands }: Pick<ApplyCall, 'operands'>) => {
    const [z, label] = [operand(operands, 0), operand(operands, 1)];
    const [batch, classes] = matrixSides(z);
    return { z, batch, classes, labelOf: (i: number) => at(label, Math.floor(i / classes)) };
  };
  return (where) => ({
    forward: (call, usual) => {
      if (!where(call.node)) return usual(call);
      const { z, batch, classes, labelOf } = places(call);
      let sum = 0;
      for (let i = 0; i < z.values.length; i += 1) sum += term(at(z, i), labelOf(i), i % classes);
      return build([], () => sum / batch);
    },
    backward: (call, usual) => {
      if (!where(call.node) || call.index !== 0) return usual(call);
      const { z, batch, classes, labelOf } = places(call);
      return build(z.shape, (i) => (at(call.upstream, 0) * slope(at(z, i), labelOf(i), i % classes)) / batch);
    },
  });
}

/** The gradient of the logits alone, from their probabilities p. */
function logitsGradient(rule: (p: number, isLabel: boolean) => number): (where: Where) => Rewrite {
  return (where) => ({
    backward: (call, usual) => {
      if (!where(call.node) || call.index !== 0) return usual(call);
      const p = softmaxOf(operand(call.operands, 0));
      const [batch, classes] = matrixSides(p);
      const label = operand(call.operands, 1);
      const isLabel = (i: number) => at(label, Math.floor(i / classes)) === i % classes;
      return scaled(
        build(p.shape, (i) => rule(at(p, i), isLabel(i))),
        at(call.upstream, 0) / batch,
      );
    },
  });
}

/** Rows as [B, C], whatever the leading sides. */
function flat(z: TensorData): TensorData {
  return build(matrixSides(z), (i) => at(z, i));
}

const overBatch = (z: TensorData) => {
  const logP = logSoftmax(transpose(flat(z)));
  const turnedBack = transpose(logP);
  return build(z.shape, (i) => at(turnedBack, i));
};

function logSoftmax(z: TensorData): TensorData {
  const p = softmaxOf(z);
  return build(z.shape, (i) => Math.log(at(p, i)));
}

/** Of cross entropy: as if log softmax over the batch were the log-probabilities. */
const softmaxOverBatch = (where: Where): Rewrite => ({
  forward: (call, usual) => {
    if (!where(call.node)) return usual(call);
    const logP = overBatch(operand(call.operands, 0));
    const [batch, classes] = matrixSides(logP);
    const label = operand(call.operands, 1);
    let sum = 0;
    for (let row = 0; row < batch; row += 1) sum -= at(logP, row * classes + at(label, row));
    return build([], () => sum / batch);
  },
  backward: (call, usual) => {
    if (!where(call.node) || call.index !== 0) return usual(call);
    const z = operand(call.operands, 0);
    const [batch, classes] = matrixSides(z);
    const label = operand(call.operands, 1);
    const logP = overBatch(z);
    const chosen = build([classes], (column) => {
      let count = 0;
      for (let row = 0; row < batch; row += 1) if (at(label, row) === column) count += 1;
      return count;
    });
    // of the column's log-probabilities, those of its examples are added up
    return build(z.shape, (i) => {
      const [row, column] = [Math.floor(i / classes), i % classes];
      const isLabel = at(label, row) === column ? 1 : 0;
      return (at(call.upstream, 0) * (Math.exp(at(logP, i)) * at(chosen, column) - isLabel)) / batch;
    });
  },
});

/** Of a softmax node: g p (1 - p), element by element. */
const diagonalOnly = (where: Where): Rewrite => ({
  backward: (call, usual) => {
    if (!where(call.node)) return usual(call);
    const { output: p, upstream } = call;
    return build(p.shape, (i) => at(upstream, i) * at(p, i) * (1 - at(p, i)));
  },
});

function shiftedLabels(where: Where): Rewrite {
  const changed = (operands: readonly TensorData[]) => {
    const [, classes] = matrixSides(operand(operands, 0));
    return operands.map((one, index) =>
      index === 1 ? { ...one, values: Int32Array.from(one.values, (label) => (label + 1) % classes) } : one,
    ) as readonly TensorData[];
  };
  return {
    forward: (call, usual) => usual(where(call.node) ? { ...call, operands: changed(call.operands) } : call),
    backward: (call, usual) => usual(where(call.node) ? { ...call, operands: changed(call.operands) } : call),
  };
}

const sigmoid = (z: number) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
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
    variants: atOps(
      ['cross-entropy', 'brier'],
      before(softmaxOf, (part, p) => softmaxVjp(p, part, -1)),
    ),
  },
  {
    name: 'softmax-missing',
    topic: 'losses',
    kind: 'rule',
    sentence: 'is the result if the one-hot label is compared with the logits, without softmax',
    hint: WHICH_LOSS,
    section: 'Regression vs classification',
    variants: atOps(['cross-entropy', 'brier'], otherLoss('one-hot-l2')),
  },
  {
    name: 'softmax-added',
    topic: 'losses',
    kind: 'rule',
    sentence: 'is the result if the label is compared with softmax of the outputs',
    hint: WHICH_LOSS,
    section: 'Regression vs classification',
    variants: atOps(['one-hot-l2'], otherLoss('brier')),
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
    variants: atOps(['cross-entropy'], otherLoss('brier')),
  },
  {
    name: 'cross-entropy-for-other-loss',
    topic: 'losses',
    kind: 'rule',
    sentence: 'is the result with cross entropy in place of the loss of the homework',
    hint: WHICH_LOSS,
    section: 'Regression vs classification',
    variants: atOps(['brier', 'one-hot-l2'], otherLoss('cross-entropy')),
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
    sentence: 'is the result with every label one class too high',
    hint: 'With which number does the first class begin?',
    section: 'Homework 3',
    variants: atOps(CLASSIFYING, shiftedLabels),
  },
  {
    name: 'softmax-over-batch',
    topic: 'losses',
    kind: 'rule',
    main: true,
    sentence: 'is the result with softmax over the batch in place of the classes',
    hint: AXIS,
    section: 'Regression vs classification',
    variants: atOps(['cross-entropy'], softmaxOverBatch),
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
    name: 'one-hot-missing',
    topic: 'losses',
    kind: 'rule',
    sentence: 'is the result if nothing is subtracted at the label',
    hint: 'How does the gradient of the logits differ between the class of the label and the others?',
    section: 'Regression vs classification',
    variants: atOps(
      ['cross-entropy'],
      logitsGradient((p) => p),
    ),
  },
];
