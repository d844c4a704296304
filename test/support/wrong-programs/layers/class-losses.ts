/** Losses of scores u [..., C] against labels: cross-entropy, and what students write in its place. */
import { at, map, round, sum } from '../matrix.js';
import type { Labels32, Tensor32 } from '../program.js';
import { groupsOf, members, softmax, softmaxBackward } from './softmax.js';

/** What to compute of u. */
export interface ClassLoss {
  readonly kind: 'cross-entropy' | 'brier' | 'l2' | 'number' | 'sigmoid' | 'hinge';
  readonly u: Tensor32;
  readonly labels: Labels32;
  /** One-hot, or smoothed; of the shape of u. */
  readonly target: Tensor32;
  /** The axis of the softmax. */
  readonly axis: 'first' | 'last';
  readonly isDiagonal: boolean;
  /** The gradient forgets to subtract the target. */
  readonly isWithoutTarget: boolean;
  /** The gradient of a softmax over the batch is taken for p - target, as it is for one over the classes. */
  readonly isByHand: boolean;
}

/** Of each element of u: its term of the sum that is the loss, and the gradient of that sum; not yet divided by the rows. */
export interface LossTerms {
  readonly terms: Tensor32;
  readonly gradient: Tensor32;
}

type Formula = (loss: ClassLoss) => LossTerms;

/** The target that the backward pass subtracts. */
const subtracted = ({ target, isWithoutTarget }: ClassLoss) =>
  isWithoutTarget ? target.values.map(() => 0) : target.values;

/** -sum_k t_k log p_k. The gradient is p_i sum_j t_j - t_i, the sum over the group of i, which is 1 over the classes. */
function crossEntropy(loss: ClassLoss): LossTerms {
  const { u, target, axis, isDiagonal, isByHand } = loss;
  const groups = groupsOf(u, axis);
  const p = softmax(u, groups);
  const t = target.values;
  const terms = map(p, (value, index) => (at(t, index) === 0 ? 0 : -round(at(t, index) * round(Math.log(value)))));
  const from = subtracted(loss);
  const gradient = map(p, (value, index) => {
    if (isDiagonal) return round(-round(at(from, index) / value) * round(value * round(1 - value)));
    const uses = isByHand ? 1 : sum(members(groups, index).map((other) => at(t, other)));
    return round(round(uses * value) - at(from, index));
  });
  return { terms, gradient };
}

/** sum_k (p_k - t_k)^2 of p = softmax(u). */
function brier(loss: ClassLoss): LossTerms {
  const groups = groupsOf(loss.u, loss.axis);
  const p = softmax(loss.u, groups);
  const from = subtracted(loss);
  const terms = map(p, (value, index) => round(value - at(loss.target.values, index)) ** 2);
  const byP = map(p, (value, index) => 2 * round(value - at(from, index)));
  return { terms, gradient: softmaxBackward(p, byP, groups, loss.isDiagonal) };
}

/** sum_k (u_k - t_k)^2. */
function l2(loss: ClassLoss): LossTerms {
  const from = subtracted(loss);
  return {
    terms: map(loss.u, (value, index) => round(value - at(loss.target.values, index)) ** 2),
    gradient: map(loss.u, (value, index) => 2 * round(value - at(from, index))),
  };
}

const labelAt = ({ labels, u }: ClassLoss, index: number) =>
  at(labels.values, Math.floor(index / (u.shape.at(-1) ?? 1)));

/** sum_k (u_k - label)^2. */
function number(loss: ClassLoss): LossTerms {
  return {
    terms: map(loss.u, (value, index) => round(value - labelAt(loss, index)) ** 2),
    gradient: map(loss.u, (value, index) => 2 * round(value - labelAt(loss, index))),
  };
}

/** sum_k of the binary cross-entropy of sigmoid(u_k): max(u, 0) - u t + log(1 + exp(-|u|)). */
function sigmoid(loss: ClassLoss): LossTerms {
  const from = subtracted(loss);
  const t = loss.target.values;
  return {
    terms: map(loss.u, (value, index) => {
      const linear = round(Math.max(value, 0) - round(value * at(t, index)));
      return round(linear + round(Math.log1p(round(Math.exp(-Math.abs(value))))));
    }),
    gradient: map(loss.u, (value, index) => {
      const s = round(1 / round(1 + round(Math.exp(-value))));
      return round(s - at(from, index));
    }),
  };
}

/** sum over k other than the label of max(0, 1 + u_k - u_label). */
function hinge(loss: ClassLoss): LossTerms {
  const { u } = loss;
  const groups = groupsOf(u, 'last');
  const terms = map(u, (value, index) => {
    const label = labelAt(loss, index);
    const own = members(groups, index)[label] ?? index;
    return own === index ? 0 : Math.max(0, round(1 + round(value - at(u.values, own))));
  });
  const gradient = map(u, (_, index) => {
    const all = members(groups, index);
    if (all[labelAt(loss, index)] !== index) return at(terms.values, index) > 0 ? 1 : 0;
    return -all.filter((other) => at(terms.values, other) > 0).length;
  });
  return { terms, gradient };
}

const FORMULAS: Readonly<Record<ClassLoss['kind'], Formula>> = {
  'cross-entropy': crossEntropy,
  brier,
  l2,
  number,
  sigmoid,
  hinge,
};

export function termsOf(loss: ClassLoss): LossTerms {
  return FORMULAS[loss.kind](loss);
}
