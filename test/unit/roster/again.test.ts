/** A class that was graded, joined with newer lists: what they are about is new, and everything else stays. */
import { describe, expect, test } from '@jest/globals';
import type { HandedIn } from '../../../grader/dates/handed-in.js';
import type { FoundSubmission } from '../../../grader/intake/class/found.js';
import { joinAgain, type Known } from '../../../grader/roster/again.js';
import { joinClass, type ClassLists } from '../../../grader/roster/join.js';
import { parseLateDays } from '../../../grader/roster/late-days.js';
import { parseRoster } from '../../../grader/roster/students.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const listsOf = (roster: string | null, days: string | null = null): ClassLists => ({
  roster: roster === null ? null : parseRoster(bytes(roster), 'roster.csv', 'America/Chicago'),
  lateDays: days === null ? null : parseLateDays(bytes(days), 'days.csv', 5),
});
const DATED = { dates: { due: '2018-09-13T23:59:00-05:00', closes: '2018-09-20T23:59:00-05:00' } };

/** As a report has it after the first lists. */
function knownAfter(one: FoundSubmission, lists: ClassLists): Known {
  const [joined] = joinClass([one], lists, DATED).found;
  const { submittedAt, timeFrom, timeRemarks, terms, submitters } = joined ?? one;
  const all = { submittedAt, timeFrom, timeRemarks, terms, submitters };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as Known;
}
const found = (id: string, more: Partial<FoundSubmission> = {}): FoundSubmission => ({
  ...{ id, path: '', submittedAt: null, submitters: [] },
  ...more,
});
const again = (id: string, before: Known, lists: ClassLists) =>
  joinAgain(new Map([[id, before]]), lists, DATED).known.get(id);

const OLD = 'id,name,due,submitted\nada,Ada,2018-09-15,2018-09-14 01:00\n';
const AT = '2018-09-14T06:00:00.000Z';

describe('joined with the lists that a class was graded with, it stays as it was', () => {
  test.each<[string, FoundSubmission, ClassLists]>([
    ['a folder', found('ada'), listsOf(OLD, 'id,used\nada,2\n')],
    [
      'an archive',
      found('ada', { submittedAt: AT, timeFrom: 'archive', withoutEntry: { submittedAt: null } }),
      listsOf(OLD),
    ],
    [
      'an export, a pair',
      found('submission_1', {
        ...{ submittedAt: '2018-09-13T10:00:00Z', timeFrom: 'gradescope' },
        submitters: [{ name: 'Ada L', id: '7' }, { email: 'bob@x' }],
      }),
      listsOf('id,sid,email,extension\nada,7,,1d\nbob,,bob@x,2d\n', 'id,left\nada,1\nbob,3\n'),
    ],
    ['what fits two rows', found('7'), listsOf('id,sid\n7,1\nx,7\n')],
  ])('%s', (_what, one, lists) => {
    const before = knownAfter(one, lists);
    const { timeRemarks = [], ...rest } = again(one.id, before, lists) ?? before;
    const { timeRemarks: old = [], ...expected } = before;
    expect([rest, timeRemarks]).toEqual([expected, old]);
  });
});

describe('a newer roster', () => {
  const before = knownAfter(found('ada'), listsOf(OLD, 'id,used\nada,2\n'));
  test('replaces dates and the time that an older one gave; late days of another list stay', () => {
    expect(before).toMatchObject({ submittedAt: AT, terms: { lateDaysLeft: 3 } });
    const now = again('ada', before, listsOf('id,extension,submitted\nada,1d,2018-09-15 01:00\n'));
    expect(now).toMatchObject({
      ...{ submittedAt: '2018-09-15T06:00:00.000Z', timeFrom: 'roster', submitters: [{ name: 'Ada' }] },
      terms: { due: '2018-09-14T23:59:00-05:00', closes: '2018-09-21T23:59:00-05:00', lateDaysLeft: 3 },
    });
  });
  test('that says nothing takes them away', () => {
    const now = again('ada', before, listsOf('id\nada\n'));
    expect(now).toMatchObject({ submittedAt: null, timeFrom: null, terms: { lateDaysLeft: 3 } });
    expect(now?.terms).toEqual({ lateDaysLeft: 3 });
  });
  test.each<[NonNullable<HandedIn['timeFrom']>, string]>([
    ['gradescope', '2018-09-13T10:00:00Z'],
    ['option', '2018-09-13T10:00:00Z'],
    // weaker than a roster
    ['archive', AT],
  ])('is compared with a time of %s as the first was', (timeFrom, submittedAt) => {
    const own = { submittedAt: '2018-09-13T10:00:00Z', timeFrom, submitters: [] };
    expect(again('ada', own, listsOf(OLD))).toMatchObject({ submittedAt });
  });
  test('without the number of the older one knows the submission by its id, and leaves its names', () => {
    const numbered = knownAfter(found('ada'), listsOf('id,sid,name\nada,007,Ada\n'));
    expect(numbered.submitters).toEqual([{ name: 'Ada', id: '007' }]);
    const now = again('ada', numbered, listsOf('id,extension\nada,1d\n'));
    expect(now).toMatchObject({
      submitters: [{ name: 'Ada', id: '007' }],
      terms: { due: '2018-09-14T23:59:00-05:00' },
    });
  });
  test('names whom it does not know, and who handed in nothing', () => {
    const joined = joinAgain(
      new Map([['eve', { submittedAt: null, submitters: [{ name: 'Eve' }] }]]),
      listsOf('id\nada\n'),
      DATED,
    );
    expect(joined.remarks).toEqual(['1 submission belongs to nobody in roster.csv: eve']);
    expect(joined.missing).toEqual([{ id: 'ada', studentId: 'ada' }]);
    expect(joined.known.get('eve')?.submitters).toEqual([{ name: 'Eve' }]);
  });
});

test('newer late days alone leave dates and times, and do not say who is missing', () => {
  const before = knownAfter(found('ada'), listsOf(OLD, 'id,used\nada,2\n'));
  const joined = joinAgain(new Map([['ada', before]]), listsOf(null, 'id,used\nada,4\n'), DATED);
  expect(joined.missing).toBeNull();
  expect(joined.known.get('ada')).toEqual({
    ...before,
    timeRemarks: undefined,
    terms: { ...before.terms, lateDaysLeft: 1 },
  });
});
