import { expect, test } from '@jest/globals';
import { isLoss, tellGoal, tellValue } from '../../../../grader/kinds/metric/direction.js';
import { baselineOf, isBetter, isPerfect, measureNumbers } from '../../../../grader/kinds/metric/measure.js';
import { metricRubric, tensorOf } from '../../../support/metric-rubric.js';

const { data, regression } = metricRubric();
const three = data.get('three');
const values = regression?.get('values');
if (three === undefined || values === undefined) throw new Error('no data');

test('less is better for losses, and a goal says so', () => {
  expect((['accuracy', 'macro-f1', 'cross-entropy', 'mean-squared-error'] as const).map(isLoss)).toEqual([
    ...[false, false, true, true],
  ]);
  expect([tellGoal('accuracy', 0.9), tellGoal('mean-squared-error', 0.25)]).toEqual([
    'from 90.0 % on',
    'at 0.25 or less',
  ]);
  expect(tellValue('cross-entropy', 0.693147)).toBe('0.69315');
});

test('what one answer for every example reaches', () => {
  // of four rows, one is class 0, one is class 1, two are class 2
  expect(baselineOf('accuracy', three)).toBe(0.5);
  expect(baselineOf('cross-entropy', three)).toBeCloseTo(1.5 * Math.log(2), 12);
  // 2 * 30 / (60 + 30) / 3
  expect(baselineOf('macro-f1', three)).toBeCloseTo(2 / 9, 12);
});

test('rounding does not make a constant better than the best one', () => {
  expect(isBetter('mean-squared-error', 2 * (1 - 1e-9), 2)).toBe(false);
  expect(isBetter('mean-squared-error', 1.99, 2)).toBe(true);
  expect(isBetter('accuracy', 0.5, 0.5)).toBe(false);
  expect([isPerfect('accuracy', 1), isPerfect('cross-entropy', 0), isPerfect('cross-entropy', 1)]).toEqual([
    ...[true, true, false],
  ]);
});

test('numbers that are almost too large for float32 have an error that is finite', () => {
  const huge = measureNumbers(tensorOf([60, 2], new Array<number>(120).fill(3e38)), values);
  expect(Number.isFinite(huge.value)).toBe(true);
});
