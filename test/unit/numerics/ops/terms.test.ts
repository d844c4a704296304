/** The number of terms in the sum of one output element, operation by operation. */
import { expect, test } from '@jest/globals';
import { termsOf } from '../../../../grader/numerics/ops/terms.js';
import type { NetworkNode, OpName } from '../../../../grader/schema/network.js';
import { float64, sizeOf } from '../../../../grader/tensor/tensor.js';
import { nodeOf } from '../../../support/op-laws.js';

const zeros = (shape: readonly number[]) => float64(shape, new Float64Array(sizeOf(shape)));

test.each<[OpName, number[][], number, Partial<NetworkNode>?]>([
  [
    'linear',
    [
      [2, 3],
      [5, 3],
    ],
    3,
  ],
  [
    'conv2d',
    [
      [1, 9, 9, 4],
      [2, 3, 4, 5],
    ],
    24,
  ],
  [
    'depthwise-conv2d',
    [
      [1, 9, 9, 4],
      [2, 3, 4, 5],
    ],
    24,
  ],
  ['avg-pool', [[1, 2, 3, 1]], 6],
  ['batch-norm-training', [[2, 4], [4], [4]], 8],
  // the mean and the variance of a row
  ['layer-norm', [[2, 3, 4], [4], [4]], 8],
  [
    'matmul',
    [
      [2, 3, 4],
      [2, 4, 5],
    ],
    4,
  ],
  [
    'matmul',
    [
      [2, 3, 4],
      [2, 3, 5],
    ],
    3,
    { transpose: 'first' },
  ],
  [
    'matmul',
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
    4,
    { transpose: 'second' },
  ],
  ['add', [[2], [2], [2]], 3],
  ['multiply', [[2], [2]], 0],
  ['concat', [[2], [2]], 0],
  ['embedding', [[2], [5, 3]], 0],
  ['rnn-step', [[2, 3], [2, 4], [4, 3], [4, 4], [4]], 3 + 4],
  ['lstm-step', [[2, 3], [2, 4], [2, 4], [16, 3], [16, 4], [16]], 3 + 4],
  // the columns of a score, the keys of the softmax and of the sum
  [
    'attention',
    [
      [2, 3, 4],
      [2, 5, 4],
      [2, 5, 6],
    ],
    4 + 2 * 5,
  ],
])('%s of %j has %i', (op, shapes, terms, options = {}) => {
  expect(termsOf(nodeOf(op, options), shapes.map(zeros))).toBe(terms);
});

test('an operand without a value counts as one number', () => {
  expect(termsOf(nodeOf('linear'), [undefined, undefined])).toBe(1);
  expect(termsOf(nodeOf('linear'), [])).toBe(1);
});
