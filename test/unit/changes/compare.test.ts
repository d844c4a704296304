/** Reasons that everybody has are told once. */
import { describe, expect, test } from '@jest/globals';
import { shareReasons } from '../../../grader/changes/compare.js';
import { changeOf, reasonsFor } from '../../../grader/changes/difference.js';
import { ungradedChecks } from '../../../grader/score/score.js';
import { fileCheck, makeReport } from '../../support/reports.js';

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

describe('why two reports differ', () => {
  const graded = makeReport();
  test('one was not graded: nothing is said of files that nobody has read', () => {
    const results = ungradedChecks([fileCheck('one', 4)], 'no room');
    const ungraded = makeReport({ digest: '', results });
    expect(reasonsFor(graded, ungraded)).toEqual(['whether it was graded (yes, now no)']);
    expect(reasonsFor(ungraded, graded)).toEqual(['whether it was graded (no, now yes)']);
    expect(reasonsFor(ungraded, ungraded)).toEqual([]);
  });
  test('other files, and an archive that cannot be opened, which is graded', () => {
    expect(reasonsFor(graded, makeReport({ digest: 'e'.repeat(64) }))).toEqual([
      'the submission (dddddddddddd, now eeeeeeeeeeee)',
    ]);
    expect(reasonsFor(graded, makeReport({ digest: '' }))).toEqual([
      'the submission (dddddddddddd, now could not be opened)',
    ]);
  });
});
