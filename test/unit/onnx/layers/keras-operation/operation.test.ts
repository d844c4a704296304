/** Operations between the layers of a functional model of Keras 3, against tf.js; those that move the examples are refused. */
import { expect, test } from '@jest/globals';
import { both, gapOf, refusalOf, TOLERANCE, type Described } from '../../../../support/onnx-fuzz/against-tfjs.js';
import { nestedNumbers } from '../../../../../grader/onnx/layers/nested-numbers.js';
import { OPERATIONS } from '../../../../../grader/runtime/keras/operations.js';
import { ONE_OPERAND, TWO_OPERANDS } from '../../../../../grader/onnx/layers/keras-operation/arithmetic.js';
import { SHAPING } from '../../../../../grader/onnx/layers/keras-operation/shaping.js';

function operation(name: string, config: object, args: readonly unknown[], ...inputs: readonly number[][]): Described {
  const layer = { class_name: name, name: 'it', config: config as Record<string, unknown>, args };
  return { layers: [{ ...layer, from: inputs.map((_, index) => `in${String(index)}`) }], inputs };
}

const slice = (start: number | null, stop: number | null, step: number | null = null) => ({
  class_name: '__slice__',
  config: { start, stop, step },
});
const ALL = slice(null, null);

test('every operation that the runtime computes is translated', () => {
  const known = new Set([...ONE_OPERAND.keys(), ...TWO_OPERANDS.keys(), ...SHAPING.keys()]);
  expect(Object.keys(OPERATIONS).filter((name) => !known.has(name))).toEqual([]);
});

test.each<[string, Described]>([
  ['a number minus a tensor', operation('Subtract', {}, [2, 'in0'], [3, 2])],
  ['a tensor times a row', operation('Multiply', {}, ['in0', [2, -1]], [3, 2])],
  ['a sum of tensors whose sides of 1 spread', operation('Add', {}, ['in0', 'in1'], [3, 2], [1, 2])],
  ['Rsqrt of squares', { ...operation('Square', {}, ['in0'], [4]) }],
  ['Clip', operation('Clip', { x_min: -0.5, x_max: 0.25 }, ['in0'], [4])],
  ['LogSoftmax', operation('LogSoftmax', { axis: 1 }, ['in0'], [4, 3])],
  ['Mean over two axes, kept', operation('Mean', { axis: [1, -1], keepdims: true }, ['in0'], [2, 3, 4])],
  ['Prod', operation('Prod', { axis: -1 }, ['in0'], [2, 3])],
  ['Reshape with an open side', operation('Reshape', { newshape: [null, -1, 2] }, ['in0'], [3, 4])],
  ['Transpose', operation('Transpose', { axes: [0, 2, 1] }, ['in0'], [3, 4])],
  ['Stack', operation('Stack', { axis: -1 }, [['in0', 'in1']], [3, 4], [3, 4])],
  ['Matmul', operation('Matmul', {}, ['in0', 'in1'], [3, 4], [4, 2])],
  ['x[:, 1]', operation('GetItem', {}, ['in0', [ALL, 1]], [3, 4])],
  ['x[:, ::-2, None]', operation('GetItem', {}, ['in0', [ALL, slice(null, null, -2), null]], [5, 2])],
  ['x[..., -1]', operation('GetItem', {}, ['in0', [{ class_name: '__ellipsis__', config: {} }, -1]], [3, 4])],
])('%s', async (_, described) => {
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

test.each<[string, Described]>([
  ['Mean over all axes', operation('Mean', { axis: null }, ['in0'], [3])],
  ['Transpose of the examples', operation('Transpose', { axes: [1, 0] }, ['in0'], [3])],
  ['Reshape of the examples', operation('Reshape', { newshape: [-1, 2] }, ['in0'], [4])],
  ['x[0]', operation('GetItem', {}, ['in0', [0]], [3])],
  ['a row for each example', operation('Add', {}, ['in0', 'in1'], [3, 4], [4])],
])('%s is refused', (_, described) => {
  expect(refusalOf(described)).toMatch(/^the layer it \(Operation\) \w+, (?:over|along|with|to) .*(?:example|axes)/);
});

test('numbers in lists', () => {
  expect(
    nestedNumbers([
      [1, 2],
      [3, 4],
    ]),
  ).toEqual({ values: Float32Array.of(1, 2, 3, 4), shape: [2, 2] });
  for (const odd of [[[1], [2, 3]], [1, [2]], [], ['1'], null]) expect(nestedNumbers(odd)).toBeNull();
});
