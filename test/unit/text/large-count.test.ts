/** Large counts in words: three digits and the unit that fits. */
import { expect, test } from '@jest/globals';
import { inWords } from '../../../grader/text/large-count.js';

test.each([
  [15_470_264_320, '15.5 billion'],
  [3_588_480, '3.59 million'],
  [25_000, '0.0250 million'],
  [2e12, '2.00 trillion'],
])('%d is %s', (count, words) => {
  expect(inWords(count)).toBe(words);
});
