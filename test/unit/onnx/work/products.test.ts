/** Products of matrices and recurrent layers, by hand. */
import { describe, expect, test } from '@jest/globals';
import { PRODUCT_RULES } from '../../../../grader/onnx/work/products.js';
import { int, text, told, type Attributes, type Operand } from '../../../support/onnx-work.js';

const of = (operator: string, operands: readonly Operand[], attributes: Attributes = {}) =>
  told(PRODUCT_RULES, operator, operands, attributes);

test('Gemm, with either side turned', () => {
  expect(of('Gemm', [[2, 3], [3, 5], [5]])).toBe('[2, 5] 30');
  expect(
    of(
      'Gemm',
      [
        [2, 3],
        [5, 3],
      ],
      { transB: int(1) },
    ),
  ).toBe('[2, 5] 30');
  expect(
    of(
      'Gemm',
      [
        [3, 2],
        [5, 3],
      ],
      { transA: int(1), transB: int(1) },
    ),
  ).toBe('[2, 5] 30');
  expect(
    of('Gemm', [
      [2, 3],
      [5, 3],
    ]),
  ).toBe('uncounted');
  expect(
    of('Gemm', [
      [1, 2, 3],
      [3, 5],
    ]),
  ).toBe('uncounted');
});

test.each<[readonly number[], readonly number[], string]>([
  [[2, 3], [3, 5], '[2, 5] 30'],
  [[7, 2, 3], [3, 5], '[7, 2, 5] 210'],
  [[7, 2, 3], [7, 3, 5], '[7, 2, 5] 210'],
  [[1, 4, 2, 3], [6, 1, 3, 5], '[6, 4, 2, 5] 720'],
  [[3], [3, 5], '[5] 15'],
  [[2, 3], [3], '[2] 6'],
  [[3], [3], '[] 3'],
  [[2, 3], [4, 5], 'uncounted'],
  [[4, 2, 3], [7, 3, 5], 'uncounted'],
  [[], [3, 5], 'uncounted'],
])('MatMul of %j and %j', (left, right, result) => {
  expect(of('MatMul', [left, right])).toBe(result);
});

test.each([
  ['ab,bc->ac', [2, 3], [3, 5], '[2, 5] 30'],
  ['bij, bkj -> bik', [2, 3, 4], [2, 5, 4], '[2, 3, 5] 120'],
  // without a sum it is no product of matrices
  ['a,b->ab', [2], [3], '[2, 3] 0'],
  ['ab,bc->a', [2, 3], [3, 5], 'uncounted'],
  ['aab,bc->ac', [2, 2, 3], [3, 5], 'uncounted'],
  ['ab,bc', [2, 3], [3, 5], 'uncounted'],
  ['...b,bc->...c', [2, 3], [3, 5], 'uncounted'],
  ['ab,bc->ad', [2, 3], [3, 5], 'uncounted'],
  ['ab,bc->ac', [2, 3], [4, 5], 'uncounted'],
])('Einsum %s of %j and %j', (equation, left, right, result) => {
  expect(of('Einsum', [left, right], { equation: text(equation) })).toBe(result);
});

describe('a recurrent layer', () => {
  test.each([
    ['RNN', 1],
    ['GRU', 3],
    ['LSTM', 4],
  ])('%s has %d products of its input and its state at each step', (operator, gates) => {
    const [steps, deep, units] = [6, 3, 5];
    const weights = (directions: number) => [
      [directions, gates * units, deep],
      [directions, gates * units, units],
    ];
    const work = steps * gates * units * (deep + units);
    expect(of(operator, [[steps, 1, deep], ...weights(1)])).toBe(`[6, 1, 1, 5] ${String(work)}`);
    expect(of(operator, [[steps, 2, deep], ...weights(2), null, null, [2, 2, units]])).toBe(
      `[6, 2, 2, 5] ${String(4 * work)}`,
    );
  });

  test('of series of several lengths, of the batch first or of other weights is not counted', () => {
    const operands = [
      [6, 1, 3],
      [1, 5, 3],
      [1, 5, 5],
    ];
    expect(of('RNN', operands)).toBe('[6, 1, 1, 5] 240');
    expect(of('RNN', [...operands, null, [1]])).toBe('uncounted');
    expect(of('RNN', operands, { layout: int(1) })).toBe('uncounted');
    expect(of('GRU', operands)).toBe('uncounted');
    expect(of('RNN', [[6, 1, 4], ...operands.slice(1)])).toBe('uncounted');
  });
});
