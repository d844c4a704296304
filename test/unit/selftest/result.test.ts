/** How a check took a submission with a known mistake, the score of a rubric, and how both are told. */
import { describe, expect, test } from '@jest/globals';
import { isGood, summed, type SelfTest, type Tried } from '../../../grader/selftest/result.js';
import { tellSelfTest } from '../../../grader/selftest/told.js';
import { tellCatalogue, tellShown } from '../../../grader/selftest/told-catalogue.js';
import { takenBy, type Verdict } from '../../../grader/selftest/verdict.js';
import { findShown } from '../../../grader/selftest/shown-by.js';
import { CATALOGUE } from '../../../grader/numerics/mistakes/catalogue.js';
import { MISTAKES } from '../../../grader/numerics/mistakes/index.js';
import { LOCAL } from '../../../grader/numerics/mistakes/local.js';
import { PROTOCOL } from '../../../grader/numerics/mistakes/protocol.js';
import type { CheckReport } from '../../../grader/schema/report.js';
import { OF_BACKWARD, OF_LOSS, rubricWith } from '../../support/selftest-rubric.js';

function reportOf(earned: number, ...named: string[]): CheckReport {
  const mistakes = named.map((name) => ({ name, claim: 'one' }));
  return {
    ...{ id: 'c', possible: 4, earned },
    evidence: { type: 'comparison', outputs: [{ name: 'a', ...(named.length === 0 ? {} : { mistakes }) }] },
  } as unknown as CheckReport;
}

describe('a check', () => {
  test.each<[string, CheckReport, Verdict]>([
    ['names it', reportOf(3, 'factor-2'), 'named'],
    ['names it among others', reportOf(3, 'factor-half', 'factor-2'), 'named'],
    ['names another one', reportOf(3, 'factor-half'), 'named-otherwise'],
    ['names none', reportOf(3), 'unnamed'],
    ['gives all points', reportOf(4, 'factor-2'), 'unnoticed'],
    ['gives all points up to rounding', reportOf(4 - 1e-12), 'unnoticed'],
    ['gives nearly all points', reportOf(3.999), 'unnamed'],
  ])('%s', (_name, report, verdict) => {
    expect(takenBy(report, 'factor-2')).toMatchObject({ check: 'c', verdict, possible: 4 });
  });
});

const tried = (mistake: string, ...verdicts: Verdict[]): Tried => ({
  ...{ network: 'n', mistake, at: null, shownBy: {} },
  checks: verdicts.map((verdict, at) => ({ check: `c${String(at)}`, verdict, earned: 0, possible: 1, named: [] })),
});
const earned = (id: string) => ({ id, earned: 1, possible: 2, summary: 'why' });
const whole = { path: 'p', earned: 10, possible: 10, lost: [], given: [earned('c')] };
const NOTHING = { ...whole, earned: 0, given: [] };

function result(changed: Partial<Omit<SelfTest, 'score'>> = {}): SelfTest {
  return summed({
    rubric: { id: 'r', digest: '' },
    ...{ solution: whole, starter: NOTHING, broken: [], same: [], clashes: [], notCovered: [] },
    tried: [tried('a-b', 'unnoticed', 'named'), tried('c-d', 'unnamed'), tried('e-f', 'unnoticed', 'unnoticed')],
    ...changed,
  });
}
const textOf = (one: SelfTest) =>
  tellSelfTest(one)
    .map(({ text }) => text)
    .join('\n');

describe('the score', () => {
  test('counts what lost points in any check, and what was named in any', () => {
    expect(result().score).toEqual({ made: 3, caught: 2, named: 1, share: 2 / 3 });
    expect(result({ tried: [] }).score).toEqual({ made: 0, caught: 0, named: 0, share: null });
  });
  test('is good enough from the share on that is asked for', () => {
    expect([null, 0.66, 2 / 3, 0.67].map((least) => isGood(result(), least))).toEqual([true, true, true, false]);
    expect(isGood(result({ tried: [] }), 0)).toBe(false);
    expect(isGood(result({ tried: [] }), null)).toBe(true);
  });
  test('a solution that loses points, a starter that earns some, and a broken check are never good', () => {
    expect(isGood(result({ solution: { ...whole, lost: [earned('c')] } }), null)).toBe(false);
    expect(isGood(result({ starter: whole }), null)).toBe(false);
    expect(isGood(result({ broken: [{ network: 'n', ...earned('c') }] }), null)).toBe(false);
    expect(isGood(result({ solution: null, starter: null }), null)).toBe(true);
  });
});

