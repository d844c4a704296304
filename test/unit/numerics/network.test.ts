/** Networks forward and backward, by hand: values, scales, shares that add up, labels, Jacobians. */
import { describe, expect, test } from '@jest/globals';
import {
  gradientsOf,
  gradientsWithSubgradients,
  pullBack,
  rewrittenGradients,
} from '../../../grader/numerics/gradients.js';
import { jacobianWithSubgradients } from '../../../grader/numerics/jacobian.js';
import { applyNode, evaluate, lossNodeOf, operandsOf, valuesOf } from '../../../grader/numerics/network.js';
import { scaled, type Rewrite } from '../../../grader/numerics/ops/op.js';
import { passBack } from '../../../grader/numerics/reverse-pass.js';
import type { Network } from '../../../grader/schema/network.js';
import { float64 } from '../../../grader/tensor/tensor.js';
import { int32, nodeOf } from '../../support/op-laws.js';

const row = (...values: number[]) => float64([1, values.length], values);

const NETWORK: Network = {
  inputs: { x: [1, 2], y: [1, 2] },
  parameters: { W: [2, 2], b: [2] },
  nodes: [
    { name: 'z', op: 'linear', of: ['x', 'W', 'b'] },
    { name: 'a', op: 'relu', of: ['z'] },
    { name: 'loss', op: 'half-squared-error', of: ['a', 'y'] },
  ],
};
/** z = (1 - 4 + 5, -1 - 6 - 1) = (2, -8), a = (2, 0), loss = (1 + 9) / 2. */
const GIVEN = {
  x: row(1, -2),
  y: row(1, -3),
  W: float64([2, 2], [1, 2, -1, 3]),
  b: float64([2], [5, -1]),
};

describe('forward', () => {
  test('values by name, and the same sums with every term positive', () => {
    const { values, scale } = evaluate(NETWORK, GIVEN);
    expect(values).toEqual({ ...GIVEN, z: row(2, -8), a: row(2, 0), loss: float64([], [5]) });
    expect(scale).toEqual({
      ...{ x: row(1, 2), y: row(1, 3), W: float64([2, 2], [1, 2, 1, 3]), b: float64([2], [5, 1]) },
      ...{ z: row(10, 8), a: row(10, 0), loss: float64([], [(121 + 9) / 2]) },
    });
  });
  test('a rewrite is used at every node, and what it changes is used by later nodes', () => {
    const seen: string[] = [];
    const values = valuesOf(NETWORK, GIVEN, {
      forward: (call, usual) => {
        seen.push(call.node.name);
        return usual(call.node.op === 'linear' ? { ...call, operands: call.operands.slice(0, 2) } : call);
      },
    });
    expect(seen).toEqual(['z', 'a', 'loss']);
    // a = (0, 0), y = (1, -3)
    expect(values['z']).toEqual(row(-3, -7));
    expect(values['loss']).toEqual(float64([], [5]));
  });
  test('a rewrite can make a node of another operation, or no calculation at all', () => {
    const [node = nodeOf('relu')] = NETWORK.nodes;
    const operands = [GIVEN.x, GIVEN.W];
    const forward = () => row(7, 7);
    expect(applyNode(node, operands, { forward })).toEqual(row(7, 7));
    expect(applyNode(node, operands, { backward: () => null })).toEqual(row(-3, -7));
    const asRelu: Rewrite = { forward: (call, usual) => usual({ ...call, node: { ...call.node, op: 'relu' } }) };
    expect(applyNode(node, [GIVEN.x], asRelu)).toEqual(row(1, 0));
  });
  test('operands come in the order of the node, and a missing one is named', () => {
    const node = nodeOf('linear', { of: ['W', 'x'] });
    expect(operandsOf(node, GIVEN)).toEqual([GIVEN.W, GIVEN.x]);
    expect(() => operandsOf(nodeOf('linear', { of: ['x', 'V'] }), GIVEN)).toThrow(
      new RangeError('node n needs V, which has no value'),
    );
    expect(applyNode(node, [GIVEN.x, GIVEN.W])).toEqual(row(-3, -7));
  });
  test('the last node is the loss, and there must be one', () => {
    expect(lossNodeOf(NETWORK).name).toBe('loss');
    expect(() => lossNodeOf({ ...NETWORK, nodes: [] })).toThrow(new RangeError('a network without nodes'));
  });
});

