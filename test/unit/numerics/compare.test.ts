import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Expected } from '../../../grader/numerics/closeness.js';
import { compareTensors } from '../../../grader/numerics/compare.js';
import type { OutputForm } from '../../../grader/protocol/worker.js';
import { float64, type TensorData } from '../../../grader/tensor/tensor.js';

const MATRIX = float64([2, 3], [1, -2, 3, 0.5, 4, -1]);

function expecting(reference: TensorData, more: Partial<Expected> = {}): Expected {
  return { reference, largest: Math.max(...reference.values.map(Math.abs)), ...more };
}

function seen(shape: number[], values: number[], form: OutputForm = 'tensor') {
  return { form, data: { dtype: 'float32' as const, shape, values: Float32Array.from(values) } };
}

function seenDouble(shape: number[], values: number[]) {
  return { form: 'nested-array' as const, data: float64(shape, values) };
}

describe('precision', () => {
  const shifted = (by: number) => [1, -2, 3, 0.5, 4 * (1 + by), -1];
  test.each([
    [0, 'match'],
    [9e-4, 'match'],
    [2e-3, 'undecided'],
    [9e-3, 'undecided'],
    [1.1e-2, 'different'],
  ])('single precision off by %p is a %s', (by, verdict) => {
    expect(compareTensors(seen([2, 3], shifted(by)), expecting(MATRIX)).verdict).toBe(verdict);
  });
  test.each([
    [1e-10, 'match'],
    [1e-4, 'undecided'],
    [1.1e-2, 'different'],
  ])('double precision off by %p is a %s', (by, verdict) => {
    expect(compareTensors(seenDouble([2, 3], shifted(by)), expecting(MATRIX)).verdict).toBe(verdict);
  });
  test('doubles that carry the rounding of a tensor match, with a note', () => {
    const compared = compareTensors(seenDouble([2, 3], shifted(1e-7)), expecting(MATRIX));
    expect(compared).toMatchObject({ verdict: 'match', notes: [expect.stringContaining('single precision')] });
  });
  test('plain numbers read from a tensor are held to single precision', () => {
    const single = shifted(5e-4).map(Math.fround);
    expect(compareTensors(seenDouble([2, 3], single), expecting(MATRIX)).verdict).toBe('match');
  });
});

describe('shapes', () => {
  test.each<[string, TensorData, number[], OutputForm]>([
    ['a side of 1 dropped', float64([1, 3], [1, 2, 3]), [3], 'tensor'],
    ['a side of 1 added', float64([3], [1, 2, 3]), [3, 1], 'nested-array'],
    ['a scalar in brackets', float64([], [3]), [1, 1], 'tensor'],
    ['a flat typed array', MATRIX, [6], 'typed-array'],
  ])('%s is a match with a note', (_name, reference, shape, form) => {
    const compared = compareTensors(seen(shape, [...reference.values], form), expecting(reference));
    expect(compared.verdict).toBe('match');
    expect(compared.notes).toHaveLength(1);
  });
  test('a flat list of numbers is not a matrix', () => {
    const compared = compareTensors(seen([6], [...MATRIX.values], 'nested-array'), expecting(MATRIX));
    expect(compared).toMatchObject({ verdict: 'wrong-shape', sentence: 'has shape [6], expected shape [2, 3]' });
  });
  test('nothing is broadcast: one number for three equal ones is another shape', () => {
    const reference = float64([3], [2, 2, 2]);
    expect(compareTensors(seen([], [2]), expecting(reference)).sentence).toBe('is a single number, expected shape [3]');
    expect(compareTensors(seen([1], [2]), expecting(reference)).verdict).toBe('wrong-shape');
    expect(compareTensors(seen([2, 3], [2, 2, 2, 2, 2, 9]), expecting(reference)).verdict).toBe('wrong-shape');
  });
  test('a transpose is named by its shape, in a square, and where only the shape was changed', () => {
    const turned = [1, 0.5, -2, 4, 3, -1];
    expect(compareTensors(seen([3, 2], turned), expecting(MATRIX))).toMatchObject({
      verdict: 'transposed',
      sentence: 'is transposed: it has shape [3, 2], expected shape [2, 3]',
    });
    expect(compareTensors(seen([2, 3], turned), expecting(MATRIX)).sentence).toContain('reshaping does not transpose');
    const square = float64([2, 2], [1, 2, 3, 4]);
    expect(compareTensors(seen([2, 2], [1, 3, 2, 4]), expecting(square)).verdict).toBe('transposed');
    expect(compareTensors(seen([4], [1, 3, 2, 4], 'typed-array'), expecting(square)).verdict).toBe('transposed');
  });
  test('the shape of a transpose with other numbers is not a transpose', () => {
    expect(compareTensors(seen([3, 2], [1, 2, 3, 4, 5, 6]), expecting(MATRIX)).verdict).toBe('wrong-shape');
  });
  test('a gradient for every example is named as not summed, or not averaged', () => {
    const bias = float64([2], [3, 5]);
    expect(compareTensors(seen([2, 2], [1, 2, 2, 3]), expecting(bias)).sentence).toContain('not summed over the batch');
    expect(compareTensors(seen([2, 2], [2, 4, 4, 6]), expecting(bias)).sentence).toContain('not averaged');
    expect(compareTensors(seen([2, 2], [1, 2, 9, 3]), expecting(bias)).verdict).toBe('wrong-shape');
  });
});

describe('values that are not finite', () => {
  test('the first place and the count are reported', () => {
    const compared = compareTensors(seen([2, 3], [1, 2, 3, NaN, 5, Infinity]), expecting(MATRIX));
    expect(compared).toMatchObject({
      verdict: 'non-finite',
      error: null,
      sentence: 'is NaN at [1, 0] (2 of 6 values are not finite)',
    });
    expect(compareTensors(seen([], [-Infinity]), expecting(float64([], [1]))).sentence).toBe('is -Infinity');
  });
});

test('every input gives a verdict and an error that fits into a report', () => {
  const anyValues = fc.array(fc.double({ noDefaultInfinity: false }), { minLength: 0, maxLength: 6 });
  const directions = [float64([2, 3], [1, 2, 3, 4, 5, 6]), float64([2, 3], [1, 0, 0, 0, 0, -1])];
  fc.assert(
    fc.property(anyValues, fc.boolean(), (values, kinked) => {
      const shape = values.length === 6 ? [2, 3] : [values.length];
      const more = kinked ? { directions } : {};
      const { verdict, error } = compareTensors(seenDouble(shape, values), expecting(MATRIX, more));
      expect(error === null || (Number.isFinite(error) && error >= 0)).toBe(true);
      if (values.some((value) => !Number.isFinite(value))) expect(verdict).toBe('non-finite');
    }),
  );
});
