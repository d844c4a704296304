/** A bound that float32 cannot keep. */
import { expect, test } from '@jest/globals';
import { lossWarnings } from '../../../../grader/kinds/loss/warnings.js';
import { FUNCTION_RUBRIC, LOSS } from '../../../support/function-checks.js';

const warnings = (within?: number) => [
  ...lossWarnings({ ...LOSS, ...(within === undefined ? {} : { within }) }, FUNCTION_RUBRIC),
];

test('a bound below the rounding of float32 refuses right losses', () => {
  const [warning, ...others] = warnings(1e-9);
  expect(others).toEqual([]);
  expect(warning).toMatch(/^within: 1e-9 is below what float32 can keep of a loss of \d[\d.]*: .* at least \d/);
});
test('one that a right program keeps is fine, and so is none', () => {
  expect(warnings(0.2)).toEqual([]);
  expect(warnings()).toEqual([]);
});
