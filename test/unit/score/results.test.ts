/** The parts of a result besides its points: hints, the content of skipped checks, and the order of the rubric. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Judgement } from '../../../grader/checks/judging/judge.js';
import { GraderError } from '../../../grader/errors.js';
import type { Check } from '../../../grader/schema/checks.js';
import { applyLatePolicy, tellUndated } from '../../../grader/score/late.js';
import { scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement } from '../../support/reports.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

const scoreOne = (check: Check, judged: Judgement) => scoreChecks([check], new Map([[check.id, judged]]))[0];

describe('hints', () => {
  const check = fileCheck('a', 10, { hint: 'of the rubric' });
  const failed = (code: 'MISSING_FILE' | 'MODEL_REJECTED' | 'RUNTIME_ERROR'): Judgement => ({
    ...judgement(0),
    evidence: { type: 'error', error: { code, message: 'm' } },
  });

  test("the judge's own hint comes before the rubric's", () => {
    expect(scoreOne(check, judgement(3, 's', 'of the judge'))).toMatchObject({ hint: 'of the judge' });
    expect(scoreOne(check, judgement(3))).toMatchObject({ hint: 'of the rubric' });
  });
  test('a check without a hint has no such key, not an undefined one', () => {
    expect(Object.keys(scoreOne(fileCheck('a', 10), judgement(3)) ?? {})).not.toContain('hint');
  });
  test.each(['MISSING_FILE', 'MODEL_REJECTED'] as const)(
    "the rubric's hint is not given for %s, the judge's own is",
    (code) => {
      expect(scoreOne(check, failed(code))).not.toHaveProperty('hint');
      expect(scoreOne(check, { ...failed(code), hint: 'own' })).toMatchObject({ hint: 'own' });
    },
  );
  test('any other error keeps the hint', () => {
    expect(scoreOne(check, failed('RUNTIME_ERROR'))).toMatchObject({ hint: 'of the rubric' });
  });
  test('full marks need none', () => {
    expect(scoreOne(check, judgement(10))).not.toHaveProperty('hint');
  });
});

describe('the content of a result', () => {
  test('a skipped check has a reason, no evidence and no hint', () => {
    const checks = [fileCheck('a', 1), fileCheck('b', 2, { needs: ['a'], hint: 'look' })];
    const judged = new Map([
      ['a', judgement(0)],
      ['b', judgement(2)],
    ]);
    expect(scoreChecks(checks, judged)[1]).toEqual({
      ...{ id: 'b', title: 'Check b', kind: 'files', possible: 2, visibility: 'visible', status: 'skipped', earned: 0 },
      summary: 'not graded: it needs "Check a" (a), which earned nothing',
      evidence: { type: 'none' },
    });
  });
  test('an ungraded check has no evidence', () => {
    expect(ungradedChecks([fileCheck('a', 3)], 'a fault')[0]?.evidence).toEqual({ type: 'none' });
  });
  test('visibility is kept, and a check that says nothing of it is visible', () => {
    const hidden = fileCheck('a', 1, { visibility: 'hidden' });
    expect(scoreOne(hidden, judgement(1))?.visibility).toBe('hidden');
    expect(scoreOne(fileCheck('a', 1), judgement(1))?.visibility).toBe('visible');
  });
  test('evidence with a null in it is looked through for odd numbers', () => {
    const evidence = {
      type: 'comparison' as const,
      outputs: [
        { name: 'z', verdict: 'match' as const, error: null, earned: 1, possible: 1, sentence: '', notes: [] },
        { name: 'y', verdict: 'match' as const, error: NaN, earned: 0, possible: 0, sentence: '', notes: [] },
      ],
      samples: [],
      calls: 1,
    };
    expect(scoreOne(fileCheck('a', 1), { ...judgement(1), evidence })?.status).toBe('ungraded');
  });
});

test('a check without a judgement is a fault of the grader, not a zero', () => {
  expect(() => scoreChecks([fileCheck('a', 1)], new Map())).toThrow('check a was not judged');
});

test('two checks that need a third visit it once: results stand in the order of the rubric', () => {
  const checks = [fileCheck('x', 1, { needs: ['z'] }), fileCheck('y', 1, { needs: ['z', 'x'] }), fileCheck('z', 1)];
  const judged = new Map(checks.map(({ id }) => [id, judgement(1)]));
  expect(scoreChecks(checks, judged).map(({ id }) => id)).toEqual(['x', 'y', 'z']);
});

test('a permutation of the checks changes the order of the results and nothing in them', () => {
  const earned = fc.constantFrom(0, 0.5, 1);
  const checks = ['a', 'b', 'c', 'd'].map((id, index, ids) =>
    fileCheck(id, 1, index === 0 ? {} : { needs: ids.slice(index - 1, index) }),
  );
  fc.assert(
    fc.property(
      fc.tuple(earned, earned, earned, earned),
      fc.shuffledSubarray(checks, { minLength: 4 }),
      (all, other) => {
        const judged = new Map(checks.map(({ id }, index) => [id, judgement(all[index] ?? 0)]));
        const byId = (order: readonly Check[]) =>
          new Map(scoreChecks(order, judged).map((result) => [result.id, result]));
        const [first, second] = [byId(checks), byId(other)];
        for (const { id } of checks) expect(second.get(id)).toEqual(first.get(id));
        expect([...second.keys()]).toEqual(other.map(({ id }) => id));
      },
    ),
  );
});

describe('late', () => {
  const { rubric } = makeResolvedRubric([]);
  const dated = { ...rubric, dates: { due: '2020-01-01T00:00:00Z', closes: '2020-02-01T00:00:00Z' } };
  test('a time that cannot be read is a fault of whoever gave it, not of the grader', () => {
    let caught: unknown;
    try {
      applyLatePolicy(1, dated, { submittedAt: 'soon' });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(GraderError);
    expect((caught as GraderError).code).toBe('USAGE');
  });
  test('a later hour never raises a score', () => {
    const minutes = fc.integer({ min: -3000, max: 60_000 });
    const at = (minute: number) => new Date(Date.parse(dated.dates.due) + minute * 60_000).toISOString();
    fc.assert(
      fc.property(minutes, minutes, fc.double({ min: 0.01, max: 0.9, noNaN: true }), (one, other, fraction) => {
        const earned = (minute: number) =>
          applyLatePolicy(80, { ...dated, late: { kind: 'per-day', fraction } }, { submittedAt: at(minute) }).earned;
        expect(earned(Math.max(one, other))).toBeLessThanOrEqual(earned(Math.min(one, other)));
      }),
    );
  });
  test.each([
    [1, 1, 'the submission has no time'],
    [2, 3, '2 of 3 submissions have no time'],
    [1, 3, '1 of 3 submissions has no time'],
    // the one that there is
    [2, 1, 'the submission has no time'],
  ])('%p of %p without a time', (undated, total, beginning) => {
    expect(tellUndated(dated, undated, total)?.slice(0, beginning.length)).toBe(beginning);
  });
});
