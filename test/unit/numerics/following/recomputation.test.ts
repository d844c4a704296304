/** A step from some of the student's own answers: which answers it depends on, and what follows from which of them. */
import { describe, expect, test } from '@jest/globals';
import { keyOf, parseKey, Recomputation, type StepName } from '../../../../grader/numerics/following/recomputation.js';
import { scaled, type Rewrite } from '../../../../grader/numerics/ops/op.js';
import type { Network } from '../../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../../grader/tensor/tensor.js';
import { int32, nodeOf } from '../../../support/op-laws.js';

const NETWORK: Network = {
  ...{ inputs: { x: [1, 2], y: [1, 2] }, parameters: { W: [2, 2], V: [2, 2] } },
  nodes: [
    nodeOf('linear', { name: 'z', of: ['x', 'W'] }),
    nodeOf('relu', { name: 'a', of: ['z'] }),
    nodeOf('linear', { name: 'o', of: ['a', 'V'] }),
    nodeOf('half-squared-error', { name: 'loss', of: ['o', 'y'] }),
  ],
};
const row = (...values: number[]) => float64([1, values.length], values);
/** z = (5, 11), a = z, o = (5 - 11, 22) = (-6, 22), loss = (49 + 400) / 2. */
const GIVEN = {
  x: row(1, 2),
  y: row(1, 2),
  W: float64([2, 2], [1, 2, 3, 4]),
  V: float64([2, 2], [1, -1, 0, 2]),
};
const value = (of: string): StepName => ({ kind: 'value', of });
const gradient = (of: string): StepName => ({ kind: 'gradient', of });

/** The truth is told by its name, so that it is seen where it was used. */
const TRUTH: Record<string, TensorData> = {
  'value x': row(1, 2),
  'value z': row(7, 1),
  'value a': row(3, 4),
  'gradient a': row(30, 40),
  'gradient o': row(10, 20),
  'gradient none': row(-1, -1),
};
function recomputation(answers: Record<string, TensorData>, network = NETWORK): Recomputation {
  const truthOf = (step: StepName) => TRUTH[keyOf(step)] ?? float64([], [NaN]);
  return new Recomputation({ network, given: GIVEN, answers: new Map(Object.entries(answers)), truthOf });
}

test('the key of a step can be read back', () => {
  expect([keyOf(value('z1')), keyOf(gradient('z1'))]).toEqual(['value z1', 'gradient z1']);
  expect([parseKey('value z1'), parseKey('gradient z1')]).toEqual([value('z1'), gradient('z1')]);
});

describe('values', () => {
  test('without answers they are calculated', () => {
    const plain = recomputation({});
    expect(plain.compute(value('z'), new Set())).toEqual(row(5, 11));
    expect(plain.compute(value('o'), new Set())).toEqual(row(-6, 22));
    expect(plain.compute(value('loss'), new Set())).toEqual(float64([], [224.5]));
  });
  test('an own answer is used where it is named, and the truth in its place otherwise', () => {
    const answered = recomputation({ 'value a': row(-1, 1) });
    // (-1 - 1, 2), and (3 - 4, 8) from the truth
    expect(answered.compute(value('o'), new Set(['value a']))).toEqual(row(-2, 2));
    expect(answered.compute(value('o'), new Set())).toEqual(row(-1, 8));
  });
  test('an answer that is not that of the step before does not matter, nor does that of the step itself', () => {
    const answered = recomputation({ 'value a': row(-1, 1), 'value z': row(0, 0), 'value o': row(9, 9) });
    expect(answered.compute(value('o'), new Set(['value a', 'value z', 'value o']))).toEqual(row(-2, 2));
  });
  test('steps between that were not answered are calculated from the answers before', () => {
    const answered = recomputation({ 'value z': row(-5, 2) });
    // a = (0, 2)
    expect(answered.compute(value('o'), new Set(['value z']))).toEqual(row(-2, 4));
  });
  test('an input can be an answer, too', () => {
    const answered = recomputation({ 'value x': row(1, 0) });
    expect(answered.compute(value('z'), new Set(['value x']))).toEqual(row(1, 3));
    expect(answered.compute(value('z'), new Set())).toEqual(row(5, 11));
    expect(answered.compute(value('x'), new Set(['value x']))).toEqual(row(1, 2));
  });
  test('a rewrite concerns the step itself alone', () => {
    const rewrite: Rewrite = {
      forward: (call, usual) => usual({ ...call, operands: call.operands.map((one) => scaled(one, 2)) }),
    };
    expect(recomputation({}).compute(value('o'), new Set(), { rewrite })).toEqual(row(-24, 88));
  });
  test('the operands of a node are those that later steps use', () => {
    const [, , node = nodeOf('relu')] = NETWORK.nodes;
    const answered = recomputation({ 'value a': row(-1, 1) });
    expect(answered.operandsOf(node, new Set(['value a']))).toEqual([row(-1, 1), GIVEN.V]);
    expect(answered.operandsOf(node, new Set())).toEqual([row(3, 4), GIVEN.V]);
  });
});