describe('backward', () => {
  test('gradients of all that the loss depends on, by hand', () => {
    // dl/da = (1, 3), the mask is (1, 0), dl/dx = 1 (1, 2), dl/dW = (1, 0)' (1, -2)
    expect(gradientsOf(NETWORK, GIVEN).gradients).toEqual({
      ...{ loss: float64([], [1]), a: row(1, 3), y: row(-1, -3), z: row(1, 0), x: row(1, 2) },
      ...{ W: float64([2, 2], [1, -2, 0, 0]), b: float64([2], [1, 0]) },
    });
  });
  test('their scales, by hand', () => {
    // |a| + |y| = (10 + 1, 0 + 3)
    expect(gradientsOf(NETWORK, GIVEN).scale).toEqual({
      ...{ loss: float64([], [1]), a: row(11, 3), y: row(11, 3), z: row(11, 0), x: row(11, 22) },
      ...{ W: float64([2, 2], [11, 22, 0, 0]), b: float64([2], [11, 0]) },
    });
  });
  test('another slope is used on the way back alone', () => {
    const slope = (_node: unknown, z: number) => (z < 0 ? 10 : 100);
    const { gradients, scale } = gradientsOf(NETWORK, GIVEN, slope);
    expect(gradients['z']).toEqual(row(100, 30));
    expect(scale['z']).toEqual(row(1100, 30));
    expect(gradients['b']).toEqual(float64([2], [100, 30]));
  });
  test('a rewrite of values changes the gradients that are calculated from them', () => {
    const doubled: Rewrite = {
      forward: (call, usual) => (call.node.name === 'z' ? scaled(usual(call), -2) : usual(call)),
    };
    // z = (-4, 16), a = (0, 16), dl/da = a - y = (-1, 19), of which the second passes; W and x are as they were
    const gradients = rewrittenGradients(NETWORK, GIVEN, doubled);
    expect(gradients).toEqual({
      ...{ loss: float64([], [1]), a: row(-1, 19), y: row(1, -19), z: row(-0, 19), x: row(-19, 57) },
      ...{ W: float64([2, 2], [0, 0, 19, -38]), b: float64([2], [0, 19]) },
    });
  });
  test('a rewrite of the way back gets the node, the operand, all values, and the gradients found before', () => {
    const seen: string[] = [];
    const gradients = rewrittenGradients(NETWORK, GIVEN, {
      backward: (call, usual) => {
        const found = Object.keys(call.gradients).sort().join();
        seen.push(`${call.node.name}${String(call.index)} of ${call.output.values.join()}, after ${found}`);
        expect(call.values['z']).toEqual(row(2, -8));
        return call.node.name === 'a' ? call.upstream : usual(call);
      },
    });
    expect(seen).toEqual([
      ...['loss0 of 5, after loss', 'loss1 of 5, after a,loss', 'a0 of 2,0, after a,loss,y'],
      ...['z0 of 2,-8, after a,loss,y,z', 'z1 of 2,-8, after a,loss,x,y,z', 'z2 of 2,-8, after W,a,loss,x,y,z'],
    ]);
    // (1, 3) passes: (1, 2) + 3 (-1, 3)
    expect(gradients['z']).toEqual(row(1, 3));
    expect(gradients['x']).toEqual(row(-2, 11));
  });
  test('nobody takes the gradient of labels: no rewrite is asked for it', () => {
    const network: Network = { ...NETWORK, nodes: [nodeOf('cross-entropy', { name: 'loss', of: ['x', 't'] })] };
    const asked: number[] = [];
    const gradients = rewrittenGradients(
      network,
      { ...GIVEN, t: int32([1]) },
      {
        backward: (call, usual) => {
          asked.push(call.index);
          return usual(call);
        },
      },
    );
    expect(asked).toEqual([0]);
    expect(Object.keys(gradients).sort()).toEqual(['loss', 'x']);
  });
  test('any value can be pulled back; a negative seed has a positive scale', () => {
    const { gradients, scale } = pullBack(NETWORK, evaluate(NETWORK, GIVEN), 'z', row(-1, 2));
    expect(Object.keys(gradients).sort()).toEqual(['W', 'b', 'x', 'z']);
    // -1 (1, 2) + 2 (-1, 3)
    expect(gradients['x']).toEqual(row(-3, 4));
    expect(scale['x']).toEqual(row(1 + 2, 2 + 6));
    expect(scale['z']).toEqual(row(1, 2));
  });
  test('labels have no gradient, targets have one', () => {
    const network: Network = {
      ...NETWORK,
      nodes: [
        nodeOf('linear', { name: 'z', of: ['x', 'W'] }),
        nodeOf('cross-entropy', { name: 'loss', of: ['z', 't'] }),
      ],
    };
    const { gradients, scale } = gradientsOf(network, { ...GIVEN, t: int32([1]) });
    expect(Object.keys(gradients).sort()).toEqual(['W', 'loss', 'x', 'z']);
    expect(Object.keys(scale).sort()).toEqual(['W', 'loss', 'x', 'z']);
  });
  test('a node that was not evaluated is named', () => {
    const { values, scale } = evaluate(NETWORK, GIVEN);
    const { loss: _left, ...rest } = values;
    expect(() => pullBack(NETWORK, { values: rest, scale }, 'loss', float64([], [1]))).toThrow(
      new RangeError('node loss has no value'),
    );
  });
  test('without a kink there are no directions', () => {
    expect(gradientsWithSubgradients(NETWORK, GIVEN).directions).toEqual([]);
  });
  test('at a kink, a direction is the change by the other slope, of all tensors', () => {
    // b2 = 7 makes z2 = 0
    const kinked = { ...GIVEN, b: float64([2], [5, 7]) };
    const { reference, directions } = gradientsWithSubgradients(NETWORK, kinked);
    expect(reference.gradients['b']).toEqual(float64([2], [1, 0]));
    expect(directions).toHaveLength(1);
    // the gradient of a2 is 3: 3 (-1, 3), 3 (1, -2)
    expect(directions[0]?.['b']).toEqual(float64([2], [0, 3]));
    expect(directions[0]?.['x']).toEqual(row(-3, 9));
    expect(directions[0]?.['W']).toEqual(float64([2, 2], [0, 0, 3, -6]));
    expect(directions[0]?.['a']).toEqual(row(0, 0));
  });
});