describe('in words', () => {
  test('checks in which something is wrong are named', () => {
    const lost = result({ solution: { ...whole, earned: 9, lost: [earned('backward')] } });
    expect(textOf(lost)).toContain('solution p: 9 of 10 points\n  backward: 1 of 2: why');
    expect(textOf(result({ starter: whole }))).toContain('starter p: 10 of 10 points\n  c gives it 1 of 2: why');
    expect(textOf(result({ broken: [{ network: 'n', ...earned('c') }] }))).toContain(
      'c: a program without a mistake earns 1 of 2 (why); no mistakes are tried in n',
    );
    expect(textOf(result({ clashes: [{ target: 't', name: 'dz' }] }))).toContain('target t: two checks ask for');
  });
  test('what there is not is told', () => {
    const text = textOf(result({ solution: null, starter: null, tried: [] }));
    expect(text).toContain('solution: there is none here; name it with --solution DIR');
    expect(text).toContain('starter: there is none here; name it with --starter DIR');
    expect(text).toContain('score: no submission with a mistake could be made');
  });
  test('a table, what no check catches and why, and the score', () => {
    const text = textOf(
      result({
        tried: [tried('a-b', 'unnoticed', 'named'), { ...tried('e-f', 'unnoticed'), shownBy: { c0: ['dz'] } }],
      }),
    );
    expect(text).toContain('mistakes in n\n       c0  c1\n  a-b  -   named\n  e-f  -');
    expect(text).toContain('no check catches 1 submission:\n  e-f in n: dz of c0 differ');
    expect(text).toContain('score: 1 of 2 submissions with a mistake lose points (50.0 %), 1 are named');
    expect(textOf(result())).toContain('e-f in n: it changes none of the outputs that are asked for');
  });
  test('what changes nothing is not counted', () => {
    const text = textOf(result({ same: [{ network: 'n', mistake: 'g-h', at: 'z1' }] }));
    expect(text).toContain('not counted, because nothing that is asked for changes: g-h (z1) in n');
  });
});

describe('the catalogue', () => {
  test('has every mistake once, below its topic', () => {
    const names = CATALOGUE.flatMap(({ entries }) => entries.map(({ name }) => name));
    expect([...names].sort()).toEqual([...MISTAKES, ...LOCAL, ...PROTOCOL].map(({ name }) => name).sort());
    for (const { topic, entries } of CATALOGUE) expect(entries.every((one) => one.topic === topic)).toBe(true);
  });
  test('is told with what a report says and asks', () => {
    const text = tellCatalogue().map((line) => line.text);
    const at = text.indexOf('  relu-no-mask  (Quiz 2: backward propagation)');
    expect(text.slice(at + 1, at + 3)).toEqual([
      '    says: an output is the result if relu passes the gradient on everywhere',
      '    asks: Where its input is negative, relu is flat: how much of the gradient passes through there?',
    ]);
  });
  test('of a rubric says what cannot be seen', () => {
    const only = { ...OF_BACKWARD, outputs: [{ name: 'dyhat', of: 'yhat', weight: 1 }] };
    const lines = (checks: Parameters<typeof rubricWith>[0]) =>
      tellShown(findShown(rubricWith(checks)))
        .map(({ text }) => text)
        .join('\n');
    expect(lines([only])).toContain('  relu-no-mask\n    cannot be seen: none of the outputs');
    expect(lines([only])).toContain('  factor-2\n    backward: dyhat');
    expect(lines([OF_LOSS])).toContain('  relu-no-mask\n    changes nothing that is asked for');
    expect(lines([])).toContain('no check of this rubric compares the tensors of a network');
  });
});
