/** Groups of entries, and a finding at one. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findingAt, groupBy } from '../../../../grader/collected/analysis/entry.js';
import { entryOf, picture } from '../../../support/entries.js';

test('groups keep every item, in order, by the first occurrence of each key', () => {
  const law = fc.property(fc.array(fc.integer({ min: -20, max: 20 })), (items) => {
    const groups = groupBy(items, (item) => item % 3);
    const keys = [...new Set(items.map((item) => item % 3))];
    expect([...groups]).toEqual(keys.map((key) => [key, items.filter((item) => item % 3 === key)]));
  });
  fc.assert(law);
});

test('a finding is at the file and row of its entry', () => {
  const entry = entryOf('train/a.png', picture(1), { row: 9 });
  expect(findingAt(entry, 'mirrored', 'mirror image of b')).toEqual({
    code: 'mirrored',
    file: 'train/a.png',
    row: 9,
    found: 'mirror image of b',
  });
});
