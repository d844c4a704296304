/**
 * The share of right verdicts on simulated trainings. The least shares are near those that `npm run bench` prints for
 * 1,000 seeds; noise hides the course of some trainings of 30 rows, which no rule can see.
 */
import { describe, expect, test } from '@jest/globals';
import { readCurve } from '../../../grader/numerics/loss-curve.js';
import { FAMILIES, shareRight } from '../../support/loss-families.js';

const verdictOf = (values: readonly number[]) => readCurve(values).verdict;

/** Of 30 rows, where it is less than 0.96. */
const AT_30: Readonly<Record<string, number>> = {
  'exponential, much noise': 0.75,
  'still decreasing': 0.2,
  'overfitting after a fast fall': 0.05,
  'level, averaged over rows': 0.9,
};
const AT_200: Readonly<Record<string, number>> = { 'level, averaged over rows': 0.85 };
const AT_2000: Readonly<Record<string, number>> = { 'level, averaged over rows': 0.93 };

describe.each([
  [30, 200, 0.96, AT_30],
  [200, 200, 0.985, AT_200],
  [2000, 60, 0.98, AT_2000],
] as const)('of %d rows', (rows, seeds, least, others) => {
  test.each(FAMILIES.map((family) => [family.name, family] as const))('%s', (name, family) => {
    expect(shareRight(family, rows, seeds, verdictOf)).toBeGreaterThanOrEqual(others[name] ?? least);
  });
});

test('a rule that sees a fall everywhere is not right', () => {
  const right = FAMILIES.filter((family) => shareRight(family, 200, 5, () => 'plateau') === 1);
  expect(right.length).toBeLessThan(FAMILIES.length * 0.6);
});
