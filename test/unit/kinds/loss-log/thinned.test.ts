/** A thinned curve: short enough, in order, and with every peak that a picture would show. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { thinned } from '../../../../grader/kinds/loss-log/thinned.js';

const curveOf = (values: readonly number[]) => ({ steps: values.map((_value, row) => 10 * row), values });

test('a short curve stays as it is', () => {
  const curve = curveOf([3, NaN, 1]);
  expect(thinned(curve, 5)).toEqual(curve);
});

test('one peak of a long curve stays, and so does the first value that is not finite', () => {
  const values = Array.from({ length: 10_000 }, (_value, row) => 1 + row / 1e6);
  values[4321] = 50;
  values[777] = Infinity;
  values[778] = NaN;
  const { steps } = thinned(curveOf(values), 400);
  expect(steps).toEqual(expect.arrayContaining([0, 7770, 43_210, 99_990]));
});

describe('laws', () => {
  const numbers = fc.array(fc.oneof(fc.double({ min: -1e9, max: 1e9 }), fc.constantFrom(NaN, Infinity, -Infinity)), {
    maxLength: 2000,
  });
  test('at most as many points, each one of the curve, in order, with both ends and both extremes', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 5, max: 100 }), (values, most) => {
        const { steps, values: kept } = thinned(curveOf(values), most);
        expect(kept.length).toBe(steps.length);
        expect(kept.length).toBeLessThanOrEqual(Math.max(most, 0));
        expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
        expect(kept).toEqual(steps.map((step) => values[step / 10]));
        if (values.length === 0) return;
        expect([steps[0], steps.at(-1)]).toEqual([0, 10 * (values.length - 1)]);
        const finite = values.filter(Number.isFinite);
        if (finite.length === 0) return;
        expect(kept).toContain(Math.max(...finite));
        expect(kept).toContain(Math.min(...finite));
      }),
    );
  });
});
