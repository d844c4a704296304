/** The normal distribution against values of mpmath with 30 digits, and against its own laws. */
import { expect, test } from '@jest/globals';
import { normalCumulative, normalDensity } from '../../../../grader/numerics/ops/normal-distribution.js';

test.each([
  [0, 0.5],
  [0.1, 0.539827837277028984],
  [1, 0.841344746068542949],
  [-2.5, 0.00620966532577613517],
  [3.9, 0.999951903655982397],
  [-4.1, 2.06575069125467705e-5],
  [-8, 6.22096057427178412e-16],
  [-30, 4.90671392714818706e-198],
])('below %d', (z, below) => {
  expect(Math.abs(normalCumulative(z) - below)).toBeLessThan(5e-16);
  if (z < -4) expect(normalCumulative(z) / below).toBeCloseTo(1, 12);
});

test('both ways to compute it agree where one takes over', () => {
  const slope = (normalCumulative(4 + 1e-5) - normalCumulative(4 - 1e-5)) / 2e-5;
  expect(slope).toBeCloseTo(normalDensity(4), 10);
  expect(normalCumulative(-4 - 1e-13) / normalCumulative(-4 + 1e-13)).toBeCloseTo(1, 11);
});

test('what is far out is 0 or 1, and NaN stays', () => {
  expect([normalCumulative(50), normalCumulative(-50), normalCumulative(NaN)]).toEqual([1, 0, NaN]);
  expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
});
