/** The work of whole graphs: what counts, branches, batches, and graphs that were made to confuse. */
import { describe, expect, test } from '@jest/globals';
import type { OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from '../../../grader/onnx/format/model.js';
import { translateToOnnx } from '../../../grader/onnx/translate.js';
import { workOfOnnx } from '../../../grader/onnx/work.js';
import { exportModel, tfl } from '../../support/exported-model.js';
import { node, onnxModel, weight, whole } from '../../support/onnx-models.js';
import { int, ints } from '../../support/onnx-work.js';
import { measureProcessor } from '../../support/processor-time.js';

const input = (...shape: readonly (number | string)[]): OnnxValue => ({ name: 'x', type: 'float32', shape });
const ones = (name: string, ...shape: readonly number[]): OnnxTensor =>
  weight(name, shape, Array<number>(shape.reduce((size, side) => size * side, 1)).fill(1));
const work = (
  shape: readonly (number | string)[],
  nodes: readonly OnnxNode[],
  initializers: readonly OnnxTensor[] = [],
) => workOfOnnx(onnxModel({ nodes, initializers, inputs: [input(...shape)] }));

test('products and convolutions alone, of one example', () => {
  const nodes = [
    node('Conv', ['x', 'K'], 'a', { pads: ints(1, 1, 1, 1) }),
    node('Relu', ['a'], 'b'),
    node('MaxPool', ['b'], 'c', { kernel_shape: ints(2, 2), strides: ints(2, 2) }),
    node('Flatten', ['c'], 'd'),
    node('Gemm', ['d', 'W'], 'y', { transB: int(1) }),
  ];
  const weights = [ones('K', 5, 3, 3, 3), ones('W', 2, 5 * 4 * 3)];
  const expected = 5 * 8 * 6 * 3 * 9 + 2 * 5 * 4 * 3;
  expect(work(['N', 3, 8, 6], nodes, weights)).toBe(expected);
  // a batch that is fixed is divided by its examples
  expect(work([1, 3, 8, 6], nodes, weights)).toBe(expected);
  expect(work([4, 3, 8, 6], nodes, weights)).toBe(expected);
  expect(work(['N', 3, 'H', 6], nodes, weights)).toBeNull();
  expect(work(['N', 3, 8, 6], [...nodes, node('NonZero', ['y'], 'z')], weights)).toBeNull();
});

test('a product of constants is computed once, not for each example', () => {
  const nodes = [node('MatMul', ['A', 'B'], 'w'), node('MatMul', ['x', 'w'], 'y')];
  expect(work(['N', 7], nodes, [ones('A', 7, 100), ones('B', 100, 3)])).toBe(21);
});

test('shapes that are computed from the one of the input', () => {
  const nodes = [
    node('Shape', ['x'], 's'),
    node('Gather', ['s', 'zero'], 'n'),
    node('Unsqueeze', ['n', 'axes'], 'u'),
    node('Concat', ['u', 'rest'], 'to', { axis: int(0) }),
    node('Reshape', ['x', 'to'], 'flat'),
    node('MatMul', ['flat', 'W'], 'y'),
  ];
  const constants = [whole('zero', [], [0n]), whole('axes', [1], [0n]), whole('rest', [1], [-1n]), ones('W', 12, 5)];
  expect(work(['N', 3, 4], nodes, constants)).toBe(60);
});

describe('a branch', () => {
  const inner = (operator: string, name: string, ...inputs: readonly string[]) =>
    ({
      kind: 'graph',
      value: {
        ...{ name, initializers: [], inputs: [] },
        nodes: [node(operator, inputs, name)],
        outputs: [{ name, type: 'float32', shape: null }],
      } satisfies OnnxGraph,
    }) as const;
  const branches = { then_branch: inner('MatMul', 'p', 'x', 'W'), else_branch: inner('Relu', 'q', 'x') };
  const nodes = (compared: string) => [
    node('Shape', ['x'], 's', { start: int(1) }),
    node('Equal', ['s', compared], 'isSo'),
    node('If', ['isSo'], 'b', branches),
    node('MatMul', ['b', 'V'], 'y'),
  ];
  const constants = [whole('four', [1], [4n]), whole('five', [1], [5n]), ones('W', 4, 4), ones('V', 4, 2)];

  test('that a shape chooses is the only one that counts', () => {
    expect(work(['N', 4], nodes('four'), constants)).toBe(16 + 8);
    expect(work(['N', 4], nodes('five'), constants)).toBe(8);
  });

  test('that a number of the input chooses is not known', () => {
    expect(
      work(['N', 4], [node('Greater', ['x', 'x'], 'isSo'), node('If', ['isSo'], 'y', branches)], constants),
    ).toBeNull();
  });
});

describe('made to confuse', () => {
  const within = (ms: number, count: () => number | null) => {
    const elapsed = measureProcessor();
    const macs = count();
    expect(elapsed()).toBeLessThan(ms);
    return macs;
  };
  const great = 2 ** 40;

  test('sides too large for any memory', () => {
    expect(work(['N', great], [node('MatMul', ['x', 'W'], 'y')], [ones('W', 1, 1)])).toBeNull();
    expect(work(['N', great, great], [node('Relu', ['x'], 'y')])).toBeNull();
    expect(work(['N', great], [node('Unsqueeze', ['x', 'a'], 'y')], [whole('a', [1], [2n])])).toBe(0);
    // one product below the safe integers, and both together above
    const square = node('MatMul', ['x', 'x'], 'y');
    expect(work([1, 2 ** 17, 2 ** 17], [square])).toBe(2 ** 51);
    expect(
      work([1, 2 ** 17, 2 ** 17], [square, ...[1, 2, 3].map((n) => ({ ...square, outputs: [`y${String(n)}`] }))]),
    ).toBeNull();
    expect(work([2 ** 60, 2], [node('Relu', ['x'], 'y')])).toBeNull();
  });

  test.each([[0], [-1], [-4]])('a side of %d', (side) => {
    expect(work([side, 3], [node('Relu', ['x'], 'y')])).toBeNull();
    expect(work(['N', side], [node('Relu', ['x'], 'y')])).toBeNull();
  });

  test('numbers that are no counts', () => {
    const conv = (attributes: Parameters<typeof node>[3]) =>
      work(['N', 1, 9], [node('Conv', ['x', 'K'], 'y', attributes)], [ones('K', 1, 1, 3)]);
    expect(conv({})).toBe(21);
    for (const pads of [
      [-1, -100],
      [NaN, 0],
      [0.5, 0.5],
      [Infinity, 0],
    ])
      expect(conv({ pads: ints(...pads) })).toBeNull();
    for (const one of [0, -1, NaN, Infinity]) {
      expect(conv({ strides: ints(one) })).toBeNull();
      expect(conv({ dilations: ints(one) })).toBeNull();
      expect(conv({ group: int(one) })).toBeNull();
    }
    expect(conv({ pads: ints(great, great) })).toBe((2 * great + 7) * 3);
    expect(conv({ pads: ints(2 ** 52, 2 ** 52) })).toBeNull();
  });

  test('names with a meaning of their own', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(work(['N', 2], [node(name, ['x'], 'y')])).toBeNull();
      expect(work(['N', 2], [node('Relu', [name], 'y')])).toBeNull();
      expect(work(['N', 2], [node('Relu', ['x'], name), node('MatMul', [name, 'W'], 'y')], [ones('W', 2, 3)])).toBe(6);
    }
  });

  test('a chain that adds a side 20,000 times, one that doubles, and one operation of 100,000 operands', () => {
    const chain = (operator: string, inputs: readonly string[]) =>
      Array.from({ length: 20_000 }, (_, at) =>
        node(
          operator,
          [at === 0 ? 'x' : `v${String(at)}`, ...inputs],
          `v${String(at + 1)}`,
          operator === 'Concat' ? { axis: int(1) } : {},
        ),
      );
    const doubling = chain('Concat', []).map((one) => ({ ...one, inputs: [...one.inputs, ...one.inputs] }));
    const axes = [whole('a', [1], [0n])];
    expect(within(3000, () => work(['N', 2], chain('Unsqueeze', ['a']), axes))).toBeNull();
    expect(within(3000, () => work(['N', 2], doubling))).toBeNull();
    expect(within(3000, () => work(['N', 2], [node('Sum', Array<string>(100_000).fill('x'), 'y')]))).toBeNull();
    const wide = node('Concat', Array<string>(100_000).fill('x'), 'y', { axis: int(1) });
    expect(within(3000, () => work(['N', 2], [wide]))).toBe(0);
  });
});

test('a network of tf.js that is translated has the same work both ways', async () => {
  const exported = await exportModel(
    tfl.sequential({
      layers: [
        tfl.layers.conv2d({ inputShape: [9, 8, 3], filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
        tfl.layers.flatten(),
        tfl.layers.dense({ units: 2 }),
      ],
    }),
  );
  const { json, weights } = exported;
  const translated = translateToOnnx({
    modelTopology: json.modelTopology,
    weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
    weightData: Uint8Array.from(weights).buffer,
    format: 'layers-model',
    example: [9, 8, 3],
  });
  if (!translated.ok) throw new Error(translated.problem);
  expect(workOfOnnx(translated.model)).toBe(5 * 4 * 4 * 27 + 5 * 4 * 4 * 2);
  expect(translated.macs).toBe(5 * 4 * 4 * 27 + 5 * 4 * 4 * 2);
});
