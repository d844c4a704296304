/** What the builder makes once, and how the axes of arrays and tensors are moved. */
import { expect, test } from '@jest/globals';
import { inverseOf, stridesOf, transposed } from '../../../../grader/onnx/building/arrays.js';
import { float, int, ints, text, texts } from '../../../../grader/onnx/building/attributes.js';
import { constantOf, GraphBuilder, onesOf } from '../../../../grader/onnx/building/graph.js';
import { makeRng } from '../../../../grader/numerics/rng.js';

test('axes of an array, against an index for each number', () => {
  const rng = makeRng(3, 1);
  for (let round = 0; round < 50; round += 1) {
    const shape = Array.from({ length: 1 + (rng.nextUint32() % 5) }, () => 1 + (rng.nextUint32() % 4));
    const order = [...shape.keys()].sort(() => rng.nextUniform() - 0.5);
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, at) => at);
    const out = transposed(values, shape, order);
    const sides = order.map((axis) => shape[axis] ?? 0);
    const [from, to] = [stridesOf(shape), stridesOf(sides)];
    for (const [place, value] of out.entries()) {
      const index = sides.map((side, axis) => Math.floor(place / (to[axis] ?? 1)) % side);
      const source = index.reduce((sum, one, axis) => sum + one * (from[order[axis] ?? 0] ?? 0), 0);
      expect(value).toBe(source);
    }
    expect(inverseOf(order).map((axis) => order[axis])).toEqual([...shape.keys()]);
  }
});

test('equal constants and transpositions are made once, and one that is undone is none', () => {
  const graph = new GraphBuilder();
  expect(graph.number(2)).toBe(graph.number(2));
  expect(graph.integers([1, 2])).toBe(graph.integers([1, 2]));
  expect(graph.integers([1])).not.toBe(graph.integer(1));
  const turned = graph.transpose('x', [0, 2, 1]);
  expect(graph.transpose('x', [0, 2, 1])).toBe(turned);
  expect(graph.transpose(turned, [0, 2, 1])).toBe('x');
  expect(graph.transpose('x', [0, 1])).toBe('x');
  const { values } = constantOf([1, 2, 3, 4, 5, 6], [2, 3]);
  const weight = graph.weight(values, [2, 3]);
  expect(graph.weight(values, [2, 3])).toBe(weight);
  expect(graph.weight(values, [3, 2])).not.toBe(weight);
  expect(graph.weight(values, [2, 3], [1, 0])).not.toBe(weight);
  const { nodes, initializers } = graph.finish([], []).graph;
  expect(nodes.map(({ operator }) => operator)).toEqual(['Transpose']);
  expect(new Set(initializers.map(({ name }) => name)).size).toBe(initializers.length);
  const last = initializers.at(-1);
  expect(last?.shape).toEqual([3, 2]);
  expect([...new Float32Array((last?.bytes ?? new Uint8Array()).slice().buffer)]).toEqual([1, 4, 2, 5, 3, 6]);
});

test('an equal array at another place is another weight', () => {
  const graph = new GraphBuilder();
  expect(graph.weight(onesOf([2]), [2])).not.toBe(graph.weight(onesOf([2]), [2]));
  graph.count(3);
  graph.count(4);
  expect(graph.macs).toBe(7);
});

test('attributes', () => {
  expect([int(1), float(0.5), ints([1, 2]), text('a'), texts(['b'])]).toEqual([
    { kind: 'int', value: 1 },
    { kind: 'float', value: 0.5 },
    { kind: 'ints', values: [1, 2] },
    { kind: 'string', value: 'a' },
    { kind: 'strings', values: ['b'] },
  ]);
});