describe('the reverse pass', () => {
  const nodes = [
    nodeOf('linear', { name: 'p', of: ['x', 'x'] }),
    nodeOf('relu', { name: 'unused', of: ['p'] }),
    nodeOf('linear', { name: 'q', of: ['x', 'p'] }),
  ];
  const start = { name: 'q', seed: row(1, 2) };
  test('adds up the shares of a value from all places where it is used, last node first', () => {
    const seen: string[] = [];
    const found = passBack(nodes, start, (node, upstream, index) => {
      seen.push(`${node.name}${String(index)}`);
      return scaled(upstream, node.name === 'q' ? ([10, 100][index] ?? NaN) : ([3, 4][index] ?? NaN));
    });
    expect(seen).toEqual(['q0', 'q1', 'p0', 'p1']);
    // 10 from q, and 3 and 4 times what p has
    expect(found).toEqual({ q: row(1, 2), p: row(100, 200), x: row(710, 1420) });
  });
  test('what is replaced is passed on, and what was found is told', () => {
    const found = passBack(
      nodes,
      start,
      (_node, upstream) => upstream,
      (name, gradient) => (name === 'p' ? row(50, 60) : gradient),
    );
    expect(found).toEqual({ q: row(1, 2), p: row(1, 2), x: row(101, 122) });
  });
  test('an operand without a share has no gradient', () => {
    const found = passBack(nodes, start, (_node, upstream, index) => (index === 1 ? null : upstream));
    expect(found).toEqual({ q: row(1, 2), x: row(1, 2) });
  });
});

describe('Jacobians', () => {
  const jacobian = (of: string, by: string, given = GIVEN) => jacobianWithSubgradients(NETWORK, given, of, by);
  test('of a linear layer it is W, with a row for each output', () => {
    expect(jacobian('z', 'x')).toEqual({ reference: GIVEN.W, directions: [] });
  });
  test('through relu the rows of units that are off are 0', () => {
    expect(jacobian('a', 'x').reference).toEqual(float64([2, 2], [1, 2, 0, 0]));
    // dz1/dW is (x, 0)
    expect(jacobian('a', 'W').reference).toEqual(float64([2, 4], [1, -2, 0, 0, 0, 0, 0, 0]));
  });
  test('of a value by itself it is the identity, by what it does not depend on 0', () => {
    expect(jacobian('z', 'z').reference).toEqual(float64([2, 2], [1, 0, 0, 1]));
    expect(jacobian('z', 'y').reference).toEqual(float64([2, 2], [0, 0, 0, 0]));
  });
  test('the loss has one row', () => {
    expect(jacobian('loss', 'a').reference).toEqual(float64([1, 2], [1, 3]));
  });
  test('an unknown value on either side is named', () => {
    expect(() => jacobian('q', 'x')).toThrow(new RangeError('no value q or x in the network'));
    expect(() => jacobian('z', 'q')).toThrow(new RangeError('no value z or q in the network'));
  });
  test('at a kink, a direction is the row that the other slope adds', () => {
    const { reference, directions } = jacobian('a', 'x', { ...GIVEN, b: float64([2], [5, 7]) });
    expect(reference).toEqual(float64([2, 2], [1, 2, 0, 0]));
    expect(directions).toEqual([float64([2, 2], [0, 0, -1, 3])]);
  });
});
