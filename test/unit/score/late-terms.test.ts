/** Grace, late days and dates of one's own; clocks that change in Chicago, by hand and by properties. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Terms } from '../../../grader/dates/handed-in.js';
import type { LatePolicy } from '../../../grader/schema/rubric.js';
import { keptBy } from '../../../grader/score/kept-share.js';
import { applyLatePolicy } from '../../../grader/score/late.js';

const DATES = { due: '2018-09-13T23:59:00-05:00', closes: '2018-09-20T23:59:00-05:00' };
const PER_DAY: LatePolicy = { kind: 'per-day', fraction: 0.1 };

function late(submittedAt: string, policy: LatePolicy, terms: Terms = {}, dates = DATES) {
  return applyLatePolicy(100, { dates, late: policy }, { submittedAt, terms });
}

describe('grace', () => {
  const policy: LatePolicy = { ...PER_DAY, graceMinutes: 10 };
  test.each<[string, number, string]>([
    ['2018-09-13T23:59:00-05:00', 100, 'in time'],
    ['2018-09-14T00:09:00-05:00', 100, 'in time, within the grace of 10 minutes after it was due'],
    // the days of what is later count from the due date, not from the end of the grace
    ['2018-09-14T00:09:00.001-05:00', 90, '1 day late: 90 % of the points count'],
    ['2018-09-14T23:59:00-05:00', 90, '1 day late: 90 % of the points count'],
    ['2018-09-14T23:59:00.001-05:00', 80, '2 days late: 80 % of the points count'],
    // it holds after closing as well
    ['2018-09-21T00:09:00-05:00', 20, '8 days late: 20 % of the points count'],
  ])('%s earns %p', (at, earned, sentence) => {
    expect(late(at, policy)).toMatchObject({ earned, late: { sentence } });
  });
  test('ends after closing too', () => {
    expect(late('2018-09-21T00:09:00.001-05:00', policy)).toMatchObject({ earned: 0, late: { closed: true } });
    expect(late('2018-09-20T23:59:00.001-05:00', PER_DAY).late?.closed).toBe(true);
  });
  test.each<LatePolicy>([
    { kind: 'none', graceMinutes: 1 },
    { kind: 'fraction', keep: 0, graceMinutes: 1 },
    { kind: 'budget', days: 0, graceMinutes: 1 },
  ])('is a part of every policy: %j', (one) => {
    expect(late('2018-09-14T00:00:00-05:00', one)).toMatchObject({ earned: 100, late: { daysLate: 0 } });
  });
});

describe('a budget of late days', () => {
  const two = (more: Partial<Extract<LatePolicy, { kind: 'budget' }>> = {}): LatePolicy => ({
    ...{ kind: 'budget', days: 5 },
    ...more,
  });
  test.each<[string, LatePolicy, number | undefined, number, object]>([
    ['in time', two(), 3, 100, { used: 0, left: 3 }],
    ['2 days late', two(), 3, 100, { used: 2, left: 1 }],
    ['2 days late, whole budget', two(), undefined, 100, { used: 2, left: 3 }],
    // without enough days nothing counts, so none is used
    ['2 days late, one left', two(), 1, 0, { used: 0, left: 1 }],
    ['2 days late, one left, a quarter a day', two({ fraction: 0.25 }), 1, 75, { used: 1, left: 0 }],
    ['2 days late, none left, a quarter a day', two({ fraction: 0.25 }), 0, 50, { used: 0, left: 0 }],
    ['2 days late, at most one', two({ mostDays: 1, fraction: 0.25 }), 5, 75, { used: 1, left: 4 }],
  ])('%s: %j with %p left', (when, policy, left, earned, lateDays) => {
    const at = when.startsWith('in time') ? DATES.due : '2018-09-15T12:00:00-05:00';
    const outcome = late(at, policy, left === undefined ? {} : { lateDaysLeft: left });
    expect(outcome).toMatchObject({ earned, late: { lateDays } });
  });
  test('says what was used, what is left, and what is taken off all the same', () => {
    const sentence = (left: number, fraction = 0.25) =>
      late('2018-09-15T12:00:00-05:00', two({ fraction }), { lateDaysLeft: left }).late?.sentence;
    expect(sentence(3)).toBe('2 days late: 2 late days used, 1 left');
    expect(sentence(1)).toBe('2 days late: 1 late day used, 0 left; 75 % of the points count');
  });
  test('uses nothing after closing', () => {
    expect(late('2018-09-21T12:00:00-05:00', two(), { lateDaysLeft: 3 })).toMatchObject({
      earned: 0,
      late: { closed: true, factor: 0, lateDays: { used: 0, left: 3 } },
    });
    expect(keptBy(two(), null, 3)).toEqual({ factor: 0, lateDays: { used: 0, left: 3 } });
  });
  test('is not in the report of another policy', () => {
    expect(late('2018-09-15T12:00:00-05:00', PER_DAY, { lateDaysLeft: 3 }).late).not.toHaveProperty('lateDays');
  });
});

describe('dates of one’s own', () => {
  test('replace those of the rubric and are said', () => {
    const own = { due: '2018-09-15T23:59:00-05:00', closes: '2018-09-22T23:59:00-05:00' };
    expect(late('2018-09-16T12:00:00-05:00', PER_DAY, own)).toMatchObject({
      earned: 90,
      late: {
        ...own,
        sentence:
          '1 day late: 90 % of the points count; the dates of this student count: due 2018-09-15T23:59:00-05:00, closes 2018-09-22T23:59:00-05:00',
      },
    });
    expect(late('2018-09-21T12:00:00-05:00', PER_DAY, own).late?.closed).toBe(false);
  });
  test('do not make a rubric without dates strict', () => {
    const outcome = applyLatePolicy(7, {}, { submittedAt: '2030-01-01T00:00:00Z', terms: { due: DATES.due } });
    expect(outcome).toEqual({ earned: 7, late: null });
  });
});

describe('when the clocks change in Chicago, a day is 24 hours all the same', () => {
  // 11 March 2018 has 23 hours there: 2:00 CST is 3:00 CDT
  const spring = { due: '2018-03-10T23:59:00-06:00', closes: '2018-03-17T23:59:00-05:00' };
  // 4 November 2018 has 25 hours: 2:00 CDT is 1:00 CST
  const autumn = { due: '2018-11-03T23:59:00-05:00', closes: '2018-11-10T23:59:00-06:00' };
  test.each<[typeof spring, string, number]>([
    [spring, '2018-03-11T23:59:00-05:00', 1],
    [spring, '2018-03-12T00:59:00-05:00', 1],
    [spring, '2018-03-12T00:59:01-05:00', 2],
    [autumn, '2018-11-04T22:59:00-06:00', 1],
    [autumn, '2018-11-04T22:59:01-06:00', 2],
    [autumn, '2018-11-04T23:59:00-06:00', 2],
  ])('due %j, handed in at %s', (dates, at, daysLate) => {
    expect(late(at, PER_DAY, {}, dates).late?.daysLate).toBe(daysLate);
  });
});

describe('whatever the policy', () => {
  const fraction = fc.double({ min: 0.001, max: 1, noNaN: true });
  const policy = fc.oneof(
    fc.constant<LatePolicy>({ kind: 'none' }),
    fraction.map((one): LatePolicy => ({ kind: 'per-day', fraction: one })),
    fraction.map((keep): LatePolicy => ({ kind: 'fraction', keep })),
    fc
      .record({ days: fc.nat(9), fraction, mostDays: fc.integer({ min: 1, max: 9 }) })
      .map((one): LatePolicy => ({ kind: 'budget', ...one })),
  );
  const minute = fc.integer({ min: -2000, max: 15_000 });
  const at = (minutes: number) => new Date(Date.parse(DATES.due) + minutes * 60_000).toISOString();
  const left = fc.option(fc.nat(9), { nil: undefined });
  const termsOf = (days: number | undefined) => (days === undefined ? {} : { lateDaysLeft: days });

  test('a later time never earns more', () => {
    fc.assert(
      fc.property(policy, fc.nat(1440), minute, minute, left, (one, graceMinutes, a, b, days) => {
        const earned = (minutes: number) => late(at(minutes), { ...one, graceMinutes }, termsOf(days)).earned;
        expect(earned(Math.max(a, b))).toBeLessThanOrEqual(earned(Math.min(a, b)));
      }),
    );
  });
  test('grace never takes points', () => {
    fc.assert(
      fc.property(policy, fc.nat(1440), minute, left, (one, graceMinutes, minutes, days) => {
        const [with_, without] = [{ ...one, graceMinutes }, one];
        expect(late(at(minutes), with_, termsOf(days)).earned).toBeGreaterThanOrEqual(
          late(at(minutes), without, termsOf(days)).earned,
        );
      }),
    );
  });
  test('late days are never made, and a later due date never takes points', () => {
    fc.assert(
      fc.property(policy, minute, fc.nat(9), fc.nat(5000), (one, minutes, days, shift) => {
        const own = { due: at(shift), closes: new Date(Date.parse(DATES.closes) + shift * 60_000).toISOString() };
        const [plain, moved] = [
          late(at(minutes), one, { lateDaysLeft: days }),
          late(at(minutes), one, { ...own, lateDaysLeft: days }),
        ];
        expect(moved.earned).toBeGreaterThanOrEqual(plain.earned);
        const { used = 0, left: rest = days } = plain.late?.lateDays ?? {};
        expect([used >= 0, rest >= 0, used + rest]).toEqual([true, true, days]);
      }),
    );
  });
});
