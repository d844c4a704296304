/** A sample with answers: the right tensors by step, and steps recomputed with another input. */
import { expect, test } from '@jest/globals';
import { gradientsOf } from '../../../../grader/numerics/gradients.js';
import { valuesOf } from '../../../../grader/numerics/network.js';
import {
  answered,
  recomputationOf,
  singlesOf,
  truthAt,
  withZeros,
  type OwnPoint,
} from '../../../../grader/numerics/following/own-point.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { QUIZ2 } from '../../../support/quiz2-network.js';

// z1 = (1, -2), yhat = 2 * 1 + 0.5 = 2.5, dyhat = 2.5 - 1
const given = {
  ...{ x: float64([1, 1], [1]), y: float64([1, 1], [1]), W1: float64([2, 1], [1, 3]), b1: float64([2], [0, -5]) },
  ...{ w2: float64([1, 2], [2, -1]), b2: float64([1], [0.5]) },
};
const own = float64([1, 2], [4, 3]);
const POINT: OwnPoint = {
  ...{ network: QUIZ2, given, values: valuesOf(QUIZ2, given), gradients: gradientsOf(QUIZ2, given).gradients },
  ...{ answers: new Map([['value z2', own]]), isGeneric: true },
};

test('the right tensor of a step is a value or a gradient', () => {
  expect(truthAt(POINT, { kind: 'value', of: 'yhat' })).toEqual(float64([1, 1], [2.5]));
  expect(truthAt(POINT, { kind: 'gradient', of: 'yhat' })).toEqual(float64([1, 1], [1.5]));
  expect(truthAt(POINT, { kind: 'value', of: 'x' })).toEqual(given.x);
  expect(() => truthAt(POINT, { kind: 'value', of: 'z9' })).toThrow('no value of z9 in the network');
});

test('answers come with the right ones; what was not answered is left out', () => {
  const found = answered(POINT, new Set(['value z2', 'value z1']));
  expect(found).toEqual([{ answer: own, truth: float64([1, 2], [1, 0]) }]);
});

test('a step is recomputed from own values and from what is given', () => {
  const yhat = { kind: 'value', of: 'yhat' } as const;
  const from = (values: typeof given | OwnPoint['given']) =>
    recomputationOf(POINT, values).compute(yhat, new Set(['value z2'])).values;
  expect(from(given)).toEqual(Float64Array.of(2 * 4 - 3 + 0.5));
  expect(from(withZeros(given, 'b2'))).toEqual(Float64Array.of(2 * 4 - 3));
});

test('one tensor is replaced by zeros, and labels are left', () => {
  expect(withZeros(given, 'w2')).toEqual({ ...given, w2: float64([1, 2], [0, 0]) });
  const label = { dtype: 'int32' as const, shape: [2], values: Int32Array.of(1, 2) };
  expect(withZeros({ label }, 'label')).toEqual({ label });
  expect(withZeros(given, 'other')).toBe(given);
});

test('the ways to make a mistake are made once', () => {
  expect(singlesOf(POINT)).toBe(singlesOf(POINT));
  expect([...singlesOf(POINT).values()].some(({ made: [{ mistake }] }) => mistake.name === 'relu-no-mask')).toBe(true);
});
