/**
 * Rewrites of losses: other scores, another loss, other labels. Each is used by mistakes in losses.ts, which has their
 * words.
 */
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, matrixSides, operand, scaled, type ApplyCall, type Rewrite } from '../ops/op.js';
import { softmaxOf, softmaxVjp } from '../ops/softmax.js';
import { transpose } from '../shapes.js';
import type { Where } from './mistake.js';
import { calledWith, withOperand } from './rewriting.js';

/** Operand 0 of the loss replaced by a function of it, and the way of its gradient back through that function. */
export function before(
  change: (scores: TensorData) => TensorData,
  back: (part: TensorData, changed: TensorData) => TensorData,
): (where: Where) => Rewrite {
  const changed = (operands: readonly TensorData[]) => withOperand(operands, 0, change);
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

/** A loss of logits z [B, C] and labels that is the mean over the rows of sums of `term`, with its `slope` by z. */
export function ownLoss(
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
export function logitsGradient(rule: (p: number, isLabel: boolean) => number): (where: Where) => Rewrite {
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

/**
 * Of cross entropy, with softmax over the first axis of the logits. Its gradient is that of this loss, or by hand
 * p - onehot with these p.
 */
export const softmaxOverBatch =
  (gradient: 'of this loss' | 'by hand') =>
  (where: Where): Rewrite => ({
    forward: (call, usual) => {
      if (!where(call.node)) return usual(call);
      const { p, rows, isLabel } = overFirstAxis(call.operands);
      let sum = 0;
      for (let i = 0; i < p.values.length; i += 1) if (isLabel(i)) sum -= Math.log(at(p, i));
      return build([], () => sum / rows);
    },
    backward: (call, usual) => {
      if (!where(call.node) || call.index !== 0) return usual(call);
      const { p, rows, inner, isLabel } = overFirstAxis(call.operands);
      const counts = new Float64Array(inner);
      for (let i = 0; i < p.values.length; i += 1) if (isLabel(i)) counts[i % inner] = (counts[i % inner] ?? 0) + 1;
      const uses = (i: number) => (gradient === 'by hand' ? 1 : (counts[i % inner] ?? 0));
      return build(p.shape, (i) => (at(call.upstream, 0) * (at(p, i) * uses(i) - (isLabel(i) ? 1 : 0))) / rows);
    },
  });

function overFirstAxis(operands: readonly TensorData[]) {
  const [z, label] = [operand(operands, 0), operand(operands, 1)];
  const [rows, classes] = matrixSides(z);
  const [batch = 1] = z.shape;
  const inner = z.values.length / batch;
  const p = transpose(softmaxOf(transpose(build([batch, inner], (i) => at(z, i)))));
  return {
    ...{ rows, inner, p: build(z.shape, (i) => at(p, i)) },
    isLabel: (i: number) => at(label, Math.floor(i / classes)) === i % classes,
  };
}

/** What the loss gets is a function of the last layer's output, which is the output of that layer as well. */
export function outputChanged(
  change: (output: TensorData) => TensorData,
  back: (upstream: TensorData, changed: TensorData) => TensorData,
): (where: Where) => Rewrite {
  return (where) => ({
    forward: (call, usual) => (where(call.node) ? change(usual(call)) : usual(call)),
    backward: (call, usual) => usual(where(call.node) ? { ...call, upstream: back(call.upstream, call.output) } : call),
  });
}

/** Of a softmax node: g p (1 - p), element by element. */
export const diagonalOnly = (where: Where): Rewrite => ({
  backward: (call, usual) => {
    if (!where(call.node)) return usual(call);
    const { output: p, upstream } = call;
    return build(p.shape, (i) => at(upstream, i) * at(p, i) * (1 - at(p, i)));
  },
});

/** Every label is that of another class, `by` places on; after the last comes the first. */
export const shiftedLabels = (by: number) =>
  calledWith(({ operands }) => {
    const [, classes] = matrixSides(operand(operands, 0));
    const shifted = (label: number) => (label + by + classes) % classes;
    return { operands: withOperand(operands, 1, ({ shape, values }) => int32(shape, values, shifted)) };
  });

function int32(shape: readonly number[], values: ArrayLike<number>, change: (value: number) => number): TensorData {
  return { dtype: 'int32', shape, values: Int32Array.from(values, change) };
}

/** Of cross entropy: p - onehot, which is the gradient by the logits, is passed back through softmax again. */
export const throughSoftmaxAgain = (where: Where): Rewrite => ({
  backward: (call, usual) => {
    const part = usual(call);
    if (part === null || !where(call.node) || call.index !== 0) return part;
    return softmaxVjp(softmaxOf(operand(call.operands, 0)), part, -1);
  },
});

/** The mean over the rows of the sums of |out - y|. */
export const absoluteError = (where: Where): Rewrite => ({
  forward: (call, usual) => {
    if (!where(call.node)) return usual(call);
    const [out, y] = [operand(call.operands, 0), operand(call.operands, 1)];
    const [rows] = matrixSides(out);
    let sum = 0;
    for (let i = 0; i < out.values.length; i += 1) sum += Math.abs(at(out, i) - at(y, i));
    return build([], () => sum / rows);
  },
  backward: (call, usual) => {
    if (!where(call.node)) return usual(call);
    const [out, y] = [operand(call.operands, 0), operand(call.operands, 1)];
    const [rows] = matrixSides(out);
    const sign = call.index === 0 ? 1 : -1;
    const slope = (i: number) => (sign * Math.sign(at(out, i) - at(y, i)) * at(call.upstream, 0)) / rows;
    return build(operand(call.operands, call.index).shape, slope);
  },
});
