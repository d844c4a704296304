/** The last step of a network: a loss averaged over the rows, with its mistakes. */
import { at, map, round, scalar, sizeOf, sum, zip } from '../matrix.js';
import { labelsOf, tensorOf, type Labels32, type Tensor32 } from '../program.js';
import type { Run, Step } from '../tape.js';
import { termsOf, type ClassLoss, type LossTerms } from './class-losses.js';
import { scaleOf } from './scale.js';
import { groupsOf, softmax, softmaxBackward } from './softmax.js';

const NAME = 'loss';

/** The loss that is computed; the first mistake that is on decides. */
const KINDS: readonly (readonly [id: string, kind: ClassLoss['kind']])[] = [
  ['brier-for-cross-entropy', 'brier'],
  ['l2-on-logits', 'l2'],
  ['number-label', 'number'],
  ['sigmoid-cross-entropy', 'sigmoid'],
  ['hinge', 'hinge'],
];

function usedLabels(run: Run, classes: number): Labels32 {
  const labels = labelsOf(run.given, 'label');
  if (!run.switches.on('label-off-by-one', NAME)) return labels;
  return { shape: labels.shape, values: labels.values.map((label) => (label + 1) % classes) };
}

function targetOf(run: Run, labels: Labels32, shape: readonly number[]): Tensor32 {
  const classes = shape.at(-1) ?? 1;
  const smoothing = Number(run.switches.variant('label-smoothing', NAME) ?? 0);
  const values = new Float32Array(sizeOf(shape)).map((_, index) => {
    const isLabel = at(labels.values, Math.floor(index / classes)) === index % classes;
    return (isLabel ? 1 - smoothing : 0) + smoothing / classes;
  });
  return { shape, values };
}

/** What is done to the scores before the loss, each with its backward pass; there is no softmax of a single score. */
function stages(run: Run, scores: string): Stage[] {
  const hasClasses = run.get(scores).shape.at(-1) !== 1;
  const axis = run.switches.on('softmax-over-batch', NAME) ? 'first' : 'last';
  const isDiagonal = run.switches.on('softmax-diagonal-jacobian', NAME);
  const relu: Stage = {
    forward: (x) => map(x, (value) => Math.max(value, 0)),
    backward: (_x, out, gradient) => zip(gradient, out, (g, value) => (value > 0 ? g : 0)),
  };
  const extraSoftmax: Stage = {
    forward: (x) => softmax(x, groupsOf(x, axis)),
    backward: (x, out, gradient) => softmaxBackward(out, gradient, groupsOf(x, axis), isDiagonal),
  };
  return [
    ...(run.switches.variant('relu-on-logits', NAME) === '' ? [relu] : []),
    ...(hasClasses && run.switches.variant('softmax-twice', NAME) === '' ? [extraSoftmax] : []),
  ];
}

interface Stage {
  readonly forward: (x: Tensor32) => Tensor32;
  readonly backward: (x: Tensor32, out: Tensor32, gradient: Tensor32) => Tensor32;
}

/** Each stage's input, and the output of the last. */
function passed(all: readonly Stage[], logits: Tensor32): Tensor32[] {
  return all.reduce((values, stage) => [...values, stage.forward(values.at(-1) ?? logits)], [logits]);
}

function gradientThrough(all: readonly Stage[], values: readonly Tensor32[], byLast: Tensor32): Tensor32 {
  return all.reduceRight((gradient, stage, index) => {
    const [x, out] = [values[index], values[index + 1]];
    return x === undefined || out === undefined ? gradient : stage.backward(x, out, gradient);
  }, byLast);
}

/** A loss whose terms are summed and divided by the rows. */
function averaged(
  scores: string,
  classesOf: (u: Tensor32) => number | null,
  rowsOf: (run: Run) => number,
  terms: (run: Run, u: Tensor32) => LossTerms,
): Step {
  const counted = (run: Run) => (run.switches.on('first-example-only', NAME) ? 1 : rowsOf(run));
  // the terms of the first example alone, for a foreign program
  const kept = (run: Run, of: Tensor32) =>
    map(of, (value, index) => (index < (of.values.length / rowsOf(run)) * counted(run) ? value : 0));
  const isScaled = (run: Run, u: Tensor32) => scaleOf(run, NAME, rowsOf(run), classesOf(u));
  const last = (run: Run) => passed(stages(run, scores), run.get(scores)).at(-1) ?? run.get(scores);
  return {
    name: NAME,
    forward: (run) => {
      const u = last(run);
      const total = sum(kept(run, terms(run, u).terms).values);
      return scalar(round(total / counted(run)) * round(isScaled(run, u).loss));
    },
    backward: (run) => {
      const all = stages(run, scores);
      const values = passed(all, run.get(scores));
      const u = last(run);
      const factor = round(isScaled(run, u).gradient);
      const gradient = kept(run, terms(run, u).gradient);
      const byLast = map(gradient, (value) => round(round(value / counted(run)) * factor));
      run.addGradient(scores, gradientThrough(all, values, byLast));
    },
  };
}

/** mean over the rows of -log softmax(logits)[label]; logits [..., C], label [...]. */
export function crossEntropyLoss(): Step {
  const classes = (u: Tensor32) => u.shape.at(-1) ?? 1;
  return averaged(
    'logits',
    classes,
    (run) => labelsOf(run.given, 'label').values.length,
    (run, u) => {
      const labels = usedLabels(run, classes(u));
      const overBatch = run.switches.variant('softmax-over-batch', NAME);
      return termsOf({
        kind: KINDS.find(([id]) => run.switches.on(id, NAME))?.[1] ?? 'cross-entropy',
        u,
        labels,
        target: targetOf(run, labels, u.shape),
        axis: overBatch === null ? 'last' : 'first',
        isDiagonal: run.switches.on('softmax-diagonal-jacobian', NAME),
        isWithoutTarget: run.switches.on('onehot-missing', NAME),
        isByHand: overBatch === 'by-hand',
      });
    },
  );
}

/** mean over the batch of (yhat - y)^2 / 2; yhat and y [B, 1]. */
export function halfSquaredErrorLoss(): Step {
  return averaged(
    'yhat',
    () => null,
    (run) => tensorOf(run.given, 'y').values.length,
    (run, u) => {
      const difference = zip(u, tensorOf(run.given, 'y'), (yhat, y) => yhat - y);
      if (run.switches.on('absolute-error', NAME))
        return { terms: map(difference, Math.abs), gradient: map(difference, Math.sign) };
      return { terms: map(difference, (value) => round(value * value) / 2), gradient: difference };
    },
  );
}
