/** The remark on what tools left behind. */
import { expect, test } from '@jest/globals';
import { noiseRemark } from '../../../../grader/intake/files/source.js';

test('none without such files', () => {
  expect(noiseRemark(new Set())).toEqual([]);
});
test('one for all, in order', () => {
  expect(noiseRemark(new Set(['node_modules', '.git']))).toEqual([
    'left out, as no part of a submission: .git, node_modules',
  ]);
});
test('names the first twenty', () => {
  const names = Array.from({ length: 21 }, (_, at) => `n${String(at).padStart(2, '0')}`);
  const of = (count: number) => noiseRemark(new Set(names.slice(0, count)))[0] ?? '';
  expect(of(20)).toMatch(/: n00, .*, n19$/);
  expect(of(21)).toMatch(/: n00, .*, n19 and more$/);
});
