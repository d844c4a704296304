/** Matrix products by hand, with each way to transpose, and by finite differences. */
import { describe, expect, test } from '@jest/globals';
import { matmul, productOf } from '../../../../grader/numerics/ops/matmul.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import {
  absolute,
  apply,
  gradientError,
  irregular,
  nodeOf,
  vjp,
  vjpScale,
  type Call,
} from '../../../support/op-laws.js';

const A = float64([2, 3], [1, 2, 3, 4, 5, -6]);
const B = float64([3, 2], [1, 0, -1, 2, 0, 3]);
const plain = nodeOf('matmul');

describe('a b', () => {
  const call: Call = { op: matmul, node: plain, operands: [A, B] };
  test('by hand', () => {
    // 1 - 2, 4 + 9; 4 - 5, 10 - 18
    expect(apply(call)).toEqual(float64([2, 2], [-1, 13, -1, -8]));
  });
  test('transposed as the node says', () => {
    const [At, Bt] = [float64([3, 2], [1, 4, 2, 5, 3, -6]), float64([2, 3], [1, -1, 0, 0, 2, 3])];
    const product = float64([2, 2], [-1, 13, -1, -8]);
    expect(productOf([At, B], nodeOf('matmul', { transpose: 'first' }))).toEqual(product);
    expect(productOf([A, Bt], nodeOf('matmul', { transpose: 'second' }))).toEqual(product);
    expect(productOf([At, Bt], nodeOf('matmul', { transpose: 'both' }))).toEqual(product);
  });
  test('gradients by hand: g b^T and a^T g', () => {
    const upstream = float64([2, 2], [1, 2, 3, 4]);
    expect(vjp(call, 0, upstream)).toEqual(float64([2, 3], [1, 3, 6, 3, 5, 12]));
    expect(vjp(call, 1, upstream)).toEqual(float64([3, 2], [13, 18, 17, 24, -15, -18]));
  });
  test('scales are the same sums of absolute values', () => {
    expect(matmul.applyScale(call.operands.map(absolute), call.operands, plain)).toEqual(
      float64([2, 2], [3, 13, 9, 28]),
    );
    const upstream = float64([2, 2], [1, 2, 3, 4]);
    expect(vjpScale(call, 0, upstream)).toEqual(float64([2, 3], [1, 5, 6, 3, 11, 12]));
    expect(vjpScale(call, 1, upstream)).toEqual(float64([3, 2], [13, 18, 17, 24, 21, 30]));
  });
});

describe('leading sides', () => {
  test('each matrix has its own product; a matrix without them is used for all', () => {
    const a = float64([2, 1, 2], [1, 2, 3, 4]);
    expect(productOf([a, float64([2, 2, 1], [5, 6, 7, 8])], plain)).toEqual(float64([2, 1, 1], [17, 53]));
    expect(productOf([a, float64([2, 1], [5, 6])], plain)).toEqual(float64([2, 1, 1], [17, 39]));
  });
  test('the gradient of a shared matrix adds up', () => {
    const call: Call = {
      op: matmul,
      node: plain,
      operands: [float64([2, 1, 2], [1, 2, 3, 4]), float64([2, 1], [5, 6])],
    };
    expect(vjp(call, 1, float64([2, 1, 1], [10, 100]))).toEqual(float64([2, 1], [310, 420]));
  });
});

test.each([
  [undefined, [2, 3, 4], [2, 4, 5]],
  ['first', [2, 4, 3], [2, 4, 5]],
  ['second', [2, 3, 4], [5, 4]],
  ['both', [2, 2, 4, 3], [2, 2, 5, 4]],
] as const)('finite differences, transposed: %s', (transpose, a, b) => {
  const node = nodeOf('matmul', transpose === undefined ? {} : { transpose });
  const call: Call = { op: matmul, node, operands: [irregular(a), irregular(b, 1)] };
  for (const index of [0, 1]) expect(gradientError(call, index)).toBeLessThan(1e-8);
});
