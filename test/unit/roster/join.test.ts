/** A class and its roster: who is who, when, under which dates, and who handed in nothing. */
import { describe, expect, test } from '@jest/globals';
import type { FoundSubmission } from '../../../grader/intake/class/found.js';
import { parseLateDays } from '../../../grader/roster/late-days.js';
import { joinClass } from '../../../grader/roster/join.js';
import { parseRoster } from '../../../grader/roster/students.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const roster = (text: string) => parseRoster(bytes(text), 'roster.csv', 'America/Chicago');
const found = (id: string, more: Partial<FoundSubmission> = {}): FoundSubmission => ({
  ...{ id, path: `/class/${id}`, submittedAt: null, submitters: [] },
  ...more,
});
const DATED = { dates: { due: '2018-09-13T23:59:00-05:00', closes: '2018-09-20T23:59:00-05:00' } };

const join = (all: readonly FoundSubmission[], text: string, days: string | null = null) =>
  joinClass(
    all,
    { roster: roster(text), lateDays: days === null ? null : parseLateDays(bytes(days), 'days.csv', 5) },
    DATED,
  );

describe('who is who', () => {
  test.each<[string, FoundSubmission, string]>([
    ['the id', found('ada'), 'id,name\nada,Ada\n'],
    ['the id in another case and form', found('ADE\u0301'), 'id,name\n ad\u00e9 ,Ada\n'],
    ['the number', found('007'), 'id,name,sid\nx,Ada,007\n'],
    ['the address', found('ada@x.edu'), 'id,name,email\nx,Ada,Ada@X.edu\n'],
    ['the login of Canvas', found('ada'), 'Student,ID,SIS Login ID\nAda,4711,ada\n'],
    [
      'the number in a name of Canvas',
      found('lovelaceada_4711', { submitters: [{ name: 'lovelaceada' }] }),
      'Student,ID\nAda,4711\n',
    ],
    [
      'the number of Moodle',
      found('Ada L_17', { submitters: [{ name: 'Ada L' }] }),
      'Identifier,Full name\nParticipant 17,Ada\n',
    ],
  ])('by %s', (_how, submission, text) => {
    const { found: joined, missing, remarks } = join([submission], text);
    expect(joined[0]?.submitters).toMatchObject([{ name: 'Ada' }]);
    expect([missing, remarks]).toEqual([[], []]);
  });
  test('a pair of Gradescope keeps what the export says, and gets the rest', () => {
    const pair = found('submission_1', { submitters: [{ name: 'Ada L', id: '007' }, { email: 'bob@x.edu' }] });
    const { found: joined } = join([pair], 'id,name,email,sid\nada,Ada,ada@x.edu,007\nbob,Bob,bob@x.edu,008\n');
    expect(joined[0]?.submitters).toEqual([
      { name: 'Ada L', id: '007', email: 'ada@x.edu' },
      { name: 'Bob', id: '008', email: 'bob@x.edu' },
    ]);
  });
  test('what fits two students fits none, and is told to staff', () => {
    const { found: joined, missing, remarks } = join([found('7')], 'id,sid,due\n7,1,2018-09-15\nx,7,\n');
    const doubt = '7 fits 2 rows of roster.csv (lines 2 and 3): none of them is used for it';
    expect(remarks).toEqual([doubt]);
    expect(joined[0]).toMatchObject({ submitters: [], timeRemarks: [doubt] });
    expect(joined[0]).not.toHaveProperty('terms');
    expect(missing.map(({ id }) => id)).toEqual(['7', 'x']);
  });
  test('two submissions of one student, and those of nobody, are told', () => {
    const all = [found('ada'), found('ada@x.edu'), found('eve')];
    expect(join(all, 'id,email\nada,ada@x.edu\n').remarks).toEqual([
      'ada has 2 submissions: ada, ada@x.edu',
      '1 submission belongs to nobody in roster.csv: eve',
    ]);
  });
  test('who handed in nothing is listed with what is known', () => {
    expect(join([found('ada')], 'id,name,sid,email\nada,,,\nbob,Bob,8,b@x\ncy,,,\n').missing).toEqual([
      { id: 'bob', name: 'Bob', studentId: '8', email: 'b@x' },
      { id: 'cy', studentId: 'cy' },
    ]);
  });
});

