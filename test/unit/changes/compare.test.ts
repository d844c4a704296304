/** Reasons that everybody has are told once. */
import { expect, test } from '@jest/globals';
import { shareReasons } from '../../../grader/changes/compare.js';
import { changeOf } from '../../../grader/changes/difference.js';
import { makeReport } from '../../support/reports.js';

const change = changeOf(makeReport(), makeReport({ earned: [0, 0] }));
const one = (id: string, ...because: string[]) => ({ id, change, because });

test('what all have is shared, the rest is their own', () => {
  const { shared, changed } = shareReasons([one('a', 'the rubric', 'the submission (1)'), one('b', 'the rubric')]);
  expect(shared).toEqual(['the rubric']);
  expect(changed.map(({ id, because }) => [id, because])).toEqual([
    ['a', ['the submission (1)']],
    ['b', []],
  ]);
});

test('nobody, and somebody without a reason', () => {
  expect(shareReasons([])).toEqual({ shared: [], changed: [] });
  expect(shareReasons([one('a', 'x'), one('b')]).shared).toEqual([]);
});
