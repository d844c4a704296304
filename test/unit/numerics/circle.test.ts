import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeCirclePoints } from '../../../grader/numerics/circle.js';
import { makeRng } from '../../../grader/numerics/rng.js';

const CIRCLE = {
  kind: 'point-in-circle' as const,
  seed: 7,
  count: 500,
  center: [0.25, -0.5] as [number, number],
  radius: 0.75,
  box: { low: -1, high: 1 },
};

describe('points in a circle', () => {
  test('the same seed gives the same points, another seed gives others', () => {
    const first = makeCirclePoints(CIRCLE);
    expect(makeCirclePoints(CIRCLE)).toEqual(first);
    expect(makeCirclePoints({ ...CIRCLE, seed: 8 }).examples.values).not.toEqual(first.examples.values);
  });

  test('the first points of a seed stay what they are: held-out sets do not move', () => {
    const { examples } = makeCirclePoints({ ...CIRCLE, count: 2 });
    const [more] = [makeCirclePoints(CIRCLE)];
    expect([...examples.values]).toEqual([...more.examples.values.subarray(0, 4)]);
    expect(examples).toMatchObject({ dtype: 'float32', shape: [2, 2] });
  });

  test('points fill the box and are labelled by their distance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.double({ min: 0.1, max: 2, noNaN: true }), (seed, radius) => {
        const { examples, labels } = makeCirclePoints({ ...CIRCLE, seed, radius });
        const inside = Array.from(labels, (_label, row) => {
          const [x = NaN, y = NaN] = examples.values.subarray(2 * row, 2 * row + 2);
          return Math.hypot(x - 0.25, y + 0.5) <= radius ? 1 : 0;
        });
        expect([...labels]).toEqual(inside);
        expect(Math.max(...examples.values.map(Math.abs))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });

  test('each number is drawn in order, x before y, from the box, and rounded to float32', () => {
    const rng = makeRng(3);
    const { examples } = makeCirclePoints({ ...CIRCLE, seed: 3, count: 4, box: { low: 2, high: 5 } });
    const drawn = Array.from({ length: 8 }, () => Math.fround(2 + 3 * rng.nextUniform()));
    expect([...examples.values]).toEqual(drawn);
  });

  test('a point on the circle is inside', () => {
    const [x = NaN, y = NaN] = makeCirclePoints({ ...CIRCLE, count: 1 }).examples.values;
    const labelOf = (center: [number, number], radius: number) =>
      [...makeCirclePoints({ ...CIRCLE, count: 1, center, radius }).labels][0];
    expect(labelOf([x, y], 0)).toBe(1);
    expect(labelOf([x - 0.5, y], 0.5)).toBe(1);
    expect(labelOf([x - 0.5, y], 0.499)).toBe(0);
    expect(labelOf([x, y - 0.5], 0.499)).toBe(0);
  });

  test('the share inside is the share of the area', () => {
    const whole = { ...CIRCLE, center: [0, 0] as [number, number], radius: 0.8, count: 40_000 };
    const { labels } = makeCirclePoints(whole);
    const share = labels.reduce((sum, label) => sum + label, 0) / labels.length;
    // pi 0.8^2 / 4, within five standard deviations
    expect(Math.abs(share - (Math.PI * 0.64) / 4)).toBeLessThan(0.0125);
  });
});