describe('gradients', () => {
  test('without answers they are calculated', () => {
    const plain = recomputation({});
    // dl/do = (-7, 20), dl/da = (-7, 7 + 40), dl/dx = (-7 + 141, -14 + 188)
    expect(plain.compute(gradient('o'), new Set())).toEqual(row(-7, 20));
    expect(plain.compute(gradient('a'), new Set())).toEqual(row(-7, 47));
    expect(plain.compute(gradient('z'), new Set())).toEqual(row(-7, 47));
    expect(plain.compute(gradient('x'), new Set())).toEqual(row(134, 174));
    expect(plain.compute(gradient('V'), new Set())).toEqual(float64([2, 2], [-35, -77, 100, 220]));
  });
  test('an own gradient, and own values, are used where they are named', () => {
    const answered = recomputation({ 'gradient o': row(1, 1), 'value a': row(-1, 1) });
    // (1, -1 + 2); from the truth (10, -10 + 40)
    expect(answered.compute(gradient('a'), new Set(['gradient o']))).toEqual(row(1, 1));
    expect(answered.compute(gradient('a'), new Set())).toEqual(row(10, 30));
    expect(answered.compute(gradient('V'), new Set(['gradient o', 'value a']))).toEqual(
      float64([2, 2], [-1, 1, -1, 1]),
    );
    expect(answered.compute(gradient('V'), new Set(['gradient o']))).toEqual(float64([2, 2], [3, 4, 3, 4]));
  });
  test('the answer to the step itself does not matter', () => {
    const answered = recomputation({ 'gradient a': row(5, 5) });
    expect(answered.compute(gradient('a'), new Set(['gradient a']))).toEqual(row(-7, 47));
    expect(answered.compute(gradient('z'), new Set(['gradient a']))).toEqual(row(5, 5));
  });
  test('the mask is that of the own pre-activation, unless another slope is asked for', () => {
    const answered = recomputation({ 'value z': row(-1, 1) });
    // o = (-1, 2), dl/do = (-2, 0), dl/da = (-2, 2)
    const own = new Set(['value z']);
    expect(answered.compute(gradient('z'), own)).toEqual(row(-0, 2));
    expect(answered.compute(gradient('z'), own, { slope: () => 10 })).toEqual(row(-20, 20));
  });
  test('a rewrite is used on the way back', () => {
    const rewrite: Rewrite = {
      backward: (call, usual) => {
        const operands = call.operands.map((one, index) => (index === 1 ? GIVEN.W : one));
        return usual(call.node.op === 'linear' ? { ...call, operands } : call);
      },
    };
    // dl/da = (-7, 20) W
    expect(recomputation({}).compute(gradient('a'), new Set(), { rewrite })).toEqual(row(53, 66));
  });
  test('of what the loss does not depend on, it is the truth', () => {
    expect(recomputation({}).compute(gradient('none'), new Set())).toEqual(row(-1, -1));
  });
  test('labels have none', () => {
    const network: Network = {
      ...NETWORK,
      nodes: [
        nodeOf('linear', { name: 'z', of: ['x', 'W'] }),
        nodeOf('cross-entropy', { name: 'loss', of: ['z', 't'] }),
      ],
    };
    const given = { ...GIVEN, W: float64([2, 2], [0, 0, 0, 0]), t: int32([1]) };
    const truthOf = () => float64([], [77]);
    const one = new Recomputation({ network, given, answers: new Map(), truthOf });
    expect(one.compute(gradient('t'), new Set())).toEqual(float64([], [77]));
    expect(one.compute(gradient('z'), new Set())).toEqual(row(0.5, -0.5));
  });
});

describe('the answers that a step depends on', () => {
  const before = (step: StepName, ...keys: string[]) => [
    ...recomputation(Object.fromEntries(keys.map((key) => [key, row(0, 0)]))).answersBefore(step),
  ];
  test('a value: those directly before it, or before those that were not answered', () => {
    expect(before(value('o'), 'value a', 'value z', 'value o', 'gradient o')).toEqual(['value a']);
    expect(before(value('o'), 'value z')).toEqual(['value z']);
    expect(before(value('x'), 'value z')).toEqual([]);
  });
  test('a gradient: the values of the nodes that use it, their operands, and their gradients', () => {
    const all = ['value z', 'value a', 'value o', 'gradient a', 'gradient o', 'gradient z'];
    expect(before(gradient('a'), ...all)).toEqual(['value a', 'value o', 'gradient o']);
    expect(before(gradient('z'), ...all)).toEqual(['value z', 'value a', 'gradient a']);
    expect(before(gradient('z'), 'gradient o', 'value o')).toEqual(['value o', 'gradient o']);
    expect(before(gradient('loss'), ...all)).toEqual([]);
  });
  test('the nodes that use a value', () => {
    const names = (name: string) =>
      recomputation({})
        .consumersOf(name)
        .map((node) => node.name);
    expect([names('z'), names('V'), names('loss')]).toEqual([['a'], ['o'], []]);
  });
});
