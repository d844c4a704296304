/** In which places a mistake can be made: everywhere first, then in each place of several. */
import { describe, expect, test } from '@jest/globals';
import { atNodes, atOps, type Setting } from '../../../../grader/numerics/mistakes/mistake.js';
import { valuesOf } from '../../../../grader/numerics/network.js';
import { scaled } from '../../../../grader/numerics/ops/op.js';
import type { Network } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';

const NETWORK: Network = {
  ...{ inputs: { x: [1, 2] }, parameters: {} },
  nodes: [
    { name: 'a', op: 'relu', of: ['x'] },
    { name: 'b', op: 'tanh', of: ['a'] },
    { name: 'c', op: 'relu', of: ['b'] },
  ],
};
const GIVEN = { x: float64([1, 2], [0, 1]) };
const SETTING: Setting = { network: NETWORK, values: valuesOf(NETWORK, GIVEN) };

/** The nodes at which each way is made, as seen from a calculation. */
function places(variants: ReturnType<typeof atOps>): [string | null, string[]][] {
  return variants(SETTING).map(({ at, rewrite }) => {
    const usual = SETTING.values;
    const changed: string[] = [];
    valuesOf(NETWORK, GIVEN, {
      forward: (call, rest) => {
        const right = usual[call.node.name] ?? float64([], [NaN]);
        const found = rewrite.forward?.(call, () => right) ?? rest(call);
        if (found !== right) changed.push(call.node.name);
        return right;
      },
    });
    return [at, changed];
  });
}

describe('ways to make a mistake', () => {
  const doubled: Parameters<typeof atOps>[1] = (where) => ({
    forward: (call, usual) => (where(call.node) ? scaled(usual(call), 2) : usual(call)),
  });
  test('at two nodes there are three: both, and each', () => {
    expect(places(atOps(['relu'], doubled))).toEqual([
      [null, ['a', 'c']],
      ['a', ['a']],
      ['c', ['c']],
    ]);
  });
  test('at one node it is made everywhere', () => {
    expect(places(atOps(['tanh'], doubled))).toEqual([[null, ['b']]]);
  });
  test('at no node it cannot be made', () => {
    expect(places(atOps(['sigmoid'], doubled))).toEqual([]);
  });
  test('operations may be several', () => {
    expect(places(atOps(['tanh', 'relu'], doubled)).map(([at]) => at)).toEqual([null, 'a', 'b', 'c']);
  });
  test('where it applies may depend on the values', () => {
    const ifZero = atNodes(({ of }, { values }) => values[of[0] ?? '']?.values[1] === 1, doubled);
    // x and a are (0, 1), b is (0, tanh 1)
    expect(places(ifZero)).toEqual([
      [null, ['a', 'b']],
      ['a', ['a']],
      ['b', ['b']],
    ]);
  });
});
