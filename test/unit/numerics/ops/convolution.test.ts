/** Convolutions by hand, by a second implementation on padded images, and by finite differences. */
import { describe, expect, test } from '@jest/globals';
import { conv2d, depthwiseConv2d } from '../../../../grader/numerics/ops/convolution.js';
import { type Op } from '../../../../grader/numerics/ops/op.js';
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

interface Steps {
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
}

const sidesOf = ({ shape }: TensorData) =>
  [0, 1, 2, 3].map((axis) => shape[axis] ?? NaN) as [number, number, number, number];
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Cells added before and after a side, by the formula of TensorFlow's documentation. */
function padsOf(side: number, reach: number, stride: number): readonly [number, number] {
  const pad = Math.max(side % stride === 0 ? reach - stride : reach - (side % stride), 0);
  return [Math.floor(pad / 2), Math.ceil(pad / 2)];
}

/** x[n, i, j, c] of images with a border of zeros. */
function bordered(x: TensorData, top: number, left: number) {
  const [, height, width, channels] = sidesOf(x);
  return (n: number, i: number, j: number, c: number) => {
    const isImage = i >= top && j >= left && i < top + height && j < left + width;
    return isImage ? (x.values[((n * height + i - top) * width + j - left) * channels + c] ?? NaN) : 0;
  };
}

/** The definition of a convolution, on images with a border of zeros. */
function convolved(x: TensorData, w: TensorData, bias: TensorData, steps: Steps, isSame: boolean, isDeep: boolean) {
  const [batch, height, width, channels] = sidesOf(x);
  const [tall, wide, , last] = sidesOf(w);
  const { strides, dilation } = steps;
  const [high, broad] = [(tall - 1) * dilation[0] + 1, (wide - 1) * dilation[1] + 1];
  const [top, bottom] = isSame ? padsOf(height, high, strides[0]) : [0, 0];
  const [left, right] = isSame ? padsOf(width, broad, strides[1]) : [0, 0];
  const rows = range(Math.floor((height + top + bottom - high) / strides[0]) + 1);
  const columns = range(Math.floor((width + left + right - broad) / strides[1]) + 1);
  const cell = bordered(x, top, left);
  // input channels that output channel d sees, and which of the filters of one of them it is
  const seen = (d: number) => (isDeep ? [Math.floor(d / last)] : range(channels));
  const filter = (a: number, e: number, c: number, d: number) =>
    w.values[((a * wide + e) * channels + c) * last + (d % last)] ?? NaN;
  const valueAt = (n: number, i: number, j: number, d: number) => {
    let sum = bias.values[d] ?? NaN;
    for (const c of seen(d))
      for (const a of range(tall))
        for (const e of range(wide)) sum += cell(n, i + a * dilation[0], j + e * dilation[1], c) * filter(a, e, c, d);
    return sum;
  };
  const outputs = range(isDeep ? channels * last : last);
  return range(batch).flatMap((n) =>
    rows.flatMap((i) => columns.flatMap((j) => outputs.map((d) => valueAt(n, i * strides[0], j * strides[1], d)))),
  );
}

const IMAGE = float64([1, 2, 3, 1], [1, 2, 3, 4, 5, -6]);
const FILTER = float64([2, 2, 1, 1], [1, 10, 100, 1000]);

