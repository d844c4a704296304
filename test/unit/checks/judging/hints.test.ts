import { expect, test } from '@jest/globals';
import { hintOn, NON_FINITE } from '../../../../grader/checks/judging/hints.js';

test('hints fit what is computed', () => {
  expect(hintOn('transposed', 'gradients')).toMatch(/gradient/);
  expect(hintOn('transposed', 'values')).toMatch(/^Which index counts the examples/);
  expect(hintOn('not-summed', 'gradients')).toMatch(/^It is used once per example/);
  expect(hintOn('not-summed', 'values')).toBeNull();
  expect(hintOn('non-finite', 'values')).toBe(NON_FINITE);
  expect(hintOn('different', 'gradients')).toBeNull();
});
