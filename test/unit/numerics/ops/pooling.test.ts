/** Pooling by hand, at ties and at the border, and by finite differences. */
import { describe, expect, test } from '@jest/globals';
import { avgPool, globalAvgPool, maxPool, smallestLead } from '../../../../grader/numerics/ops/pooling.js';
import type { NetworkNode } from '../../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../../grader/tensor/tensor.js';
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

const image = (rows: number, columns: number, ...values: number[]) => float64([1, rows, columns, 1], values);
const SQUARE = image(4, 4, 1, 2, 3, 4, 8, 7, 6, 5, -1, -2, -9, -8, -3, -4, -7, -6);
const called = (op: typeof maxPool, operand: TensorData, options: Partial<NetworkNode> = {}): Call => ({
  ...{ op, node: nodeOf('max-pool', options), operands: [operand] },
});
const numbers = (tensor: TensorData) => [...tensor.values];

describe('the largest of a window', () => {
  test('two by two, side by side, unless told otherwise', () => {
    expect(apply(called(maxPool, SQUARE))).toEqual(image(2, 2, 8, 6, -1, -6));
    expect(apply(called(maxPool, SQUARE, { window: [1, 4] }))).toEqual(image(4, 1, 4, 8, -1, -3));
    expect(apply(called(maxPool, SQUARE, { window: [4, 1] }))).toEqual(image(1, 4, 8, 7, 6, 5));
    expect(apply(called(maxPool, SQUARE, { window: 3, strides: 1 }))).toEqual(image(2, 2, 8, 7, 8, 7));
    // one step down, two steps across
    expect(apply(called(maxPool, SQUARE, { strides: [1, 2] }))).toEqual(image(3, 2, 8, 6, 8, 6, -1, -6));
  });
  test('what is outside the image does not take part, negative cells neither grow nor vanish', () => {
    const negative = image(1, 3, -5, -2, -4);
    expect(numbers(apply(called(maxPool, negative, { window: [1, 2], padding: 'same' })))).toEqual([-2, -4]);
  });
  test('images and channels do not mix', () => {
    const two = float64([2, 1, 2, 2], [1, 20, 3, 10, 5, 40, 7, 30]);
    expect(apply(called(maxPool, two, { window: [1, 2] }))).toEqual(float64([2, 1, 1, 2], [3, 20, 7, 40]));
  });
  test('gets the whole gradient; of equal ones, the first', () => {
    const upstream = image(2, 2, 1, 10, 100, 1000);
    const wanted = [0, 0, 0, 0, 1, 0, 10, 0, 100, 0, 0, 0, 0, 0, 0, 1000];
    expect(numbers(vjp(called(maxPool, SQUARE), 0, upstream))).toEqual(wanted);
    expect(numbers(vjpScale(called(maxPool, SQUARE), 0, upstream))).toEqual(wanted);
    const tie = image(2, 2, 3, 7, 7, 7);
    expect(numbers(vjp(called(maxPool, tie), 0, image(1, 1, 5)))).toEqual([0, 5, 0, 0]);
  });
  test('windows that overlap add up', () => {
    const row = image(1, 3, 1, 9, 2);
    const call = called(maxPool, row, { window: [1, 2], strides: 1 });
    expect(numbers(vjp(call, 0, image(1, 2, 1, 10)))).toEqual([0, 11, 0]);
  });
  test('the scale is the largest of the scales', () => {
    const scales = [absolute(SQUARE)];
    expect(maxPool.applyScale(scales, [SQUARE], nodeOf('max-pool'))).toEqual(image(2, 2, 8, 6, 4, 9));
  });
});

