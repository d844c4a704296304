/**
 * Rewrites of losses: other scores, another loss, other labels. Each is used by mistakes in losses.ts, which has their
 * words.
 */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, matrixSides, operand, scaled, type ApplyCall, type Rewrite } from '../ops/op.js';
import { softmaxOf } from '../ops/softmax.js';
import { transpose } from '../shapes.js';
import type { Where } from './mistake.js';

/** Operand 0 of the loss replaced by a function of it, and the way of its gradient back through that function. */
export function before(
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
export function otherLoss(op: NetworkNode['op']): (where: Where) => Rewrite {
  return (where) => ({
    forward: (call, usual) => usual(where(call.node) ? { ...call, node: { ...call.node, op } } : call),
    backward: (call, usual) => usual(where(call.node) ? { ...call, node: { ...call.node, op } } : call),
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
export const softmaxOverBatch = (where: Where): Rewrite => ({
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
export const diagonalOnly = (where: Where): Rewrite => ({
  backward: (call, usual) => {
    if (!where(call.node)) return usual(call);
    const { output: p, upstream } = call;
    return build(p.shape, (i) => at(upstream, i) * at(p, i) * (1 - at(p, i)));
  },
});

/** Every label is that of the next class; that of the last is the first. */
export function shiftedLabels(where: Where): Rewrite {
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
