/** Weights that change too early, and graphs that are cut, by hand. */
import { describe, expect, test } from '@jest/globals';
import { made, variantsOf } from '../../../support/golden-mistakes.js';
import type { Network } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';

const row = (...values: number[]) => float64([1, values.length], values);
const list = (tensor = row(NaN)) => Array.from(tensor.values, (one) => Number(one.toFixed(12)));

/** a = (2, 6), z = (2 - 6, 2 + 6) = (-4, 8), yhat = -4 + 16 = 12, dl/dyhat = 2, dl/dz = (2, 4), dl/da = (6, 2). */
const NETWORK: Network = {
  ...{ inputs: { x: [1, 2], y: [1, 1] }, parameters: { U: [2, 2], W: [2, 2], w: [1, 2] } },
  nodes: [
    { name: 'a', op: 'linear', of: ['x', 'U'] },
    { name: 'z', op: 'linear', of: ['a', 'W'] },
    { name: 'yhat', op: 'linear', of: ['z', 'w'] },
    { name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] },
  ],
};
const GIVEN = {
  ...{ x: row(2, 3), y: row(10), U: float64([2, 2], [1, 0, 0, 2]) },
  ...{ W: float64([2, 2], [1, -1, 1, 1]), w: row(1, 2) },
};

describe('weights that are updated before the gradient has passed through them', () => {
  const found = (at: string | null, way: number) => {
    const { values, gradients } = made('weights-updated-early', NETWORK, GIVEN, at, way);
    expect(values['loss']).toEqual(float64([], [2]));
    return Object.fromEntries(['z', 'a', 'w', 'W'].map((name) => [name, list(gradients[name])]));
  };
  // dl/dw = 2 (-4, 8), dl/dW = (2, 4)' (2, 6)
  const RIGHT = { z: [2, 4], a: [6, 2], w: [-8, 16], W: [4, 12, 8, 24] };
  test('at the layer itself the gradients are right; those below it are not', () => {
    // w becomes (1, 2) - (-8, 16) = (9, -14): dl/dz = 2 (9, -14), dl/dW = (18, -28)' (2, 6), dl/da = (18 - 28, -18 - 28)
    expect(found('yhat', 0)).toEqual({ ...RIGHT, z: [18, -28], W: [36, 108, -56, -168], a: [-10, -46] });
    // with a rate of 0.1 it is (1.8, 0.4): dl/dz = (3.6, 0.8)
    expect(found('yhat', 1)).toMatchObject({ z: [3.6, 0.8], a: [4.4, -2.8] });
  });
  test('at another layer, by the gradient of its own weights', () => {
    // W becomes ((1 - 4, -1 - 12), (1 - 8, 1 - 24)): dl/da = (2 * -3 + 4 * -7, 2 * -13 + 4 * -23)
    expect(found('z', 0)).toEqual({ ...RIGHT, a: [-34, -118] });
  });
  test('everywhere: the changed gradient changes the weights below', () => {
    // dl/dz = (18, -28); W becomes ((1 - 36, -1 - 108), (1 + 56, 1 + 168))
    expect(found(null, 0)['a']).toEqual([18 * -35 - 28 * 57, 18 * -109 - 28 * 169]);
  });
  test('is made where there are weights', () => {
    const ways = variantsOf('weights-updated-early', NETWORK, GIVEN).map(({ at }) => at);
    expect(ways).toEqual([1, 0.1, 0.01].flatMap(() => [null, 'a', 'z', 'yhat']));
    const bare: Network = { ...NETWORK, nodes: [{ name: 'loss', op: 'half-squared-error', of: ['x', 'y'] }] };
    expect(variantsOf('weights-updated-early', bare, { x: row(1), y: row(2) })).toEqual([]);
  });
});

describe('a graph that is cut', () => {
  test('at a node: what it is made from has no gradient, its own is right', () => {
    const { values, gradients } = made('detached', NETWORK, GIVEN, 'z');
    expect(values['loss']).toEqual(float64([], [2]));
    expect(list(gradients['z'])).toEqual([2, 4]);
    expect(list(gradients['w'])).toEqual([-8, 16]);
    for (const below of ['a', 'x', 'W', 'U']) expect(list(gradients[below]).every((one) => one === 0)).toBe(true);
    expect(gradients['U']?.shape).toEqual([2, 2]);
  });
  test('only where there is something below to be differentiated', () => {
    expect(variantsOf('detached', NETWORK, GIVEN).map(({ at }) => at)).toEqual(['a', 'z', 'yhat', 'loss']);
  });
});