describe('the time', () => {
  const at = '2018-09-14T06:00:00.000Z';
  const text = 'id,submitted\nada,2018-09-14 01:00\n';
  test('of the roster is used where there is none', () => {
    expect(join([found('ada')], text).found[0]).toMatchObject({ submittedAt: at, timeFrom: 'roster' });
  });
  test('of the course system is stronger', () => {
    const exported = found('ada', { submittedAt: '2018-09-01T00:00:00.000Z', timeFrom: 'gradescope' });
    expect(join([exported], text).found[0]).toMatchObject({
      submittedAt: exported.submittedAt,
      timeFrom: 'gradescope',
    });
  });
  test('of an entry of the archive is weaker, and its doubts go with it', () => {
    const entry = found('ada', {
      ...{ submittedAt: '2018-09-02T00:00:00.000Z', timeFrom: 'archive', timeRemarks: ['doubt'] },
      withoutEntry: { submittedAt: null },
    });
    expect(join([entry], text).found[0]).toMatchObject({ submittedAt: at, timeFrom: 'roster', timeRemarks: [] });
    expect(join([entry], 'id\nada\n').found[0]).toMatchObject({ timeFrom: 'archive', timeRemarks: ['doubt'] });
  });
  test('is the last one of a pair whose times differ', () => {
    const pair = found('p', { submitters: [{ id: 'ada' }, { id: 'bob' }] });
    const [joined] = join([pair], 'id,submitted\nada,2018-09-14 01:00\nbob,2018-09-14 00:30\n').found;
    expect(joined).toMatchObject({ submittedAt: at, timeRemarks: [expect.stringContaining('different times')] });
  });
});

describe('dates of one’s own', () => {
  const terms = (row: string, dates = DATED.dates) =>
    joinClass([found('a')], { roster: roster(`id,due,closes,extension\na,${row}\n`), lateDays: null }, { dates })
      .found[0]?.terms;
  test.each<[string, object | undefined]>([
    [',,', undefined],
    // due and closes move together
    [',,2d', { due: '2018-09-15T23:59:00-05:00', closes: '2018-09-22T23:59:00-05:00' }],
    [',,36h', { due: '2018-09-15T11:59:00-05:00', closes: '2018-09-22T11:59:00-05:00' }],
    [',,2018-09-16 12:00', { due: '2018-09-16T12:00:00-05:00', closes: '2018-09-23T12:00:00-05:00' }],
    [',,2018-09-16', { due: '2018-09-16T23:59:59-05:00', closes: '2018-09-23T23:59:59-05:00' }],
    ['2018-09-10 23:59,,', { due: '2018-09-10T23:59:00-05:00', closes: '2018-09-17T23:59:00-05:00' }],
    ['2018-09-10 23:59,,1d', { due: '2018-09-11T23:59:00-05:00', closes: '2018-09-18T23:59:00-05:00' }],
    [',2018-09-14 23:59,', { due: '2018-09-13T23:59:00-05:00', closes: '2018-09-14T23:59:00-05:00' }],
    [',2018-09-20 23:59,2d', { due: '2018-09-15T23:59:00-05:00', closes: '2018-09-20T23:59:00-05:00' }],
  ])('%s', (row, expected) => {
    expect(terms(row)).toEqual(expected);
  });
  test('an extension over the change of clocks is of 24-hour days', () => {
    const autumn = { due: '2018-11-03T23:59:00-05:00', closes: '2018-11-10T23:59:00-06:00' };
    expect(Date.parse(terms(',,2d', autumn)?.due ?? '')).toBe(Date.parse('2018-11-05T22:59:00-06:00'));
  });
  test.each([
    [
      ',2018-09-12 23:59,',
      'roster.csv, line 2: a is due 2018-09-13T23:59:00-05:00, after it closes (2018-09-12T23:59:00-05:00)',
    ],
    [',,2018-09-12 12:00', 'roster.csv, line 2: the extension to 2018-09-12T12:00:00-05:00 is before the due date'],
  ])('%s contradicts itself and is refused', (row, sentence) => {
    expect(() => terms(row)).toThrow(sentence);
  });
  test('of a pair the later ones count', () => {
    const pair = found('p', { submitters: [{ id: 'ada' }, { id: 'bob' }] });
    const [joined] = join([pair], 'id,extension\nada,\nbob,2d\n').found;
    expect(joined?.terms?.due).toBe('2018-09-15T23:59:00-05:00');
    expect(joined?.timeRemarks).toEqual([expect.stringContaining('the latest count (due 2018-09-15T23:59:00-05:00)')]);
  });
  test('are not used by a rubric without dates, which is told', () => {
    const lists = { roster: roster('id,extension\na,2d\n'), lateDays: null };
    const { found: joined, remarks } = joinClass([found('a')], lists, {});
    expect(joined[0]).not.toHaveProperty('terms');
    expect(remarks).toEqual(['roster.csv: dates of 1 student are not used, because the rubric has no dates']);
  });
});

