/** Which dates count: the rubric's, moved by an extension, or Gradescope's where the rubric says so. */
import { describe, expect, test } from '@jest/globals';
import type { GivenDates } from '../../../grader/gradescope/metadata.js';
import { termsOf } from '../../../grader/gradescope/terms.js';

const RUBRIC = { due: '2018-09-13T23:59:00-05:00', closes: '2018-09-15T23:59:00-05:00' };
const DAY = 24 * 3_600_000;
const due = Date.parse('2018-09-20T22:00:00Z');
const given = (days: number | null, lateDays: number | null): GivenDates => ({
  due: days === null ? null : due + days * DAY,
  lateDue: lateDays === null ? null : due + lateDays * DAY,
});
const NONE = given(null, null);
const terms = (assignment: GivenDates, own: readonly GivenDates[], followSystem?: boolean) =>
  termsOf({ assignment, own }, { dates: { ...RUBRIC, ...(followSystem === undefined ? {} : { followSystem }) } });

describe("the rubric's dates", () => {
  test.each<[string, GivenDates, readonly GivenDates[]]>([
    ['nothing is known', NONE, []],
    ['the dates of the student are those of all', given(0, 2), [given(0, 2)]],
    ['the assignment has none', NONE, [given(5, 5)]],
    ['the student has none', given(0, 2), [NONE]],
    ['the student has less time than others', given(0, 2), [given(-1, 1)]],
  ])('count where %s', (_what, assignment, own) => {
    expect(terms(assignment, own)).toEqual({ terms: {}, remarks: [] });
  });
  test('are moved by an extension, and both by the same time', () => {
    expect(terms(given(0, 2), [given(3, 5)]).terms).toEqual({
      due: '2018-09-16T23:59:00-05:00',
      closes: '2018-09-18T23:59:00-05:00',
    });
    expect(terms(given(0, null), [given(3, null)]).terms).toEqual(terms(given(0, 2), [given(3, 5)]).terms);
  });
  test('an extension of the late due date alone moves the closing date', () => {
    expect(terms(given(0, 2), [given(0, 3)]).terms).toEqual({ due: RUBRIC.due, closes: '2018-09-16T23:59:00-05:00' });
  });
  test('a group has the latest, and staff are told', () => {
    const { terms: found, remarks } = terms(given(0, 2), [given(0, 2), given(1, 3), NONE]);
    expect(found).toEqual({ due: '2018-09-14T23:59:00-05:00', closes: '2018-09-16T23:59:00-05:00' });
    expect(remarks).toEqual([
      'its students have different dates in Gradescope: the latest count (due 2018-09-14T23:59:00-05:00)',
    ]);
  });
});

describe('followSystem', () => {
  test("takes Gradescope's dates of the assignment, as instants in the zone of the rubric", () => {
    expect(terms(given(0, 2), [], true).terms).toEqual({
      due: '2018-09-20T17:00:00-05:00',
      closes: '2018-09-22T17:00:00-05:00',
    });
  });
  test('takes those of the student before them', () => {
    expect(terms(given(0, 2), [given(1, 4)], true).terms).toEqual({
      due: '2018-09-21T17:00:00-05:00',
      closes: '2018-09-24T17:00:00-05:00',
    });
  });
  test('without a late due date the distance to the closing date stays', () => {
    expect(terms(given(0, null), [NONE], true).terms.closes).toBe('2018-09-22T17:00:00-05:00');
    // one that lies before the due date would close it before it is due
    expect(terms(given(0, -1), [NONE], true).terms.closes).toBe('2018-09-20T17:00:00-05:00');
  });
  test('where Gradescope has none, those of the rubric count', () => {
    expect(terms(NONE, [NONE], true)).toEqual({ terms: {}, remarks: [] });
  });
});

test('a rubric without dates has no terms', () => {
  expect(termsOf({ assignment: given(0, 0), own: [given(3, 3)] }, {})).toEqual({ terms: {}, remarks: [] });
});
