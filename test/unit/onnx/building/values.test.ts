/** Tensors whose channels are stored second: where their axes are, and which operations move them. */
import { expect, test } from '@jest/globals';
import {
  between,
  constantWith,
  reduce,
  spreadSides,
  withConstant,
} from '../../../../grader/onnx/building/arithmetic.js';
import { constantOf, GraphBuilder } from '../../../../grader/onnx/building/graph.js';
import { joined, placeOf, reducedOver, taken } from '../../../../grader/onnx/building/joining.js';
import { backwards, seriesOf, stepsOf, zerosFor } from '../../../../grader/onnx/building/time.js';
import {
  fromPlanes,
  plain,
  planesOf,
  reshaped,
  storedAxis,
  turned,
  valueOf,
  type Value,
} from '../../../../grader/onnx/building/values.js';
import { writeModel } from '../../../../grader/onnx/format/write.js';
import { onnxLibrary } from '../../../support/onnx-library.js';

/** Runs what `make` makes of a tensor of the sides [2, 3], stored as [N, 3, 2] if it is turned. */
function run(
  make: (graph: GraphBuilder, x: Value) => Value,
  values: readonly number[],
  isTurned = false,
): { shape: readonly number[]; values: number[] } {
  const graph = new GraphBuilder();
  const x = valueOf('in0', [2, 3]);
  const out = plain(graph, make(graph, isTurned ? turned(graph, x) : x));
  graph.output('out0', out.name);
  const end = (name: string, sides: readonly number[]) => ({ name, type: 'float32' as const, shape: ['N', ...sides] });
  const session = onnxLibrary().open(writeModel(graph.finish([end('in0', [2, 3])], [end('out0', out.sides)])));
  const [result] = session.run({ in0: { values: Float32Array.from(values), shape: [values.length / 6, 2, 3] } });
  session.close();
  return { shape: result?.shape ?? [], values: [...((result?.values ?? []) as Float32Array)] };
}

const SIX = [1, 2, 3, 4, 5, 6];

test.each([false, true])('the same numbers whether the channels are second or not (%s)', (isTurned) => {
  const row = constantOf([10, 20, 30], [1, 3]);
  expect(run((graph, x) => withConstant(graph, 'Add', x, row), SIX, isTurned).values).toEqual([11, 22, 33, 14, 25, 36]);
  expect(run((graph, x) => constantWith(graph, 'Sub', row, x), SIX, isTurned).values).toEqual([9, 18, 27, 6, 15, 24]);
  expect(run((graph, x) => between(graph, 'Mul', x, reduce(graph, 'ReduceSum', x, [1])), SIX, isTurned).values).toEqual(
    [5, 14, 27, 20, 35, 54],
  );
  expect(run((graph, x) => reducedOver(graph, 'ReduceMean', x, [1], false), SIX, isTurned)).toEqual({
    shape: [1, 3],
    values: [2.5, 3.5, 4.5],
  });
  expect(run((graph, x) => reducedOver(graph, 'ReduceMax', x, [2], false), SIX, isTurned)).toEqual({
    shape: [1, 2],
    values: [3, 6],
  });
  expect(run((graph, x) => joined(graph, [x, x], 2), SIX, isTurned).values).toEqual([
    1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6,
  ]);
  expect(run((graph, x) => joined(graph, [x, x], 1), SIX, isTurned).shape).toEqual([1, 4, 3]);
  expect(run((graph, x) => taken(graph, x, 2, [2, 0]), SIX, isTurned)).toEqual({
    shape: [1, 2, 2],
    values: [3, 1, 6, 4],
  });
  expect(run((graph, x) => reshaped(graph, x, [3, 2]), SIX, isTurned)).toEqual({ shape: [1, 3, 2], values: SIX });
  expect(run((graph, x) => fromPlanes(planesOf(graph, x, false), false), SIX, isTurned).values).toEqual(SIX);
  expect(run((graph, x) => fromPlanes(planesOf(graph, x, true), true), SIX, isTurned).values).toEqual(SIX);
});

test('steps of two series', () => {
  const two = [...SIX, ...SIX.map((value) => -value)];
  expect(run((graph, x) => seriesOf(graph, [...stepsOf(graph, x)].reverse()), two).values).toEqual([
    4, 5, 6, 1, 2, 3, -4, -5, -6, -1, -2, -3,
  ]);
  expect(run(backwards, two).values).toEqual([4, 5, 6, 1, 2, 3, -4, -5, -6, -1, -2, -3]);
  expect(run((graph, x) => zerosFor(graph, x, [2]), two)).toEqual({ shape: [2, 2], values: [0, 0, 0, 0] });
});

test('where an axis is stored', () => {
  const axes = (isTurned: boolean) => [0, 1, 2, 3].map((axis) => storedAxis(valueOf('x', [4, 5, 2], isTurned), axis));
  expect(axes(false)).toEqual([0, 1, 2, 3]);
  expect(axes(true)).toEqual([0, 2, 3, 1]);
  // a row has nothing to turn
  expect(turned(new GraphBuilder(), valueOf('x', [4])).isTurned).toBe(false);
});

test('axes as written, and sides that fit', () => {
  expect([-1, 1, 0, 3, -3, 1.5, null, '1'].map((axis) => placeOf(axis, 3))).toEqual([
    2,
    1,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(spreadSides([2, 1], [1, 3])).toEqual([2, 3]);
  expect(spreadSides([2], [3])).toBeNull();
  expect(spreadSides([2], [2, 2])).toBeNull();
});

test('what does not fit is refused', () => {
  const graph = new GraphBuilder();
  expect(() => reshaped(graph, valueOf('x', [2, 3]), [5])).toThrow(
    'a tensor of shape [2, 3] which cannot be reshaped to [5]',
  );
  expect(() => between(graph, 'Add', valueOf('x', [2]), valueOf('y', [3]))).toThrow(
    'tensors of shapes [2] and [3], which do not fit together',
  );
  expect(() => joined(graph, [valueOf('x', [2, 2]), valueOf('y', [3, 3])], 1)).toThrow(
    'tensors put side by side whose shapes do not fit together',
  );
});
