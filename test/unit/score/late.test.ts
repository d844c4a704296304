import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LatePolicy } from '../../../grader/schema/rubric.js';
import { applyLatePolicy, tellUndated } from '../../../grader/score/late.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

/** Due on the evening of the day before the clocks go back in Texas. */
const DATES = { due: '2018-11-03T23:59:00-05:00', closes: '2018-11-08T23:59:00-06:00' };

function late(submittedAt: string | null, policy?: LatePolicy, points = 80) {
  const { rubric } = makeResolvedRubric([]);
  return applyLatePolicy(
    points,
    { ...rubric, dates: DATES, ...(policy === undefined ? {} : { late: policy }) },
    { submittedAt },
  );
}
const PER_DAY: LatePolicy = { kind: 'per-day', fraction: 0.1 };

describe('in time', () => {
  test.each([
    '2018-11-03T12:00:00-05:00',
    '2018-11-03T23:59:00-05:00',
    '2018-11-04T04:59:00Z',
    '2018-11-04T05:59:00+01:00',
    '2018-11-04T10:29:00+05:30',
    '2018-11-04T18:59:00+14:00',
    // digits after the milliseconds are not looked at
    '2018-11-03T23:59:00.000999-05:00',
    '2018-11-03T23:58:59.9999999-05:00',
  ])('%s', (at) => {
    expect(late(at, PER_DAY)).toMatchObject({ earned: 80, late: { daysLate: 0, closed: false, sentence: 'in time' } });
  });
});

describe('late', () => {
  test.each<[string, number, number]>([
    ['2018-11-03T23:59:00.001-05:00', 1, 72],
    ['2018-11-03T23:59:01-05:00', 1, 72],
    // 24 hours later by the clock of the universe; the wall shows 22:59 since the clocks went back
    ['2018-11-04T22:59:00-06:00', 1, 72],
    ['2018-11-04T23:59:00-06:00', 2, 64],
    ['2018-11-07T22:59:00-06:00', 4, 48],
  ])('%s is %p days and leaves %p of 80', (at, daysLate, earned) => {
    expect(late(at, PER_DAY)).toMatchObject({ earned, late: { daysLate, closed: false, policy: 'per-day' } });
  });
  test('a fraction is kept once, however many days', () => {
    for (const at of ['2018-11-04T06:00:00Z', '2018-11-07T06:00:00Z']) {
      expect(late(at, { kind: 'fraction', keep: 0.5 }).earned).toBe(40);
    }
  });
  test('without a policy nothing is taken off until it closes', () => {
    expect(late('2018-11-07T06:00:00Z')).toMatchObject({ earned: 80, late: { policy: 'none', daysLate: 4 } });
  });
  test('after closing nothing counts, and the points before the policy are still reported', () => {
    expect(late('2018-11-09T05:59:00Z').late?.closed).toBe(false);
    for (const at of ['2018-11-09T05:59:00.001Z', '2018-11-09T05:59:01Z', '2018-11-08T23:59:01-06:00']) {
      expect(late(at)).toMatchObject({ earned: 0, late: { closed: true, daysLate: 6 } });
      expect(late(at).late?.sentence).toBe(
        'handed in after it closed (2018-11-08T23:59:00-06:00): the points before the policy are shown, 0 count',
      );
    }
  });
});

describe('in spring a day has 23 hours on the wall', () => {
  const { rubric } = makeResolvedRubric([]);
  // the evening before the clocks go forward in Berlin
  const dates = { due: '2019-03-30T23:59:00+01:00', closes: '2019-04-10T23:59:00+02:00' };
  test.each<[string, number, number]>([
    ['2019-03-31T23:59:00+02:00', 1, 72],
    ['2019-04-01T00:59:00+02:00', 1, 72],
    ['2019-04-01T00:59:00.001+02:00', 2, 64],
  ])('%s is %p days', (at, daysLate, earned) => {
    expect(applyLatePolicy(80, { ...rubric, dates, late: PER_DAY }, { submittedAt: at })).toMatchObject({
      earned,
      late: { daysLate },
    });
  });
});

