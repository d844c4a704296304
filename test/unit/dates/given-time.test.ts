import { expect, test } from '@jest/globals';
import { parseDuration } from '../../../grader/dates/duration.js';
import { inZone, readGivenTime } from '../../../grader/dates/given-time.js';
import { strongest } from '../../../grader/dates/handed-in.js';

const HOUR = 3_600_000;
const CHICAGO = 'America/Chicago';

test('a time with a zone needs none, and one without is refused unless a zone is named', () => {
  const ms = Date.parse('2018-09-14T04:59:00Z');
  expect(readGivenTime('2018-09-13 23:59 -05:00', 'deadline', null)).toEqual({ status: 'read', ms, remark: null });
  expect(readGivenTime('2018-09-13 23:59', 'deadline', CHICAGO)).toEqual({ status: 'read', ms, remark: null });
  expect(readGivenTime('2018-09-13 23:59', 'deadline', null)).toEqual({ status: 'refused', why: 'has no time zone' });
});

test('a day alone is a deadline at its end, and no time of being handed in', () => {
  const end = { status: 'read', ms: Date.parse('2018-09-14T04:59:59Z'), remark: null };
  expect(readGivenTime('2018-09-13', 'deadline', CHICAGO)).toEqual(end);
  const refused = { status: 'refused', why: 'has no time of the day' };
  expect(readGivenTime('2018-09-13', 'submission', CHICAGO)).toEqual(refused);
});

test.each([
  ['2018-11-04 01:30', 'submission', '2018-11-04T06:30:00.000Z', 'shown twice'],
  ['2018-11-04 01:30', 'deadline', '2018-11-04T07:30:00.000Z', 'shown twice'],
  ['2018-03-11 02:30', 'submission', '2018-03-11T07:30:00.000Z', 'skipped'],
  ['2018-03-11 02:30', 'deadline', '2018-03-11T08:30:00.000Z', 'skipped'],
] as const)('%s of a %s is %s, in the student’s favour, and said', (text, role, taken, why) => {
  const given = readGivenTime(text, role, CHICAGO);
  expect(given).toMatchObject({ status: 'read', ms: Date.parse(taken) });
  expect(given).toMatchObject({
    remark: expect.stringContaining(`${why} by clocks in America/Chicago: ${taken} was taken`),
  });
});

test('a wall time of its own is read in the zone', () => {
  const wallMs = Date.parse('2018-09-13T23:59:00Z');
  expect(inZone('x', { wallMs, hasClock: true }, 'submission', CHICAGO)).toMatchObject({ ms: wallMs + 5 * HOUR });
});

test.each([
  ['2d', 48 * HOUR],
  ['36h', 36 * HOUR],
  ['1d 12h', 36 * HOUR],
  ['1.5 days', 36 * HOUR],
  ['1 week', 168 * HOUR],
  ['90min', 1.5 * HOUR],
  [' 2D ', 48 * HOUR],
  ['0h', 0],
  ['2', null],
  ['', null],
  ['-2d', null],
  ['2d or so', null],
  ['two days', null],
  ['2018-09-15', null],
])('the duration %j', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test('the weaker source counts only if the stronger one has no time, and then the remarks of both stay', () => {
  const weak = { submittedAt: '2018-09-13T00:00:00Z', timeFrom: 'archive' as const, timeRemarks: ['weak'] };
  const strong = { submittedAt: '2018-09-12T00:00:00Z', timeFrom: 'gradescope' as const };
  expect(strongest(strong, weak)).toBe(strong);
  expect(strongest({ submittedAt: null, timeRemarks: ['unread'] }, weak)).toEqual({
    ...weak,
    timeRemarks: ['unread', 'weak'],
  });
});