describe('the mean of a window', () => {
  test('by hand', () => {
    expect(apply(called(avgPool, SQUARE))).toEqual(image(2, 2, 4.5, 4.5, -2.5, -7.5));
  });
  test('is over the cells that lie inside the image', () => {
    const row = image(1, 3, 3, 5, 10);
    const call = called(avgPool, row, { window: [1, 2], padding: 'same' });
    expect(numbers(apply(call))).toEqual([4, 10]);
    expect(numbers(vjp(call, 0, image(1, 2, 6, 7)))).toEqual([3, 3, 7]);
    expect(numbers(vjpScale(call, 0, image(1, 2, 6, 7)))).toEqual([3, 3, 7]);
  });
  test('the scale is the mean of the scales', () => {
    const scales = [absolute(SQUARE)];
    expect(avgPool.applyScale(scales, [SQUARE], nodeOf('avg-pool'))).toEqual(image(2, 2, 4.5, 4.5, 2.5, 7.5));
  });
});

describe('the mean of an image', () => {
  const two = float64([2, 1, 2, 3], [1, 2, 3, 5, 6, 7, -1, 0, 1, 3, 4, 5]);
  const call = called(globalAvgPool, two);
  test('of each image and channel, by hand', () => {
    expect(apply(call)).toEqual(float64([2, 3], [3, 4, 5, 1, 2, 3]));
    expect(globalAvgPool.applyScale([absolute(two)], [two], call.node)).toEqual(float64([2, 3], [3, 4, 5, 2, 2, 3]));
  });
  test('each cell gets its share of the gradient', () => {
    const upstream = float64([2, 3], [2, 4, 6, 8, 10, 12]);
    const wanted = float64([2, 1, 2, 3], [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
    expect(vjp(call, 0, upstream)).toEqual(wanted);
    expect(vjpScale(call, 0, upstream)).toEqual(wanted);
    expect(gradientError({ ...call, operands: [irregular([2, 3, 2, 2])] }, 0)).toBeLessThan(1e-8);
  });
});

test.each<[string, typeof maxPool, Partial<NetworkNode>]>([
  ['max', maxPool, { window: [2, 3], strides: [1, 2], padding: 'same' }],
  ['max, valid', maxPool, { window: [3, 2], strides: 2 }],
  ['mean', avgPool, { window: [2, 3], strides: [1, 2], padding: 'same' }],
  ['mean, valid', avgPool, { window: [3, 2], strides: 2 }],
])('finite differences of %s', (_name, op, options) => {
  expect(gradientError(called(op, irregular([2, 4, 5, 2]), options), 0)).toBeLessThan(1e-8);
});

describe('the lead of the largest cell of a window over the next', () => {
  const leadOf = (x: TensorData, options: Partial<NetworkNode> = {}) => smallestLead(x, nodeOf('max-pool', options));
  test('is the least over all windows', () => {
    expect(leadOf(image(2, 4, 1, 9, 20, 5, 4, 2, 3, 18))).toBe(2);
    expect(leadOf(image(2, 4, 1, 9, 20, 5, 6, 2, 3, 8))).toBe(3);
    expect(leadOf(image(2, 2, 7, 1, 2, 7))).toBe(0);
    expect(leadOf(image(2, 2, -7, -10, -20, -9))).toBe(2);
  });
  test('a window of one cell has no other', () => {
    expect(leadOf(image(1, 2, 3, 4), { window: 1 })).toBe(Infinity);
  });
  test('every window of every image counts', () => {
    expect(leadOf(float64([2, 1, 2, 2], [0, 0, 9, 9, 0, 0, 9, 1]), { window: [1, 2] })).toBe(1);
  });
});

test.each([
  ['maxPool', maxPool],
  ['globalAvgPool', globalAvgPool],
])('%s: what is not an image is told', (_name, op) => {
  expect(() => op.apply([irregular([2, 3])], nodeOf('max-pool'))).toThrow(
    new RangeError('n: its input has 2 axes, expected 4'),
  );
});

test('pooling has one operand and is not a loss', () => {
  for (const op of [maxPool, avgPool, globalAvgPool]) expect(op).toMatchObject({ operands: [1, 1], isLoss: false });
});