describe('deductions', () => {
  test.each<[LatePolicy, string, number, string]>([
    [PER_DAY, '2018-11-05T06:00:00Z', 64, '2 days late: 80 % of the points count'],
    [{ kind: 'per-day', fraction: 0.125 }, '2018-11-04T05:00:00Z', 70, '1 day late: 87.5 % of the points count'],
    [
      { kind: 'per-day', fraction: 1 / 3 },
      '2018-11-04T05:00:00Z',
      53.3333,
      '1 day late: 66.6667 % of the points count',
    ],
    [{ kind: 'per-day', fraction: 0.5 }, '2018-11-07T06:00:00Z', 0, '4 days late: 0 % of the points count'],
    [{ kind: 'fraction', keep: 0.999 }, '2018-11-04T05:00:00Z', 79.92, '1 day late: 99.9 % of the points count'],
    [{ kind: 'fraction', keep: 1 }, '2018-11-04T05:00:00Z', 80, '1 day late, without a deduction'],
    [{ kind: 'none' }, '2018-11-04T05:00:00Z', 80, '1 day late, without a deduction'],
  ])('%j, handed in at %s', (policy, at, earned, sentence) => {
    const { daysLate } = late(at, policy).late ?? {};
    expect(late(at, policy)).toMatchObject({ earned, late: { sentence } });
    expect(sentence).toContain(String(daysLate));
  });
});

describe('the share that counts is in the report, so that the total can be recomputed from it', () => {
  test.each<[LatePolicy, string, number]>([
    [PER_DAY, '2018-11-03T12:00:00Z', 1],
    [{ kind: 'per-day', fraction: 0.25 }, '2018-11-05T06:00:00Z', 0.5],
    [{ kind: 'per-day', fraction: 0.5 }, '2018-11-07T06:00:00Z', 0],
    [{ kind: 'fraction', keep: 0.999 }, '2018-11-04T05:00:00Z', 0.999],
    [{ kind: 'none' }, '2018-11-04T05:00:00Z', 1],
    [{ kind: 'none' }, '2018-11-09T06:00:00Z', 0],
  ])('%j, handed in at %s', (policy, at, factor) => {
    const outcome = late(at, policy, 12.3456);
    expect(outcome.late?.factor).toBe(factor);
    expect(outcome.earned).toBeCloseTo(12.3456 * factor, 4);
  });
});

test('an invalid time is neither in time nor late: it is refused', () => {
  expect(() => late('yesterday', PER_DAY)).toThrow('"yesterday" is not a time of submission');
  expect(() => late('', PER_DAY)).toThrow('is not a time');
});

test('without dates or a time of submission there is nothing to say', () => {
  expect(late(null, PER_DAY)).toEqual({ earned: 80, late: null });
  const { rubric } = makeResolvedRubric([]);
  expect(applyLatePolicy(80, { ...rubric, late: PER_DAY }, { submittedAt: '2018-11-09T05:59:01Z' })).toEqual({
    earned: 80,
    late: null,
  });
});

test('no policy gives points or takes more than there are', () => {
  const fraction = fc.double({ min: 0.001, max: 1, noNaN: true });
  const policy = fc.oneof(
    fc.constant<LatePolicy>({ kind: 'none' }),
    fraction.map((one): LatePolicy => ({ kind: 'per-day', fraction: one })),
    fraction.map((keep): LatePolicy => ({ kind: 'fraction', keep })),
  );
  const at = fc.date({ min: new Date('2018-11-01'), max: new Date('2018-11-20'), noInvalidDate: true });
  fc.assert(
    fc.property(policy, at, fc.integer({ min: 0, max: 1000 }), (one, date, tenths) => {
      const { earned } = late(date.toISOString(), one, tenths / 10);
      expect(earned).toBeGreaterThanOrEqual(0);
      expect(earned).toBeLessThanOrEqual(tenths / 10);
    }),
  );
});

describe('dates without times', () => {
  const { rubric } = makeResolvedRubric([]);
  test.each([
    [1, 1, /^the submission has no time of being handed in, .*due 2018-11-03T23:59:00-05:00/],
    [3, 3, /^3 of 3 submissions have no time/],
    [1, 300, /^1 of 300 submissions has no time/],
  ])('%p of %p are reported in one sentence', (undated, total, sentence) => {
    expect(tellUndated({ ...rubric, dates: DATES }, undated, total)).toMatch(sentence);
  });
  test('there is no remark if all have a time, or the rubric has no dates', () => {
    expect(tellUndated({ ...rubric, dates: DATES }, 0, 3)).toBeNull();
    expect(tellUndated(rubric, 3, 3)).toBeNull();
  });
});
