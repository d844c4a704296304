/** Files of another kind than the homework wants. */
import { expect, test } from '@jest/globals';
import { otherKind } from '../../../grader/files/other-kinds.js';

test.each([
  ['backprop.ts', 'backprop.py', 'this homework wants TypeScript or JavaScript'],
  ['backprop.TS', 'x.IPYNB', 'this homework wants TypeScript or JavaScript'],
  ['backprop.ts', 'backprop.tsx', 'code is read only with the endings .ts, .js, .mjs and .cjs'],
  ['backprop.ts', 'backprop.mjs', null],
  ['backprop.ts', 'report.pdf', null],
  ['answers.json', 'answers.pdf', 'this homework wants a text file in JSON'],
  ['answers.json', 'answers.yaml', 'this homework wants a text file in JSON'],
  ['answers.json', 'answers.JSON', null],
  ['answers.json', 'answers', null],
  ['loss.csv', 'loss.xlsx', 'this homework wants a text file in CSV, with commas between the numbers'],
  ['notes.txt', 'notes.py', 'this homework requires another kind of file'],
])('%s and %s: %p', (wanted, found, sentence) => {
  expect(otherKind(wanted, found)).toBe(sentence);
});
