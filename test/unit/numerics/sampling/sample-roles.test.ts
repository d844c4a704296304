/** Masks and targets: which inputs they are, how they are drawn, and when a sample of them hides a mistake. */
import { describe, expect, test } from '@jest/globals';
import { makeRng } from '../../../../grader/numerics/rng.js';
import { drawFor, roleOf, showsRoles, suits, type Role } from '../../../../grader/numerics/sampling/sample-roles.js';
import { findSamples } from '../../../../grader/numerics/sampling/samples.js';
import type { Network } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';

const network: Network = {
  inputs: { x: ['B', 'D'], mask: ['B', 'D'], y: ['B', 1] },
  parameters: { W: [1, 'D'] },
  nodes: [
    { name: 'd', op: 'dropout', of: ['x', 'mask'], rate: 0.5 },
    { name: 'out', op: 'linear', of: ['d', 'W'] },
    { name: 'loss', op: 'hinge', of: ['out', 'y'] },
  ],
};
const logistic: Network = {
  ...network,
  nodes: [...network.nodes.slice(0, 2), { name: 'loss', op: 'binary-cross-entropy', of: ['out', 'y'] }],
};

describe('roles', () => {
  test('are those of second operands that are inputs', () => {
    expect(['x', 'mask', 'y', 'W', 'out', 'nothing'].map((name) => roleOf(network, name))).toEqual([
      null,
      'mask',
      'sign',
      null,
      null,
      null,
    ]);
    expect(roleOf(logistic, 'y')).toBe('probability');
  });
  test.each<[Role, number[], number[]]>([
    ['mask', [0, 1], [0.5, -1, 2]],
    ['probability', [0, 0.3, 1], [-0.1, 1.1, NaN]],
    ['sign', [-1, 1], [0, 0.5, 2]],
  ])('%s', (role, right, wrong) => {
    expect(right.every((number) => suits(role, number))).toBe(true);
    expect(wrong.some((number) => suits(role, number))).toBe(false);
    const rng = makeRng(1);
    const drawn = new Set(Array.from({ length: 50 }, () => drawFor(role, rng)));
    expect([...drawn].sort()).toEqual([right[0], right.at(-1)]);
  });
});

test.each([
  ['hinge', network, [-1, 1]],
  ['binary-cross-entropy', logistic, [0, 1]],
] as const)(
  'generic samples for %s have targets and masks that make sense, and others as before',
  (_name, one, ends) => {
    const [sample] = findSamples('g', { kind: 'generic', network: 'n', sizes: { B: 6, D: 3 }, count: 1, seed: 1 }, one);
    const numbers = (name: string) => [...new Set(sample?.values[name]?.values)].sort((a, b) => a - b);
    expect(numbers('mask')).toEqual([0, 1]);
    expect(numbers('y')).toEqual([...ends]);
    expect(numbers('x').length).toBeGreaterThan(10);
  },
);

describe('a sample hides mistakes', () => {
  const of = (x: number[], y: number[], mask = [1, 0]) => ({
    ...{ x: float64([2, 1], x), y: float64([2, 1], y), mask: float64([2, 1], mask) },
    W: float64([1, 1], [1]),
  });
  const shows = (given: ReturnType<typeof of>) => showsRoles(network, given, 0.01);
  // dropout doubles: outputs 2 x and 0, whose margins with y are 1 - 2 x y and 1
  test('when a target or a mask has one number only', () => {
    expect(shows(of([2, 3], [1, -1]))).toBe(true);
    expect(shows(of([2, 3], [1, 1]))).toBe(false);
    expect(shows(of([2, 3], [1, -1], [1, 1]))).toBe(false);
    expect(shows(of([2, 3], [1, -1], [0, 0]))).toBe(false);
  });
  test('when a margin is near 0, or all of them have one sign', () => {
    expect(shows(of([0.501, 3], [1, -1]))).toBe(false);
    expect(shows(of([0.6, 3], [1, -1]))).toBe(true);
    expect(shows(of([0.4, 3], [1, -1]))).toBe(false);
  });
});
