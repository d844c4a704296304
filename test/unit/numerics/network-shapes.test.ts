/**
 * How shapes are inferred through a network with letters, and with the sizes of a sample set. That shapes which fit are
 * inferred rightly is compared with PyTorch in golden.test.ts; what is said of others is tested beside each rule.
 */
import { describe, expect, test } from '@jest/globals';
import { inferShapes } from '../../../grader/numerics/network-shapes.js';
import { OPS } from '../../../grader/numerics/ops/index.js';
import { SHAPES } from '../../../grader/numerics/ops/shapes/index.js';
import type { Shape } from '../../../grader/numerics/ops/shapes/shape.js';
import type { Network, NetworkNode, OpName } from '../../../grader/schema/network.js';
import { oneNode, shapeOf } from '../../support/one-node.js';

describe('what letters leave open', () => {
  test('is not a misfit, until a sample set has their sizes', () => {
    const open = oneNode('linear', '[B D], [H E]', {}, {});
    expect(inferShapes(open).misfits).toEqual([]);
    const sizes = new Map(Object.entries({ B: 2, D: 3, H: 4, E: 5 }));
    expect(inferShapes(open, sizes).misfits).toEqual([
      { index: 0, sentence: 'a has shape [2, 3] and b has shape [4, 5]: their last sides must be equal' },
    ]);
    expect(inferShapes(open, new Map(sizes).set('E', 3)).shapes.get('n')).toEqual([2, 4]);
  });
  test.each<[OpName, string, Shape]>([
    ['linear', '[B T D], [H D]', ['B', 'T', 'H']],
    ['concat', '[B D], [B 4]', ['B', 'D + 4']],
    ['flatten', '[B H W 3]', ['B', '3 H W']],
    ['conv2d', '[B H W 3], [3 1 3 8]', ['B', 'H - 2', 'W', 8]],
  ])('%s of %s', (op, shapes, shape) => {
    expect(shapeOf(op, shapes, {}, {})).toEqual(shape);
  });
  test('windows of images with letters', () => {
    const strided = { padding: 'same', strides: 2 } as const;
    expect(shapeOf('max-pool', '[B H W 3]', strided, {})).toEqual(['B', 'ceil(H / 2)', 'ceil(W / 2)', 3]);
    expect(shapeOf('max-pool', '[B H 6 3]', {}, {})).toEqual(['B', 'floor((H - 2) / 2) + 1', 3, 3]);
    expect(shapeOf('conv2d', '[B H W 3], [K K 3 8]', {}, {})?.at(1)).toBe('places of K in H');
  });
  test('an lstm step has both halves, which a slice takes apart', () => {
    const step = oneNode('lstm-step', '[B D], [B H], [B H], [G D], [G H], [G]', {}, {});
    const slice: NetworkNode = { name: 's', op: 'slice', of: ['n'], part: 1, parts: 2 };
    const { shapes: found } = inferShapes({ ...step, nodes: [...step.nodes, slice] });
    expect([found.get('n'), found.get('s')]).toEqual([
      ['B', '2 H'],
      ['B', 'H'],
    ]);
  });
});

describe('nodes that are not looked at', () => {
  test('with a wrong number of operands, an unknown one, or one that does not fit', () => {
    const bad: Network = {
      inputs: { x: ['B', 4] },
      parameters: { W: ['H', 5] },
      nodes: [
        { name: 'z', op: 'linear', of: ['x', 'W'] },
        { name: 'a', op: 'add', of: ['z', 'x'] },
        { name: 'b', op: 'add', of: ['x'] },
        { name: 'c', op: 'add', of: ['x', 'nothing'] },
      ],
    };
    const { misfits, shapes } = inferShapes(bad);
    expect(misfits.map(({ index }) => index)).toEqual([0]);
    expect([...shapes.keys()]).toEqual(['x', 'W']);
  });
});

test('every operation has a rule', () => {
  expect(Object.keys(SHAPES).sort()).toEqual(Object.keys(OPS).sort());
});
