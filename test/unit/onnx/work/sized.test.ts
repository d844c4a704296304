/** Sides together, axes, and what is read of constants. */
import { expect, test } from '@jest/globals';
import {
  MOST_NUMBERS,
  Uncounted,
  axesOf,
  axisOf,
  broadcast,
  checkedResult,
  sizedConstant,
} from '../../../../grader/onnx/work/sized.js';
import { bytesOf, weight, whole } from '../../../support/onnx-models.js';

test('sides together are aligned at the end', () => {
  expect(
    broadcast([
      [2, 1, 4],
      [3, 1],
    ]),
  ).toEqual([2, 3, 4]);
  expect(broadcast([[], [5]])).toEqual([5]);
  expect(broadcast([[0], [1]])).toEqual([0]);
  expect(() => broadcast([[2], [3]])).toThrow(Uncounted);
});

test('an axis may count from the end', () => {
  expect([axisOf(0, 3), axisOf(-1, 3)]).toEqual([0, 2]);
  for (const one of [3, -4, 0.5, NaN]) expect(() => axisOf(one, 3)).toThrow(Uncounted);
  expect([...axesOf([-1, 0], 3)]).toEqual([2, 0]);
  expect(() => axesOf([2, -1], 3)).toThrow(Uncounted);
});

test('sides that cannot be are refused', () => {
  expect(checkedResult({ sides: [2 ** 26, 2 ** 26, 0] })).toEqual({ sides: [2 ** 26, 2 ** 26, 0] });
  for (const sides of [[-1], [0.5], [NaN], [2 ** 27, 2 ** 27], Array<number>(17).fill(1)]) {
    expect(() => checkedResult({ sides })).toThrow(Uncounted);
  }
});

test('the numbers of small constants are known', () => {
  expect(sizedConstant(whole('a', [2], [-1n, 2n ** 63n - 1n]))).toEqual({
    ...{ sides: [2], isFed: false },
    whole: [-1, 2 ** 63],
  });
  expect(sizedConstant(weight('a', [2], [0.5, 2]))).toEqual({ sides: [2], isFed: false, fractional: [0.5, 2] });
  const int32 = { name: 'a', type: 'int32', shape: [1], bytes: bytesOf(Int32Array.of(-7)) } as const;
  expect(sizedConstant(int32).whole).toEqual([-7]);
  const bool = { name: 'a', type: 'bool', shape: [], bytes: Uint8Array.of(1) } as const;
  expect(sizedConstant(bool).whole).toEqual([1]);
  const many = whole('a', [MOST_NUMBERS + 1], Array<bigint>(MOST_NUMBERS + 1).fill(1n));
  expect(sizedConstant(many)).toEqual({ sides: [MOST_NUMBERS + 1], isFed: false });
  expect(sizedConstant({ name: 'a', type: 'float64', shape: [1], bytes: new Uint8Array(8) }).whole).toBeUndefined();
});
