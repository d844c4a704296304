/** Costs of kernels against numbers that were counted by hand, and a cost, or a reason, for every kernel of the cpu backend. */
import { describe, expect, test } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import { getKernelsForBackend } from '@tensorflow/tfjs-core';
import { costOfKernel, type KernelCall } from '../../../../grader/runtime/counting/kernel-costs.js';

const call = (inputs: KernelCall['inputs'], results: KernelCall['results'], attributes = {}): KernelCall => ({
  ...{ inputs, results, attributes },
});

/** Kernels of texts, of ragged and sparse tensors, of frequencies and of geometry: a count with them is a lower bound. */
const UNKNOWN = [
  ...[
    'Bincount',
    'CropAndResize',
    'DenseBincount',
    'Dilation2D',
    'Dilation2DBackpropFilter',
    'Dilation2DBackpropInput',
  ],
  ...['Draw', 'FFT', 'IFFT', 'LRN', 'LRNGrad', 'Multinomial', 'NonMaxSuppressionV3', 'NonMaxSuppressionV4'],
  ...['NonMaxSuppressionV5', 'RaggedGather', 'RaggedRange', 'RaggedTensorToTensor', 'ResizeBilinear'],
  ...['ResizeBilinearGrad', 'ResizeNearestNeighborGrad', 'RotateWithOffset', 'SparseFillEmptyRows', 'SparseReshape'],
  ...['SparseSegmentMean', 'SparseSegmentSum', 'SparseToDense', 'StaticRegexReplace', 'StringNGrams', 'StringSplit'],
  ...['StringToHashBucketFast', 'Transform'],
];

test('every kernel has a cost, or is known to have none', () => {
  const nothing = call({ x: [2], a: [2, 2], b: [2, 2] }, [[2]]);
  const without = getKernelsForBackend('cpu')
    .map(({ kernelName }) => kernelName)
    .filter((name) => costOfKernel(name, nothing) === null);
  expect([...without].sort()).toEqual(UNKNOWN);
  expect(costOfKernel('toString', nothing)).toBeNull();
});

test.each<[string, KernelCall, number]>([
  // 2 x 3 by 3 x 4: each of 8 sums has 3 products and 2 additions
  ['BatchMatMul', call({ a: [1, 2, 3], b: [1, 3, 4] }, [[1, 2, 4]], { transposeA: false }), 8 * 5],
  ['BatchMatMul', call({ a: [1, 3, 2], b: [1, 3, 4] }, [[1, 2, 4]], { transposeA: true }), 8 * 5],
  ['BatchMatMul', call({ a: [6, 2, 1], b: [6, 1, 2] }, [[6, 2, 2]]), 24],
  [
    '_FusedMatMul',
    call({ a: [1, 2, 3], b: [1, 3, 4], bias: [4] }, [[1, 2, 4]], { activation: 'sigmoid' }),
    40 + 8 + 24,
  ],
  ['_FusedMatMul', call({ a: [1, 2, 3], b: [1, 3, 4] }, [[1, 2, 4]], { activation: 'relu' }), 40],
  // 3 x 3 windows of 2 channels: 18 products and 17 additions
  ['Conv2D', call({ x: [1, 4, 4, 2], filter: [3, 3, 2, 5] }, [[1, 2, 2, 5]]), 20 * 35],
  ['FusedConv2D', call({ x: [1, 4, 4, 2], filter: [3, 3, 2, 5], bias: [5] }, [[1, 2, 2, 5]]), 20 * 36],
  ['DepthwiseConv2dNative', call({ x: [1, 4, 4, 2], filter: [3, 3, 2, 1] }, [[1, 2, 2, 2]]), 8 * 17],
  // as many products as the convolution has; a sum of n of them has n - 1 additions
  ['Conv2DBackpropFilter', call({ x: [1, 4, 4, 2], dy: [1, 2, 2, 5] }, [[3, 3, 2, 5]]), 2 * 20 * 18 - 90],
  ['Conv2DBackpropInput', call({ dy: [1, 2, 2, 5], filter: [3, 3, 2, 5] }, [[1, 4, 4, 2]]), 2 * 20 * 18 - 32],
  ['DepthwiseConv2dNativeBackpropFilter', call({ x: [1, 4, 4, 2], dy: [1, 2, 2, 2] }, [[3, 3, 2, 1]]), 2 * 8 * 9 - 18],
  ['AvgPool', call({ x: [1, 4, 4, 1] }, [[1, 2, 2, 1]], { filterSize: [2, 2] }), 4 * 4],
  ['AvgPool', call({ x: [1, 4, 4, 1] }, [[1, 2, 2, 1]], { filterSize: 2 }), 4 * 4],
  ['MaxPool', call({ x: [1, 4, 4, 1] }, [[1, 2, 2, 1]], { filterSize: 2 }), 0],
  ['Sum', call({ x: [4, 5] }, [[4]]), 16],
  ['Mean', call({ x: [4, 5] }, [[]]), 20],
  ['Cumsum', call({ x: [4, 5] }, [[4, 5]]), 16],
  ['AddN', call({ 0: [3], 1: [3], 2: [3] }, [[3]]), 6],
  ['Softmax', call({ logits: [4, 5] }, [[4, 5]]), 76],
  ['Add', call({ a: [4, 1], b: [1, 5] }, [[4, 5]]), 20],
  ['SquaredDifference', call({ a: [3], b: [3] }, [[3]]), 6],
  ['Exp', call({ x: [3] }, [[3]]), 3],
  ['Relu', call({ x: [3] }, [[3]]), 0],
  ['Neg', call({ x: [3] }, [[3]]), 0],
  ['Unpack', call({ value: [3, 2] }, [[2], [2], [2]]), 0],
  ['FusedBatchNorm', call({ x: [4, 5], variance: [5] }, [[4, 5]]), 90],
  // 24 products, and 24 - 8 additions
  ['Einsum', call({ 0: [2, 3], 1: [3, 4] }, [[2, 4]], { equation: 'ij,jk->ik' }), 40],
  ['Einsum', call({ 0: [2, 3] }, [[2]], { equation: 'ij->i' }), 4],
  ['Einsum', call({ 0: [2], 1: [3] }, [[2, 3]], { equation: 'i,j->ij' }), 6],
  ['Sum', call({ x: [] }, [[]]), 0],
  ['BatchMatMul', call({ a: [1, 2, 0], b: [1, 0, 4] }, [[1, 2, 4]]), 0],
])('%s %j costs %i', (name, given, cost) => {
  expect(costOfKernel(name, given)).toBe(cost);
});

describe('numbers that are not sides', () => {
  test('cost nothing and break nothing', () => {
    expect(costOfKernel('AvgPool', call({ x: [4] }, [[4]], { filterSize: 'wide' }))).toBe(4);
    expect(costOfKernel('Einsum', call({ 0: [2] }, [[2]], {}))).toBeGreaterThanOrEqual(0);
    expect(costOfKernel('_FusedMatMul', call({}, [[0]], { activation: 'mine' }))).toBe(0);
  });
});
