import { expect, test } from '@jest/globals';
import { quoted } from '../../../grader/text/quoted.js';

test.each([
  ['run/ada-1', 'run/ada-1'],
  ['Ada Lovelace', "'Ada Lovelace'"],
  ["it's", "'it'\\''s'"],
  ['$(x)', "'$(x)'"],
])('%s', (word, typed) => {
  expect(quoted(word)).toBe(typed);
});
