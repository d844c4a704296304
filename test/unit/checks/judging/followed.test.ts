/** What is said of an output that follows from own values, and which verdicts are left alone. */
import { describe, expect, test } from '@jest/globals';
import { followed } from '../../../../grader/checks/judging/followed.js';
import { creditOf, type JudgedOutput } from '../../../../grader/checks/judging/outputs.js';
import { LOCAL } from '../../../../grader/numerics/mistakes/local.js';
import type { OwnVerdict } from '../../../../grader/numerics/following/own-values.js';
import type { StepName } from '../../../../grader/numerics/following/recomputation.js';

const WRONG: JudgedOutput = {
  ...{ verdict: 'different', error: 0.5, sentence: 'differs', notes: ['a note'], hint: 'Why?', plainest: null },
  mistakes: [{ name: 'relu-no-mask', claim: 'several' }],
};
const value = (of: string): StepName => ({ kind: 'value', of });
const nameOf = ({ of }: StepName) => `my ${of}`;
const after = (found: OwnVerdict, judged = WRONG) => followed(judged, () => found, nameOf);
const [SIGN, TWICE] = LOCAL;
if (SIGN === undefined || TWICE === undefined) throw new Error('no local mistakes');

describe('a wrong output', () => {
  test('of which nothing is known stays as it is', () => {
    expect(after(null)).toBe(WRONG);
  });
  test('that follows counts, names each value once, and no mistake', () => {
    const judged = after({ verdict: 'followed-through', from: [value('z1'), value('z2'), value('z1')] });
    expect(judged).toEqual({
      ...{ verdict: 'followed-through', error: 0.5, notes: ['a note'], hint: null, plainest: null },
      sentence: 'follows rightly from your own my z1 and my z2',
    });
    expect(creditOf(judged.verdict, 'none')).toBe(1);
  });
  test('that follows and shows nothing does not count, and says why', () => {
    const judged = after({ verdict: 'not-assessable' });
    expect(judged).toMatchObject({ verdict: 'not-assessable', hint: null });
    expect(judged.sentence).toMatch(
      /^follows from your own earlier outputs, but nothing can be seen of the step there/,
    );
    expect(judged).not.toHaveProperty('mistakes');
    expect(creditOf(judged.verdict, 'full')).toBe(0);
  });
  test('with one mistake at own values is named by it', () => {
    const judged = after({ verdict: 'slip', made: [{ mistake: SIGN, at: null }] });
    expect(judged).toMatchObject({ verdict: 'slip', sentence: 'has its sign flipped', hint: SIGN.hint });
    expect(judged.mistakes).toEqual([{ name: 'step-sign-flipped', claim: 'one' }]);
    expect(creditOf(judged.verdict, 'full')).toBe(0);
  });
  test('with several mistakes at own values is not', () => {
    const made = [SIGN, TWICE].map((mistake) => ({ mistake, at: null }));
    expect(after({ verdict: 'slip', made })).toBe(WRONG);
  });
  test.each(['one', 'pair'] as const)('that a mistake in all outputs explains (%s) keeps it', (claim) => {
    const named: JudgedOutput = { ...WRONG, mistakes: [{ name: 'relu-no-mask', claim }] };
    expect(after({ verdict: 'slip', made: [{ mistake: SIGN, at: null }] }, named)).toBe(named);
    // but what follows is paid nevertheless
    expect(after({ verdict: 'followed-through', from: [value('z1')] }, named).verdict).toBe('followed-through');
  });
});

test.each(['scaled', 'transposed'] as const)('what is %s may follow', (verdict) => {
  expect(after({ verdict: 'followed-through', from: [value('z1')] }, { ...WRONG, verdict }).verdict).toBe(
    'followed-through',
  );
});

test.each(['match', 'undecided', 'non-finite', 'wrong-shape', 'missing', 'unusable'] as const)(
  'nothing is looked up for what is %s',
  (verdict) => {
    const judged: JudgedOutput = { ...WRONG, verdict };
    const never = () => {
      throw new Error('looked up');
    };
    expect(followed(judged, never, nameOf)).toBe(judged);
  },
);
