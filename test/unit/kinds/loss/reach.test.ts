/** A bound that float32 cannot keep. */
import { expect, test } from '@jest/globals';
import { lossReach } from '../../../../grader/kinds/loss/reach.js';
import { FUNCTION_RUBRIC, LOSS } from '../../../support/function-checks.js';

const problems = (within?: number) => [
  ...lossReach(['checks', 3], { ...LOSS, ...(within === undefined ? {} : { within }) }, FUNCTION_RUBRIC),
];

test('a bound below the rounding of float32 would refuse right losses: the field and the sample are named', () => {
  const [problem, ...others] = problems(1e-9);
  expect(others).toEqual([]);
  expect(problem?.path).toEqual(['checks', 3, 'within']);
  expect(problem?.sentence).toMatch(
    /^within: 1e-9 is below what float32 can keep of the loss at [\w-]+-\d, \d[\d.]*: .* at least \d/,
  );
});
test('one that a right program keeps is fine, and so is none', () => {
  expect(problems(0.2)).toEqual([]);
  expect(problems()).toEqual([]);
});