describe('by hand', () => {
  const call: Call = { op: conv2d, node: nodeOf('conv2d'), operands: [IMAGE, FILTER] };
  test('one filter over one image, not turned over', () => {
    // 1 + 20 + 400 + 5000, 2 + 30 + 500 - 6000
    expect(apply(call)).toEqual(float64([1, 1, 2, 1], [5421, -5468]));
  });
  test('a bias is added to each cell of its channel', () => {
    const operands = [IMAGE, float64([1, 1, 1, 2], [1, -1]), float64([2], [10, 20])];
    expect(apply({ ...call, operands }).values).toEqual(
      Float64Array.from([11, 19, 12, 18, 13, 17, 14, 16, 15, 15, 4, 26]),
    );
  });
  test('gradients of cells, filter and bias', () => {
    const upstream = float64([1, 1, 2, 1], [1, 2]);
    const biased = { ...call, operands: [IMAGE, FILTER, float64([1], [0])] };
    expect(vjp(biased, 0, upstream)).toEqual(float64([1, 2, 3, 1], [1, 12, 20, 100, 1200, 2000]));
    // 1 + 2 * 2, 2 + 2 * 3, 4 + 2 * 5, 5 + 2 * -6
    expect(vjp(biased, 1, upstream)).toEqual(float64([2, 2, 1, 1], [5, 8, 14, -7]));
    expect(vjp(biased, 2, upstream)).toEqual(float64([1], [3]));
  });
  test('scales are the same sums of absolute values', () => {
    const scales = call.operands.map(absolute);
    expect(conv2d.applyScale(scales, call.operands, call.node)).toEqual(float64([1, 1, 2, 1], [5421, 6532]));
    expect(vjpScale(call, 1, float64([1, 1, 2, 1], [1, 2]))).toEqual(float64([2, 2, 1, 1], [5, 8, 14, 17]));
  });
  test('depthwise, each channel has filters of its own', () => {
    const operands = [
      float64([1, 1, 1, 2], [3, 5]),
      float64([1, 1, 2, 2], [1, 10, 100, 1000]),
      float64([4], [1, 2, 3, 4]),
    ];
    const deep: Call = { op: depthwiseConv2d, node: nodeOf('depthwise-conv2d'), operands };
    expect(apply(deep)).toEqual(float64([1, 1, 1, 4], [4, 32, 503, 5004]));
    const upstream = float64([1, 1, 1, 4], [1, 2, 3, 4]);
    expect(vjp(deep, 0, upstream)).toEqual(float64([1, 1, 1, 2], [21, 4300]));
    expect(vjp(deep, 1, upstream)).toEqual(float64([1, 1, 2, 2], [3, 6, 15, 20]));
    expect(vjp(deep, 2, upstream)).toEqual(float64([4], [1, 2, 3, 4]));
  });
});

const ONE = [1, 1] as const;
describe.each<[string, Partial<NetworkNode>, Steps]>([
  ['valid', {}, { strides: ONE, dilation: ONE }],
  ['same', { padding: 'same' }, { strides: ONE, dilation: ONE }],
  ['same, strides', { padding: 'same', strides: [2, 3] }, { strides: [2, 3], dilation: ONE }],
  ['valid, strides', { strides: [2, 1] }, { strides: [2, 1], dilation: ONE }],
  ['same, dilation', { padding: 'same', dilation: [1, 2] }, { strides: ONE, dilation: [1, 2] }],
])('%s', (_name, options, steps) => {
  test.each<[string, Op, boolean, number]>([
    ['conv2d', conv2d, false, 3],
    ['depthwise-conv2d', depthwiseConv2d, true, 2],
  ])('%s is as defined on a padded image, and its gradients are slopes', (_op, op, isDeep, last) => {
    const operands = [irregular([2, 4, 5, 2]), irregular([3, 2, 2, last], 1), irregular([isDeep ? 2 * last : last], 2)];
    const call: Call = { op, node: nodeOf('conv2d', options), operands };
    const [x, w, bias] = operands;
    if (x === undefined || w === undefined || bias === undefined) throw new Error('three operands');
    const wanted = convolved(x, w, bias, steps, options.padding === 'same', isDeep);
    const found = apply(call);
    expect(found.values).toHaveLength(wanted.length);
    expect(Math.max(...wanted.map((value, index) => Math.abs(value - (found.values[index] ?? NaN))))).toBeLessThan(
      1e-12,
    );
    for (const index of [0, 1, 2]) expect(gradientError(call, index)).toBeLessThan(1e-8);
  });
});

describe('what cannot be convolved is told with its sizes', () => {
  test.each<[string, TensorData, TensorData]>([
    ['n: its input has 2 axes, expected 4', irregular([2, 3]), FILTER],
    ['n: its filter has 2 axes, expected 4', IMAGE, irregular([2, 2])],
    ['n: its filter is for 3 channels, its input has 1', IMAGE, irregular([1, 1, 3, 1])],
    ['n: a window of 3 is larger than its input of 2', IMAGE, irregular([3, 1, 1, 1])],
    ['n: a window of 4 is larger than its input of 3', IMAGE, irregular([1, 4, 1, 1])],
  ])('%s', (message, x, w) => {
    expect(() => conv2d.apply([x, w], nodeOf('conv2d'))).toThrow(new RangeError(message));
  });
});

test('both take two or three operands and are no losses', () => {
  for (const op of [conv2d, depthwiseConv2d]) expect(op).toMatchObject({ operands: [2, 3], isLoss: false });
});