describe('late days', () => {
  const left = (days: string, submission = found('ada')) =>
    join([submission], 'id,sid\nada,007\nbob,008\n', days).found[0];
  test.each([
    ['id,used\nada,2\n', 3],
    ['id,left\n007,4\n', 4],
    ['id,used,left\nADA,2,3\n', 3],
    ['id,used\nada,9\n', 0],
  ])('%j', (days, expected) => {
    expect(left(days)?.terms).toEqual({ lateDaysLeft: expected });
  });
  test('of a student who is not in the file are not known', () => {
    expect(left('id,used\nbob,2\n')).not.toHaveProperty('terms');
  });
  test('need no roster', () => {
    const lateDays = parseLateDays(bytes('id,used\nada,2\n'), 'days.csv', 5);
    const joined = joinClass([found('ada')], { roster: null, lateDays }, DATED);
    expect(joined).toMatchObject({ found: [{ terms: { lateDaysLeft: 3 } }], missing: [], remarks: [] });
  });
  test('of a pair are those of the one with the fewest', () => {
    const pair = found('p', { submitters: [{ id: 'ada' }, { id: 'bob' }] });
    expect(left('id,used\nada,1\nbob,3\n', pair)).toMatchObject({
      terms: { lateDaysLeft: 2 },
      timeRemarks: ['its students have 2 and 4 late days left: the fewest count'],
    });
  });
  test('of who handed in nothing stay', () => {
    expect(join([found('ada')], 'id\nada\nbob\n', 'id,used\nbob,2\n').missing).toMatchObject([{ lateDaysLeft: 3 }]);
  });
  test.each([
    ['id\nada\n', 'days.csv, line 1: there is no column "used" and no column "left"'],
    ['id,used\nada,\n', 'days.csv, line 2: neither "used" nor "left" has a number'],
    ['id,used\nada,1.5\n', 'days.csv, line 2, column used: "1.5" is not a whole number of days'],
    ['id,used\nada,-1\n', '"-1" is not a whole number of days'],
    ['id,used,left\nada,1,3\n', 'days.csv, line 2: 1 used and 3 left are not 5 together'],
    ['id,used\nada,1\nAda,2\n', 'days.csv, lines 2 and 3 have the same id, Ada'],
    ['id,used\n,1\n', 'days.csv, line 2: there is no id'],
  ])('%j is refused', (days, sentence) => {
    expect(() => left(days)).toThrow(sentence);
  });
});
