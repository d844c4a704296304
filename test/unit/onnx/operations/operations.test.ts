/** Operations of graphs, each beside tf.js's converter on cpu. */
import { expect, test } from '@jest/globals';
import {
  attribute,
  drawn,
  gapOfGraph,
  graphArtifacts,
  node,
  whole,
  wholes,
} from '../../../support/onnx-fuzz/graphs.js';
import {
  fused,
  image,
  kept,
  masks,
  of,
  pooled,
  positive,
  window,
  type Case,
} from '../../../support/onnx-fuzz/graph-cases.js';
import { onnxLibrary } from '../../../support/onnx-library.js';
import { OPERATION_RULES } from '../../../../grader/onnx/operations/index.js';

const { flag, list, number, text, whole: int, type } = attribute;

const CASES: readonly Case[] = [
  ...[
    'Neg',
    'Abs',
    'Square',
    'Exp',
    'Erf',
    'Sin',
    'Cos',
    'Tanh',
    'Sigmoid',
    'Relu',
    'Relu6',
    'Elu',
    'Selu',
    'Softplus',
    'Softmax',
    'LogSoftmax',
  ].map((op) => of(op, [5])),
  ...['Sqrt', 'Rsqrt', 'Log', 'Reciprocal'].map(positive),
  ...['Identity', 'StopGradient', 'Snapshot'].map((op) => of(op, [5])),
  of('Cast', [4], {}, { SrcT: type('float32'), DstT: type('float32') }),
  of('LeakyRelu', [5], {}, { alpha: number(0.1) }),
  of('Prelu', [4, 3], { a: drawn([3]) }),
  of('ClipByValue', [5], { low: { shape: [], values: [-0.5] }, high: { shape: [], values: [0.25] } }),
  ...['Add', 'AddV2', 'Sub', 'Mul', 'RealDiv', 'Maximum', 'Minimum', 'SquaredDifference'].map((op) =>
    of(op, [3, 2], { c: drawn([2], 8) }),
  ),
  ['Sub of a constant and a tensor', [3, 2], { c: drawn([1, 3, 1]) }, [node('out', 'Sub', ['c', 'x'])]],
  [
    'Mul of tensors that spread',
    [4, 3],
    { axis: wholes(1) },
    [node('m', 'Mean', ['x', 'axis'], kept(true)), node('out', 'Mul', ['x', 'm'])],
  ],
  ['Pow', [5], { two: { shape: [], values: [1.5] } }, [node('p', 'Exp', ['x']), node('out', 'Pow', ['p', 'two'])]],
  of('BiasAdd', image, { b: drawn([2]) }),
  ...['FusedBatchNorm', 'FusedBatchNormV3'].map((op) =>
    of(
      op,
      image,
      { s: drawn([2]), o: drawn([2], 4), m: drawn([2], 5), v: { shape: [2], values: [0.5, 2] } },
      { epsilon: number(0.01), is_training: flag(false) },
    ),
  ),
  of('Conv2D', image, { w: drawn([2, 3, 2, 4]) }, window('SAME')),
  of(
    'Conv2D',
    image,
    { w: drawn([2, 3, 2, 4]) },
    window('EXPLICIT', { explicit_paddings: list(0, 0, 1, 2, 0, 3, 0, 0) }),
  ),
  of('_FusedConv2D', image, { w: drawn([2, 2, 2, 3]), b: drawn([3]) }, window('VALID', fused('BiasAdd', 'Elu'))),
  of(
    '_FusedConv2D',
    image,
    { w: drawn([2, 2, 2, 3]), b: drawn([3]), a: drawn([3], 9) },
    window('SAME', fused('BiasAdd', 'Prelu')),
  ),
  of(
    '_FusedConv2D',
    image,
    { w: drawn([2, 2, 2, 3]), b: drawn([3]) },
    window('SAME', { ...fused('BiasAdd', 'LeakyRelu'), leakyrelu_alpha: number(0.3) }),
  ),
  of('DepthwiseConv2dNative', image, { w: drawn([3, 3, 2, 2]) }, window('SAME')),
  of(
    'FusedDepthwiseConv2dNative',
    image,
    { w: drawn([3, 3, 2, 1]), b: drawn([2]) },
    window('SAME', fused('BiasAdd', 'Relu6')),
  ),
  of(
    'Conv3D',
    [4, 4, 3, 1],
    { w: drawn([2, 2, 2, 1, 2]) },
    { padding: text('SAME'), strides: list(1, 2, 1, 1, 1), dilations: list(1, 1, 1, 1, 1), data_format: text('NDHWC') },
  ),
  [
    'Conv2DBackpropInput',
    [3, 3, 2],
    { sides: wholes(3, 6, 5, 4), w: drawn([3, 3, 4, 2]) },
    [node('out', 'Conv2DBackpropInput', ['sides', 'w', 'x'], window('SAME'))],
  ],
  of('MaxPool', image, {}, pooled('SAME')),
  of('AvgPool', image, {}, pooled('SAME')),
  of('AvgPool', image, {}, pooled('VALID')),
  of(
    'MaxPool3D',
    [4, 4, 3, 1],
    {},
    { padding: text('SAME'), strides: list(1, 2, 2, 2, 1), ksize: list(1, 2, 3, 2, 1), data_format: text('NDHWC') },
  ),
  of('Pad', image, { p: { shape: [4, 2], values: [0, 0, 1, 2, 0, 3, 0, 0], dtype: 'int32' } }),
  of('PadV2', image, {
    p: { shape: [4, 2], values: [0, 0, 1, 2, 0, 3, 1, 0], dtype: 'int32' },
    c: { shape: [], values: [-2] },
  }),
  of(
    'MirrorPad',
    image,
    { p: { shape: [4, 2], values: [0, 0, 1, 2, 0, 3, 0, 0], dtype: 'int32' } },
    { mode: text('REFLECT') },
  ),
  ...[{}, { half_pixel_centers: flag(true) }, { align_corners: flag(true) }].flatMap((attr) => [
    of('ResizeBilinear', image, { size: wholes(7, 11) }, attr),
    of('ResizeNearestNeighbor', image, { size: wholes(7, 11) }, attr),
  ]),
  of('MatMul', [4], { w: drawn([3, 4]) }, { transpose_b: flag(true) }),
  of('_FusedMatMul', [4], { w: drawn([4, 3]), b: drawn([3]) }, fused('BiasAdd', 'Sigmoid')),
  of('BatchMatMulV2', [3, 4], { w: drawn([4, 2]) }),
  ['BatchMatMul of tensors', [3, 4], {}, [node('out', 'BatchMatMul', ['x', 'x'], { adj_y: flag(true) })]],
  ...['Mean', 'Sum', 'Max', 'Min', 'Prod'].flatMap((op) => [
    of(op, image, { axis: wholes(1, 2) }, kept(false)),
    of(op, image, { axis: wholes(-1) }, kept(true)),
  ]),
  of('Reshape', [4, 3], { sides: wholes(-1, 2, 6) }),
  of('Squeeze', [1, 4, 1], {}, { squeeze_dims: list(1, -1) }),
  of('ExpandDims', [4, 3], { axis: whole(-1) }),
  of('Transpose', image, { order: wholes(0, 3, 1, 2) }),
  [
    'ConcatV2',
    image,
    { axis: whole(3) },
    [node('a', 'Relu', ['x']), node('out', 'ConcatV2', ['x', 'a', 'axis'], { N: int(2) })],
  ],
  ['Pack', [3], {}, [node('a', 'Relu', ['x']), node('out', 'Pack', ['x', 'a'], { axis: int(2), N: int(2) })]],
  [
    'Split',
    [4, 6],
    { axis: whole(2) },
    [node('s', 'Split', ['axis', 'x'], { num_split: int(3) }), node('out', 'Sub', ['s:2', 's:1'])],
  ],
  of('GatherV2', [4, 3], { places: wholes(2, 0, 2), axis: whole(1) }, { batch_dims: int(0) }),
  of('Slice', [4, 3], { from: wholes(0, 1, 0), size: wholes(-1, 2, -1) }),
  of('StridedSlice', [6, 3], { from: wholes(0, 4, 1), to: wholes(0, 0, 2), by: wholes(1, -2, 1) }, masks),
  of(
    'StridedSlice',
    [6, 3],
    { from: wholes(0, -4, 1), to: wholes(0, 100, 2), by: wholes(1, 1, 1) },
    { ...masks, shrink_axis_mask: int(4) },
  ),
  [
    'sides that are worked out',
    [4, 6],
    {
      from: wholes(0),
      to: wholes(1),
      by: wholes(1),
      half: whole(3),
      eight: whole(8),
      axis: whole(0),
    },
    [
      node('shape', 'Shape', ['x']),
      node('rows', 'StridedSlice', ['shape', 'from', 'to', 'by'], { ...masks, begin_mask: int(0), end_mask: int(0) }),
      node('pair', 'Pack', ['half', 'eight'], { axis: int(0) }),
      node('sides', 'ConcatV2', ['rows', 'pair', 'axis'], { N: int(2) }),
      node('out', 'Reshape', ['x', 'sides']),
    ],
  ],
];

test.each(CASES.map((one): [string, Case] => [`${one[0]} ${JSON.stringify(one[3].at(-1)?.attr)}`, one]))(
  '%s',
  async (_, [, example, constants, nodes]) => {
    const artifacts = graphArtifacts(example, constants, nodes);
    expect(await gapOfGraph(onnxLibrary(), artifacts, example)).toBeLessThan(2e-5);
  },
);

test('every operation that is translated is tried here or with whole graphs', () => {
  const elsewhere = ['Shape', 'Div', 'Inv', 'PreventGradient', 'FusedBatchNormV2', 'DepthwiseConv2d', 'AvgPool3D'];
  const tried = new Set([...CASES.flatMap(([, , , nodes]) => nodes.map(({ op }) => op)), ...elsewhere]);
  expect([...OPERATION_RULES.keys()].filter((op) => !tried.has(op))).toEqual([]);
});
