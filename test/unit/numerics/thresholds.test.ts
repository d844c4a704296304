/** The comparison rule at both sides of each of its thresholds, and its sentences. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  FLOAT32_ROUNDING,
  infinityNorm,
  matches,
  measureCloseness,
  TOLERANCE,
  toleranceFor,
  type Expected,
} from '../../../grader/numerics/closeness.js';
import { compareTensors, findNonFinite } from '../../../grader/numerics/compare.js';
import { fewestExamples, rampCredit, wilsonInterval } from '../../../grader/numerics/statistics.js';
import { float64, type TensorData } from '../../../grader/tensor/tensor.js';

const vector = (...values: number[]) => float64([values.length], values);
const near = (
  values: number[],
  expected: Partial<Expected> & { reference: TensorData },
  tolerance: number = TOLERANCE.float32,
) => measureCloseness(values, { largest: infinityNorm(expected.reference), ...expected }, tolerance);

test('the largest absolute value', () => {
  expect(infinityNorm(vector(1, -5, 3))).toBe(5);
  expect(infinityNorm(float64([0], []))).toBe(0);
  expect(infinityNorm(undefined)).toBe(0);
});

describe('precision of values', () => {
  test('values are in double precision if one of them is not a float32', () => {
    expect(toleranceFor(vector(0.5, 0.1))).toBe(1e-9);
    expect(toleranceFor(vector(0.5, Math.fround(0.1)))).toBe(1e-3);
    // whole numbers that are not float32 are not in double precision for that
    expect(toleranceFor({ dtype: 'int32', shape: [1], values: Int32Array.of(16_777_217) })).toBe(1e-3);
    expect(toleranceFor({ dtype: 'float32', shape: [1], values: Float32Array.of(0.1) })).toBe(1e-3);
  });
});

describe('beside a reference of 1', () => {
  const at = (error: number, tolerance?: number) => near([1 + error], { reference: vector(1) }, tolerance).verdict;
  test.each([
    [0.999e-3, 'match'],
    [1.001e-3, 'undecided'],
    [0.999e-2, 'undecided'],
    [1.001e-2, 'different'],
  ])('off by %p in single precision: %s', (error, verdict) => {
    expect(at(error)).toBe(verdict);
    expect(at(-error)).toBe(verdict);
  });
  test('in double precision, the rounding of float32 matches too, but not more', () => {
    expect(FLOAT32_ROUNDING).toBe(1e-5);
    expect(at(0.99e-5, TOLERANCE.float64)).toBe('match');
    expect(at(1.01e-5, TOLERANCE.float64)).toBe('undecided');
  });
});

describe('exactly at a threshold', () => {
  // quotients that are the nearest doubles of 0.01, 0.001, 0.00001 and 0.03
  const at = (value: number, reference: number, scale: number, tolerance?: number) =>
    near([value], { reference: vector(reference), scale: vector(scale) }, tolerance).verdict;
  test('a hundredth is different, a thousandth matches', () => {
    expect([at(101, 100, 0), at(99, 100, 0)]).toEqual(['different', 'different']);
    expect([at(1001, 1000, 0), at(999, 1000, 0)]).toEqual(['match', 'match']);
  });
  test('the rounding of float32 matches in double precision', () => {
    expect(at(100_001, 100_000, 0, TOLERANCE.float64)).toBe('match');
  });
  test('three hundredths of the reference are different, unless rounding explains them', () => {
    expect(at(103, 100, 1000)).toBe('different');
    expect(at(103, 100, 3000)).toBe('different');
    // 0.9 of a scale of 100000 is 9e-6
    expect(at(100.9, 100, 100_000)).toBe('match');
  });
  test('a hundredth of the reference is not a match', () => {
    expect(at(101, 100, 2000)).toBe('undecided');
  });
});

describe('a scale much larger than the reference', () => {
  test('off by three hundredths of the reference and more than float32 of the scale is different', () => {
    // off by 0.03 of 1 and 0.0015 of 20
    expect(near([1.0301], { reference: vector(1), scale: vector(20) }).verdict).toBe('different');
    expect(near([1.0299], { reference: vector(1), scale: vector(20) }).verdict).toBe('undecided');
  });
  test('an error of a hundredth of the reference is not a match, whatever the scale', () => {
    expect(near([1.0099], { reference: vector(1), scale: vector(20) }).verdict).toBe('match');
    expect(near([1.0101], { reference: vector(1), scale: vector(20) }).verdict).toBe('undecided');
  });
  test('but what is rounding of the scale is', () => {
    // the scale counts 1000 times the reference at most: 0.009 of it is 9e-6, 0.05 is 5e-5
    expect(near([1.009], { reference: vector(1), scale: vector(10_000) }).verdict).toBe('match');
    expect(near([1.05], { reference: vector(1), scale: vector(10_000) }).verdict).toBe('different');
  });
});

describe('a reference of zeros', () => {
  test('a millionth of the scale may be left', () => {
    const expected = { reference: vector(0, 0), scale: vector(3, 1), largest: 1 };
    expect(near([2.9e-6, 0], expected)).toEqual({ verdict: 'match', error: 0 });
    expect(near([3.1e-6, 0], expected).verdict).toBe('different');
    // an error that is told is never below what is different
    expect(near([3.1e-6, 0], expected).error).toBe(0.01);
    expect(near([30, 0], expected).error).toBe(10);
  });
  test('nothing beside it: the error is the value itself', () => {
    expect(near([0.5], { reference: vector(0), largest: 0 })).toEqual({ verdict: 'different', error: 0.5 });
    expect(near([0], { reference: vector(0), largest: 0 })).toEqual({ verdict: 'match', error: 0 });
  });
});

test('errors are finite for any values', () => {
  expect(near([1.7e308], { reference: vector(-1.7e308) }).error).toBeLessThanOrEqual(Number.MAX_VALUE);
  expect(near([1], { reference: vector(5e-324), largest: 0 }).error).toBe(Number.MAX_VALUE);
  expect(near([NaN], { reference: vector(1) })).toEqual({ verdict: 'different', error: Number.MAX_VALUE });
  expect(near([], { reference: vector(1) }).verdict).toBe('different');
});

test('to match means as many values, all of them near', () => {
  const expected = { reference: vector(1, 2), largest: 2 };
  expect(matches([1, 2], expected)).toBe(true);
  expect(matches([1, 2, 3], expected)).toBe(false);
  expect(matches([1], expected)).toBe(false);
  expect(matches([1, 2.004], expected)).toBe(false);
});

test('the error of values beside a reference is that of the reference beside the values, at one size', () => {
  const side = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(side, side, (a, b) => {
      // the same largest value stands in both
      const one = near([2, ...a], { reference: vector(2, ...b) });
      const other = near([2, ...b], { reference: vector(2, ...a) });
      expect(other.error).toBeCloseTo(one.error, 12);
      expect(other.verdict).toBe(one.verdict);
    }),
  );
});

describe('a subgradient at a kink', () => {
  const expected = { reference: vector(1, 0), directions: [vector(0, 0), vector(3, 0)], largest: 1 };
  test('is right anywhere between, and the size is that of the largest of them', () => {
    expect(near([1, 0], expected)).toEqual({ verdict: 'match', error: 0 });
    expect(near([4, 0], expected)).toEqual({ verdict: 'match', error: 0 });
    // 0.3 beyond 4, beside a direction of 3
    expect(near([4.3, 0], expected).error).toBeCloseTo(0.1, 9);
  });
});

describe('words of a comparison', () => {
  const compare = (shape: number[], values: number[], reference: TensorData) =>
    compareTensors({ form: 'tensor', data: float64(shape, values) }, { reference, largest: infinityNorm(reference) });
  const single = (shape: number[], values: number[], reference: TensorData) =>
    compareTensors(
      { form: 'tensor', data: { dtype: 'float32', shape, values: Float32Array.from(values) } },
      { reference, largest: infinityNorm(reference) },
    );

  test('right, with no note, or with that of single precision', () => {
    expect(compare([1], [0.1], vector(0.1))).toEqual({ verdict: 'match', error: 0, sentence: 'right', notes: [] });
    const rounded = compare([1], [0.1 + 1e-7], vector(0.1));
    expect(rounded.notes).toEqual(['right to single precision (relative error 1.0e-6)']);
    expect(single([1], [1.0005], vector(1)).notes).toEqual([]);
  });
  test.each([
    [1.5, 'differs (relative error 0.50)'],
    [13, 'differs (relative error 12)'],
    [1002, 'differs (relative error 1.0e+3)'],
    [124, 'differs (relative error 1.2e+2)'],
    [1.004, 'imprecise (relative error 4.0e-3): check eps, regularisation, precision'],
  ])('%p beside 1', (value, sentence) => {
    expect(single([1], [value], vector(1)).sentence).toBe(sentence);
  });
  test('a hundredth has its digits, a thousandth no note', () => {
    expect(single([1], [101], vector(100)).sentence).toBe('differs (relative error 0.010)');
    expect(single([1], [1001], vector(1000)).notes).toEqual([]);
    expect(compare([1], [NaN], vector(1)).notes).toEqual([]);
  });
  test('a transposed subgradient is transposed', () => {
    const reference = float64([2, 2], [1, 2, 3, 4]);
    const directions = [float64([2, 2], [0, 10, 0, 0])];
    const data = float64([2, 2], [1, 3, 7, 4]);
    expect(compareTensors({ form: 'tensor', data }, { reference, directions, largest: 4 }).verdict).toBe('transposed');
  });
  test('a note on the shape stays with what is imprecise or different', () => {
    expect(single([1, 1], [1.004], vector(1)).notes).toEqual(['shape [1, 1] was taken as [1]']);
    expect(single([1, 1], [3], vector(1)).notes).toEqual(['shape [1, 1] was taken as [1]']);
  });
  test('a square that is turned, and the numbers of one in another shape', () => {
    const square = float64([2, 2], [1, 2, 3, 4]);
    expect(single([2, 2], [1, 3, 2, 4], square)).toMatchObject({
      verdict: 'transposed',
      sentence: 'is the transpose of the right matrix',
    });
    const wide = float64([2, 3], [1, 2, 3, 4, 5, 6]);
    expect(single([2, 3], [1, 4, 2, 5, 3, 6], wide).sentence).toBe(
      'has the numbers of the transposed matrix in this shape: reshaping does not transpose',
    );
    // a vector has no transpose
    expect(single([2], [2, 1], vector(1, 2)).verdict).toBe('different');
  });
  test('a batch that is not reduced', () => {
    const bias = vector(3, 5);
    expect(single([2, 2], [1, 2, 2, 3], bias)).toEqual({
      ...{ verdict: 'not-summed', error: null, notes: [] },
      sentence: 'is not summed over the batch: it has shape [2, 2], expected shape [2]',
    });
    expect(single([2, 2], [2, 4, 4, 6], bias).sentence).toBe(
      'is not averaged over the batch: it has shape [2, 2], expected shape [2]',
    );
    expect(single([2, 2], [2, 4, 4, 9], bias)).toEqual({
      ...{ verdict: 'wrong-shape', error: null, notes: [], sentence: 'has shape [2, 2], expected shape [2]' },
    });
  });
});

describe('values that are not finite', () => {
  test.each<[number[], number[], string | null]>([
    [[2], [1, 2], null],
    [[], [NaN], 'is NaN'],
    [[1], [Infinity], 'is Infinity at [0]'],
    [[2], [1, -Infinity], 'is -Infinity at [1] (1 of 2 values are not finite)'],
    [[2, 2, 2], [0, 0, 0, 0, 0, NaN, 0, NaN], 'is NaN at [1, 0, 1] (2 of 8 values are not finite)'],
    [[2, 3], [0, 0, NaN, 0, 0, 0], 'is NaN at [0, 2] (1 of 6 values are not finite)'],
  ])('%j of %j', (shape, values, sentence) => {
    expect(findNonFinite(float64(shape, values))).toBe(sentence);
  });
});

describe('statistics', () => {
  test('the interval says at which level it holds, and stays within [0, 1]', () => {
    expect(wilsonInterval(0, 0)).toEqual({ lower: 0, upper: 1, level: 0.95 });
    // 3 of 3: 1 / (1 + z^2 / 3)
    expect(wilsonInterval(3, 3).lower).toBeCloseTo(0.43849, 4);
    expect(wilsonInterval(3, 3)).toMatchObject({ upper: 1, level: 0.95 });
    expect(wilsonInterval(0, 3).lower).toBe(0);
  });
  test('a ramp outside of its ends', () => {
    expect(rampCredit(1, 10, 0.2, 0.4)).toBe(0);
    expect(rampCredit(9, 10, 0.2, 0.4)).toBe(1);
    expect(rampCredit(5, 0, -1, 1)).toBe(0);
  });
  test('examples by hand', () => {
    // p = 0.5: 0.25 / (0.1 * 1)^2 = 25, and / (0.05 * 0.5)^2 = 400
    expect(fewestExamples(0, 1, 0.1)).toBe(25);
    expect(fewestExamples(0.25, 0.75)).toBe(400);
    expect(fewestExamples(0, 0.6, 0.1)).toBe(59);
  });
});
