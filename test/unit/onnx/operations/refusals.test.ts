/** What is refused of a graph, by the name of the operation: mostly what would move the examples from the first axis. */
import { expect, test } from '@jest/globals';
import { attribute, drawn, graphArtifacts, refusalOfGraph, wholes } from '../../../support/onnx-fuzz/graphs.js';
import { fused, image, masks, of, pooled, window, type Case } from '../../../support/onnx-fuzz/graph-cases.js';

const { flag, text, whole: int, type } = attribute;

test.each<[Case, string]>([
  [
    of('Conv2D', image, { w: drawn([2, 3, 2, 4]) }, window('SAME', { data_format: text('NCHW') })),
    'with channels first',
  ],
  [of('Conv2D', image, { w: drawn([2, 3, 3, 4]) }, window('SAME')), 'with a filter that does not fit'],
  [
    of('_FusedConv2D', image, { w: drawn([2, 3, 2, 4]), b: drawn([4]) }, window('SAME', fused('Relu'))),
    'with fused operations that are not translated',
  ],
  [of('MaxPool', image, {}, pooled('EXPLICIT')), 'with a padding that is not translated'],
  [
    of(
      'FusedBatchNormV3',
      image,
      { s: drawn([2]), o: drawn([2]), m: drawn([2]), v: drawn([2]) },
      { is_training: flag(true) },
    ),
    'with is_training',
  ],
  [of('Add', [2, 3], { c: drawn([4, 2, 3]) }), 'with a constant of more axes than an example has'],
  [of('Cast', [3], {}, { DstT: type('int32') }), 'to a type other than float32'],
  [
    of('MirrorPad', [3], { p: { shape: [2, 2], values: [0, 0, 1, 1], dtype: 'int32' } }, { mode: text('SYMMETRIC') }),
    'with the mode symmetric',
  ],
  [of('Transpose', [3], { order: wholes(1, 0) }), 'that moves the examples'],
  [of('Squeeze', [1, 3]), 'of all axes, among which the examples may be'],
  [
    of(
      'StridedSlice',
      [3],
      { from: wholes(1), to: wholes(2), by: wholes(1) },
      { ...masks, begin_mask: int(0), end_mask: int(0) },
    ),
    'that picks among the examples',
  ],
  [of('MatMul', [4], { w: drawn([3, 4]) }), 'with a matrix that does not fit'],
  [
    of(
      'StridedSlice',
      [6],
      { from: wholes(0, 1), to: wholes(0, 2), by: wholes(2, 1) },
      { ...masks, shrink_axis_mask: int(2) },
    ),
    'with places and strides at once',
  ],
])('%j is refused: %s', ([op, example, constants, nodes], why) => {
  expect(refusalOfGraph(graphArtifacts(example, constants, nodes), example)).toBe(`the operation out (${op}) ${why}`);
});
