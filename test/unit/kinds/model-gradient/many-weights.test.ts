/** The judge has no limit on the size of a model. */
import { expect, test } from '@jest/globals';
import { judgeGradients as judge } from '../../../support/model-gradient.js';

test('a model may have more weights than a function takes arguments', () => {
  const gradients = Object.fromEntries(Array.from({ length: 150_000 }, (_weight, index) => [`w${String(index)}`, [1]]));
  expect(judge(gradients, gradients).earned).toBeCloseTo(6, 6);
});
