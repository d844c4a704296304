/** What each known mistake gives, by hand, for 4 examples and 3 outputs; and that both lists have words for all. */
import { describe, expect, test } from '@jest/globals';
import { isSquare, NO_BIAS, NO_MASK, REVERSED_MASK, TRANSPOSED_WEIGHT } from '../../../grader/numerics/alterations.js';
import { MISTAKES, type Alternatives } from '../../../grader/numerics/mistakes.js';
import { SLIPS } from '../../../grader/numerics/slips.js';
import type { Network } from '../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../grader/tensor/tensor.js';
import { nodeOf } from '../../support/op-laws.js';

const WIDE: Network = {
  inputs: { x: [4, 2], y: [4, 3] },
  parameters: { W: [3, 2], b: [3] },
  nodes: [
    { name: 'yhat', op: 'linear', of: ['x', 'W', 'b'] },
    { name: 'loss', op: 'squared-error', of: ['yhat', 'y'] },
  ],
};
const filled = (shape: number[], value: (index: number) => number) =>
  float64(
    shape,
    Array.from({ length: shape.reduce((product, side) => product * side, 1) }, (_, index) => value(index)),
  );
const WIDE_GIVEN = {
  x: filled([4, 2], (index) => index - 3),
  y: filled([4, 3], (index) => 2 - index),
  W: filled([3, 2], (index) => 1 + index),
  b: filled([3], (index) => 5 * index - 4),
};

/** z = (1, -2) W' + b = (1 - 2 * 2 + 10, 3 - 2 * 4 + 1) = (7, -4), a = (7, 0), loss = ((7 - 5)^2 + (0 - 1)^2) / 2. */
const SQUARE: Network = {
  inputs: { x: [1, 2], y: [1, 2] },
  parameters: { W: [2, 2], b: [2] },
  nodes: [
    { name: 'z', op: 'linear', of: ['x', 'W', 'b'] },
    { name: 'a', op: 'relu', of: ['z'] },
    { name: 'loss', op: 'half-squared-error', of: ['a', 'y'] },
  ],
};
const SQUARE_GIVEN = {
  x: float64([1, 2], [1, -2]),
  y: float64([1, 2], [5, 1]),
  W: float64([2, 2], [1, 2, 3, 4]),
  b: float64([2], [10, 1]),
};

function alternativeOf(name: string, tensors: Alternatives) {
  const mistake = MISTAKES.find((one) => one.name === name);
  if (mistake === undefined) throw new Error(`no mistake ${name}`);
  return mistake.alternative(tensors);
}

describe('right answers times a factor', () => {
  const right = { t: float64([2], [12, -24]), u: float64([], [6]) };
  const factors: [string, number][] = [
    ['sign flipped', -1],
    ['sum instead of mean', 4],
    ['divided by the batch twice', 1 / 4],
    ['factor 2', 2],
    ['factor 1/2', 1 / 2],
    ['divided by the classes', 1 / 3],
    ['times the classes', 3],
  ];
  test.each(factors)('%s: times %p, all tensors alike', (name, factor) => {
    for (const side of ['values', 'gradients'] as const) {
      const found = alternativeOf(name, { network: WIDE, given: WIDE_GIVEN, right, of: side });
      expect(found).toEqual({ t: float64([2], [12 * factor, -24 * factor]), u: float64([], [6 * factor]) });
    }
  });
  test('are the mistakes of scale, in the order in which they are claimed, and the others are rules', () => {
    const kinds = MISTAKES.map(({ name, kind }) => [name, kind]);
    expect(kinds).toEqual([
      ...factors.map(([name]) => [name, 'scale']),
      ...['no relu mask', 'bias missing', 'W not transposed'].map((name) => [name, 'rule']),
    ]);
  });
});

