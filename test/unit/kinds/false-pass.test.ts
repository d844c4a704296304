/** Zeros, ones, the inputs, random numbers: answers without work earn nothing, for every kind of check. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { CHECK_KINDS, FALSE_PASSES } from '../../support/false-pass/index.js';
import { earnedFor, type FalsePass } from '../../support/false-pass/false-pass.js';
import type { Check, CheckKind, CheckOf } from '../../../grader/schema/checks.js';
import { roundPoints } from '../../../grader/score/points.js';
import type { ResolvedRubric } from '../../../grader/stages/resolved.js';

test('every kind of check has its false answers', () => {
  expect(Object.keys(FALSE_PASSES).sort()).toEqual([...CHECK_KINDS].sort());
});

const isOf =
  <K extends CheckKind>(kind: K) =>
  (check: Check): check is CheckOf<K> =>
    check.kind === kind;

function examine<K extends CheckKind>(kind: K, pass: FalsePass<K>): void {
  let rubric: ResolvedRubric;
  let checks: CheckOf<K>[];
  beforeAll(async () => {
    rubric = await pass.rubric();
    checks = rubric.rubric.checks.filter(isOf(kind));
  });

  test('right answers earn all points', () => {
    const earned = checks.map((check) => [check.id, roundPoints(earnedFor(check, rubric, pass.right(check, rubric)))]);
    expect(earned.length).toBeGreaterThan(0);
    expect(earned).toEqual(checks.map(({ id, points }) => [id, points]));
  });

  test('wrong answers earn only what the rubric gives by chance', () => {
    const earned = checks.flatMap((check) => {
      const answers = Object.entries(pass.wrong(check, rubric));
      expect(answers.length).toBeGreaterThan(2);
      return answers.flatMap(([name, handIn]): [string, string, number][] => {
        const points = roundPoints(earnedFor(check, rubric, handIn));
        return points === 0 ? [] : [[check.id, name, points]];
      });
    });
    const given = Object.entries(pass.chance ?? {}).flatMap(([id, answers]) =>
      Object.entries(answers).map(([name, points]) => [id, name, points]),
    );
    expect(earned.sort()).toEqual(given.sort());
  });
}

for (const [kind, passes] of Object.entries(FALSE_PASSES) as [CheckKind, readonly FalsePass<CheckKind>[]][]) {
  // what a person grades can be passed by nobody else
  if (passes.length === 0) continue;
  describe.each(passes.map((pass, index) => [`${kind} ${String(index + 1)}`, pass] as const))('%s', (_name, pass) => {
    examine(kind, pass);
  });
}
