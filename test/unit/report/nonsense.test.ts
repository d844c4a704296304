/** Reports whose points are inconsistent. */
import { describe, expect, test } from '@jest/globals';
import { findNonsense } from '../../../grader/score/sense.js';
import type { OutputEvidence } from '../../../grader/schema/evidence.js';
import type { CheckReport, Evidence, GradeReport } from '../../../grader/schema/report.js';

const output = (name: string, more: Partial<OutputEvidence> = {}): OutputEvidence => ({
  ...{ name, verdict: 'match', error: null, earned: 1, possible: 1, sentence: `says ${name}`, notes: [] },
  ...more,
});
const comparison = (...outputs: OutputEvidence[]): Evidence => ({ type: 'comparison', outputs, samples: [], calls: 1 });
const result = (more: Partial<CheckReport> = {}): CheckReport => ({
  ...{ id: 'a', title: 'A', kind: 'gradient', possible: 2, visibility: 'visible', status: 'partial', earned: 1 },
  ...{ summary: 'said', evidence: { type: 'none' } },
  ...more,
});

describe('an inconsistent report', () => {
  const VERDICT: GradeReport['verdict'] = { status: 'graded', earned: 1, possible: 2, beforeLate: 1, late: null };
  const nonsense = (results: CheckReport[], verdict: Partial<typeof VERDICT> = {}) =>
    findNonsense({ results, verdict: { ...VERDICT, ...verdict }, rubric: {} } as GradeReport);
  const ungraded = result({ status: 'ungraded', earned: null });

  test('sense is made by what adds up, to a millionth', () => {
    expect(nonsense([result()])).toEqual([]);
    expect(nonsense([result()], { beforeLate: 1 + 0.9e-6, earned: 1 })).toEqual([]);
    expect(nonsense([result()], { beforeLate: 1.00001, earned: 1 })).toEqual([
      '1.00001 points, the checks have 1 points',
    ]);
    expect(nonsense([result({ earned: 0 })], { earned: 0, beforeLate: 0 })).toEqual([]);
    expect(nonsense([ungraded], { status: 'ungraded', earned: null, beforeLate: null })).toEqual([]);
  });
  test('one check of two that is not graded makes the verdict ungraded', () => {
    const mixed = [result(), ungraded];
    expect(nonsense(mixed, { status: 'ungraded', earned: null, beforeLate: null })).toEqual([]);
    expect(nonsense(mixed)).toEqual(['the verdict is graded, its checks are not']);
    expect(nonsense([result()], { status: 'ungraded' })).toEqual(['the verdict is ungraded, its checks are not']);
  });
  test('half a verdict has no points', () => {
    expect(nonsense([result()], { earned: null })).toEqual(['the verdict has no points']);
    expect(nonsense([result()], { beforeLate: null })).toEqual(['the verdict has no points']);
    expect(nonsense([result()], { earned: null, beforeLate: null })).toEqual(['the verdict has no points']);
    expect(nonsense([ungraded], { status: 'ungraded', earned: null })).toEqual(['the verdict has no points']);
    expect(nonsense([ungraded], { status: 'ungraded', beforeLate: null })).toEqual(['the verdict has no points']);
    expect(nonsense([ungraded], { status: 'ungraded' })).toEqual(['the verdict is ungraded and has 1 points']);
  });
  test('points must not be negative, more than before the policy, or more than possible', () => {
    expect(nonsense([result()], { earned: -1 })).toEqual(['-1 points, 1 points before the late policy, of 2']);
    expect(nonsense([result()], { earned: 1.5 })).toEqual(['1.5 points, 1 points before the late policy, of 2']);
    expect(nonsense([result()], { possible: 0.5 })).toEqual(['1 points, 1 points before the late policy, of 0.5']);
    expect(nonsense([result()], { possible: 1 })).toEqual([]);
  });
  test('a check with more than its points, or a status that does not fit them', () => {
    const over = result({ earned: 3 });
    expect(nonsense([over], { earned: 3, beforeLate: 3, possible: 3 })).toEqual(['a earned 3 points of 2']);
    expect(nonsense([result({ earned: 2 })], { earned: 2, beforeLate: 2 })).toEqual([]);
    expect(nonsense([result({ earned: null })], { earned: 0, beforeLate: 0 })).toEqual([
      'a is partial and has no points',
    ]);
  });
  test('evidence with more than there is', () => {
    const accuracy = (correct: number) => result({ evidence: { type: 'accuracy', correct, total: 5 } as Evidence });
    expect(nonsense([accuracy(6)])).toEqual(['a: 6 of 5 are correct']);
    expect(nonsense([accuracy(5)])).toEqual([]);
    const outputs = comparison(output('x', { earned: 1 }), output('y', { earned: 1.5 }));
    expect(nonsense([result({ evidence: outputs })])).toEqual(['a.y earned 1.5 points of 1']);
  });
  test.each([NaN, Infinity])('%p is reported first', (odd) => {
    const of = `a has ${String(odd)} points of 2`;
    expect(nonsense([result({ earned: odd })], { earned: 5 })).toEqual([of]);
    expect(nonsense([ungraded, result({ earned: odd })])).toEqual([of]);
    expect(nonsense([result({ possible: odd })])).toEqual([`a has 1 points of ${String(odd)}`]);
    expect(nonsense([result()], { beforeLate: odd })).toEqual([`the verdict has ${String(odd)} points of 2`]);
  });
});