describe('rules', () => {
  const tensors = (of: 'values' | 'gradients'): Alternatives => ({
    ...{ network: SQUARE, given: SQUARE_GIVEN, right: {}, of },
  });
  const numbers = (name: string, of: 'values' | 'gradients', tensor: string) =>
    Array.from(alternativeOf(name, tensors(of))?.[tensor]?.values ?? []);
  test('without the mask the gradient of a passes through both units; values are as they were', () => {
    expect(numbers('no relu mask', 'gradients', 'z')).toEqual([2, -1]);
    expect(numbers('no relu mask', 'gradients', 'b')).toEqual([2, -1]);
    expect(alternativeOf('no relu mask', tensors('values'))).toBeNull();
  });
  test('without the biases z is (-3, -5), and nothing passes', () => {
    expect(numbers('bias missing', 'values', 'z')).toEqual([-3, -5]);
    expect(numbers('bias missing', 'values', 'loss')).toEqual([13]);
    expect(numbers('bias missing', 'gradients', 'a')).toEqual([-5, -1]);
    expect(numbers('bias missing', 'gradients', 'z').map(Math.abs)).toEqual([0, 0]);
  });
  test('with W^T in place of W z is (5, -5)', () => {
    expect(numbers('W not transposed', 'values', 'z')).toEqual([5, -5]);
    expect(numbers('W not transposed', 'values', 'loss')).toEqual([0.5]);
    // dl/dx = (0, 0) W^T
    expect(numbers('W not transposed', 'gradients', 'a')).toEqual([0, -1]);
  });
  test('only a square weight of a linear layer can be used transposed', () => {
    const given = WIDE_GIVEN;
    expect(alternativeOf('W not transposed', { network: WIDE, given, right: {}, of: 'values' })).toBeNull();
    // the second operand of another node is not a weight
    const relu: Network = { ...SQUARE, nodes: [nodeOf('relu', { of: ['x', 'W'] })] };
    expect(alternativeOf('W not transposed', { ...tensors('values'), network: relu })).toBeNull();
    // nor is the input of a linear layer
    const wide = { ...SQUARE_GIVEN, x: float64([2, 2], [1, 2, 3, 4]), W: float64([3, 2], [1, 2, 3, 4, 5, 6]) };
    expect(alternativeOf('W not transposed', { ...tensors('values'), given: wide })).toBeNull();
  });
  test('a weight that is calculated is not used transposed', () => {
    const calculated: Network = { ...SQUARE, nodes: [nodeOf('linear', { of: ['x', 'z'] })] };
    expect(alternativeOf('W not transposed', { ...tensors('values'), network: calculated })).toBeNull();
  });
  test('one square weight of several is enough', () => {
    const two: Network = {
      ...SQUARE,
      nodes: [
        { name: 'first', op: 'linear', of: ['x', 'V'] },
        { name: 'z', op: 'linear', of: ['x', 'W'] },
        { name: 'loss', op: 'half-squared-error', of: ['z', 'y'] },
      ],
    };
    const given = { ...SQUARE_GIVEN, V: float64([3, 2], [1, 2, 3, 4, 5, 6]) };
    const found = alternativeOf('W not transposed', { network: two, given, right: {}, of: 'values' });
    expect(found?.['z']).toEqual(float64([1, 2], [-5, -6]));
    expect(found?.['first']).toEqual(float64([1, 3], [-3, -5, -7]));
  });
});

describe('alterations', () => {
  const operands = [SQUARE_GIVEN.x, SQUARE_GIVEN.W, SQUARE_GIVEN.b] as const;
  test('without the bias, the third operand of a linear layer is 0; other nodes keep theirs', () => {
    const [x, W, b] = NO_BIAS.operands(nodeOf('linear'), operands);
    expect([x, W, b]).toEqual([operands[0], operands[1], float64([2], [0, 0])]);
    expect(NO_BIAS.operands(nodeOf('conv2d'), operands)).toEqual(operands);
  });
  test('the second operand of a linear layer is transposed if it is square; others stay', () => {
    const turned = float64([2, 2], [1, 3, 2, 4]);
    const square = [operands[1], operands[1], operands[1]];
    expect(TRANSPOSED_WEIGHT.operands(nodeOf('linear'), square)).toEqual([operands[1], turned, operands[1]]);
    expect(TRANSPOSED_WEIGHT.operands(nodeOf('conv2d'), square)).toEqual(square);
    expect(TRANSPOSED_WEIGHT.operands(nodeOf('linear'), [operands[1], operands[0]])).toEqual([
      operands[1],
      operands[0],
    ]);
  });
  test('the mask lets everything through, or the other half', () => {
    expect(NO_MASK.slope()).toBe(1);
    expect([0, 1, 0.25].map((usual) => REVERSED_MASK.slope(nodeOf('relu'), 3, 0, usual))).toEqual([1, 0, 0.75]);
  });
  test.each<[number[], boolean]>([
    [[2, 2], true],
    [[3, 3], true],
    [[1, 1], false],
    [[2, 3], false],
    [[2], false],
    [[2, 2, 2], false],
    [[], false],
  ])('shape %j is a square that can be turned: %p', (shape, square) => {
    expect(isSquare(filled(shape, () => 0))).toBe(square);
  });
});

describe('words', () => {
  test.each([...MISTAKES, ...SLIPS].map((one) => [one.sentence, one.hint]))(
    '%s: what "it" does, and a question that gives no number away',
    (sentence, hint) => {
      expect(sentence).toMatch(/^(is|has|uses|passes|leaves out) \w/);
      expect(hint).toMatch(/^[A-Z].*\?$/);
    },
  );
  test('no sentence or name is used twice', () => {
    for (const all of [
      MISTAKES.map(({ name }) => name),
      MISTAKES.map(({ sentence }) => sentence),
      SLIPS.map(({ sentence }) => sentence),
    ]) {
      expect(new Set(all).size).toBe(all.length);
    }
  });
});

describe('slips in one step', () => {
  const matrix = float64([2, 2], [1, -2, 3, 4]);
  const changed = (sentence: string, tensor: TensorData) => {
    const slip = SLIPS.find((one) => one.sentence === sentence);
    if (slip?.change === undefined) throw new Error(`no slip that ${sentence}`);
    return slip.change(tensor);
  };
  test('change the result as their sentence says', () => {
    expect(changed('has its sign flipped', matrix)).toEqual(float64([2, 2], [-1, 2, -3, -4]));
    expect(changed('is twice the value that follows', matrix)).toEqual(float64([2, 2], [2, -4, 6, 8]));
    expect(changed('is half the value that follows', matrix)).toEqual(float64([2, 2], [0.5, -1, 1.5, 2]));
    expect(changed('is transposed', matrix)).toEqual(float64([2, 2], [1, 3, -2, 4]));
  });
  test('a vector cannot be transposed', () => {
    expect(changed('is transposed', float64([2], [1, 2]))).toBeNull();
    expect(changed('is transposed', float64([1, 1, 2], [1, 2]))).toBeNull();
  });
});
