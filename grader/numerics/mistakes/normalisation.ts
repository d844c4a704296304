/** Mistakes with layer normalisation. */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { EPSILON } from '../ops/layer-norm.js';
import { at, build, operand, type Rewrite } from '../ops/op.js';
import { atOps, type Mistake, type Where } from './mistake.js';

/** The gradient of x as if mean and variance did not depend on it. */
const constantStatistics = (where: Where): Rewrite => ({
  backward: (call, usual) => {
    if (!where(call.node) || call.index !== 0) return usual(call);
    const [x, gamma] = [operand(call.operands, 0), operand(call.operands, 1)];
    const { inverse } = rowsOf(x, call.node);
    return build(x.shape, (i) => at(call.upstream, i) * at(gamma, i % gamma.values.length) * inverse(i));
  },
});

/** `centre`: whether the squares are those of x - mean, or of x itself. */
function rowsOf(x: TensorData, { epsilon = EPSILON }: NetworkNode, centre: 'mean' | 'zero' = 'mean') {
  const columns = x.shape.at(-1) ?? 1;
  const sums = (value: (i: number) => number) => {
    const found = new Float64Array(x.values.length / columns);
    for (let i = 0; i < x.values.length; i += 1) {
      const row = Math.floor(i / columns);
      found[row] = (found[row] ?? 0) + value(i);
    }
    return (i: number) => found[Math.floor(i / columns)] ?? NaN;
  };
  const total = sums((i) => at(x, i));
  const mean = (i: number) => (centre === 'mean' ? total(i) / columns : 0);
  const squares = sums((i) => (at(x, i) - mean(i)) ** 2);
  return { columns, mean, sums, inverse: (i: number) => 1 / Math.sqrt(squares(i) / columns + epsilon) };
}

/**
 * The variance divided by D - 1: the same as gamma c (x - mean) / sqrt(variance + epsilon c^2) + beta with
 * c^2 = (D - 1) / D.
 */
const unbiased = (where: Where): Rewrite => {
  const changed = (node: NetworkNode, operands: readonly TensorData[]) => {
    const columns = operand(operands, 0).shape.at(-1) ?? 1;
    const c = Math.sqrt((columns - 1) / columns);
    return {
      c,
      node: { ...node, epsilon: (node.epsilon ?? EPSILON) * c * c },
      operands: operands.map((one, place) => (place === 1 ? build(one.shape, (i) => c * at(one, i)) : one)),
    };
  };
  return {
    forward: (call, usual) => usual(where(call.node) ? changed(call.node, call.operands) : call),
    backward: (call, usual) => {
      if (!where(call.node)) return usual(call);
      const { c, ...rest } = changed(call.node, call.operands);
      const part = usual({ ...call, ...rest });
      return part !== null && call.index === 1 ? build(part.shape, (i) => c * at(part, i)) : part;
    },
  };
};

/**
 * gamma x r + beta with r = 1 / sqrt(variance + epsilon); by x: h r - r^3 (x - mean) sum(h x) / D with h = g gamma. Or the
 * same with the mean of the squares in place of the variance, and 0 in place of the mean.
 */
const notCentred =
  (centre: 'mean' | 'zero') =>
  (where: Where): Rewrite => ({
    forward: (call, usual) => {
      if (!where(call.node)) return usual(call);
      const [x, gamma, beta] = [operand(call.operands, 0), operand(call.operands, 1), operand(call.operands, 2)];
      const { columns, inverse } = rowsOf(x, call.node, centre);
      return build(x.shape, (i) => at(gamma, i % columns) * at(x, i) * inverse(i) + at(beta, i % columns));
    },
    backward: (call, usual) => {
      if (!where(call.node) || call.index === 2) return usual(call);
      const [x, gamma] = [operand(call.operands, 0), operand(call.operands, 1)];
      const { columns, mean, sums, inverse } = rowsOf(x, call.node, centre);
      if (call.index === 1) {
        const parts = build(gamma.shape, () => 0);
        for (let i = 0; i < x.values.length; i += 1) {
          parts.values[i % columns] = at(parts, i % columns) + at(call.upstream, i) * at(x, i) * inverse(i);
        }
        return parts;
      }
      const h = (i: number) => at(call.upstream, i) * at(gamma, i % columns);
      const along = sums((i) => h(i) * at(x, i));
      return build(x.shape, (i) => h(i) * inverse(i) - (inverse(i) ** 3 * (at(x, i) - mean(i)) * along(i)) / columns);
    },
  });

const TOPIC = 'residual connections, normalisation and attention';

export const NORMALISATION: readonly Mistake[] = [
  {
    name: 'layer-norm-statistics-constant',
    topic: TOPIC,
    kind: 'rule',
    main: true,
    sentence: 'is the result if mean and variance are treated as constants in the backward pass',
    hint: 'If one input of a normalised row grows, which outputs of the row change, and why?',
    section: 'Quiz 2: backward propagation',
    variants: atOps(['layer-norm'], constantStatistics),
  },
  {
    name: 'layer-norm-unbiased',
    topic: TOPIC,
    kind: 'rule',
    main: true,
    sentence: 'is the result if the variance is divided by D - 1',
    hint: 'By how many numbers is the sum of squares divided in this variance?',
    section: 'Tips for training neural networks',
    variants: atOps(['layer-norm'], unbiased),
  },
  {
    name: 'layer-norm-not-centred',
    topic: TOPIC,
    kind: 'rule',
    sentence: 'is the result if the mean is not subtracted',
    hint: 'What is the mean of a row after it has been normalised?',
    section: 'Tips for training neural networks',
    variants: (setting) =>
      (['mean', 'zero'] as const).flatMap((centre) => atOps(['layer-norm'], notCentred(centre))(setting)),
  },
];
