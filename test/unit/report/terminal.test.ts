import { describe, expect, test } from '@jest/globals';
import { renderClass } from '../../../grader/report/class-summary.js';
import { renderReport, type TerminalStyle } from '../../../grader/report/terminal.js';
import { scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';
import { measureProcessor } from '../../support/processor-time.js';

const same = (text: string) => text;
const plain: TerminalStyle = { width: 60, paint: { good: same, partial: same, bad: same, dim: same, bold: same } };

test('check, points, why, hint, total: aligned', () => {
  expect(renderReport(makeReport(), plain).split('\n')).toEqual([
    'A tiny homework  alice',
    '',
    '✓   4/4   Check one',
    '          all right',
    '◐ 1.5/6   Check two (after published)',
    '          not all right',
    '          hint: Which?',
    '',
    '5.5 of 10 points',
  ]);
});

test('long reasons are wrapped and indented, at any width', () => {
  const summary = 'word '.repeat(60).trim();
  const results = scoreChecks([fileCheck('a', 1)], new Map([['a', judgement(0, summary, summary)]]));
  for (const width of [50, 80, 120]) {
    const lines = renderReport(makeReport({ results }), { ...plain, width }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.filter((line) => line.includes('word')).every((line) => /^ {8,14}(hint: )?word/.test(line))).toBe(
      true,
    );
  }
});

test('notes are wrapped too, and a terminal that says it has no columns gets readable lines', () => {
  const text = 'word '.repeat(40).trim();
  for (const width of [0, 1, 30]) {
    const lines = renderReport(makeReport({ notes: [{ audience: 'staff', text }] }), { ...plain, width }).split('\n');
    const noted = lines.filter((line) => line.includes('word'));
    expect(noted[0]).toMatch(/^review: word word/);
    expect(noted.slice(1).every((line) => line.startsWith('        word'))).toBe(true);
    expect(Math.max(...noted.map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(noted.length).toBeLessThan(10);
  }
});

test('a word of 10 000 letters and a message of 10 000 words take no time and lose nothing', () => {
  for (const summary of ['x'.repeat(10_000), 'word '.repeat(10_000).trim()]) {
    const spent = measureProcessor();
    const results = scoreChecks([fileCheck('a', 1)], new Map([['a', judgement(0, summary)]]));
    // as it is: a report that is built cuts long text
    const text = renderReport({ ...makeReport(), results }, plain);
    expect(spent()).toBeLessThan(500);
    expect(text.replaceAll(/\s/g, '')).toContain(summary.replaceAll(' ', ''));
  }
});

test('colours mark the points by how much was earned', () => {
  const paint = {
    ...plain.paint,
    good: (text: string) => `<g>${text}`,
    partial: (text: string) => `<p>${text}`,
    bad: (text: string) => `<b>${text}`,
  };
  const text = renderReport(makeReport({ earned: [0, 6] }), { width: 60, paint });
  expect(text).toContain('<b>✗ <b>0/4');
  expect(text).toContain('<g>✓ <g>6/6');
});

test('ungraded shows no number that could be mistaken for a mark', () => {
  const text = renderReport(makeReport({ results: ungradedChecks([fileCheck('a', 3)], 'no room') }), plain);
  expect(text).toContain('? ?/3');
  expect(text).toContain('Not graded: no points are lost.');
});

describe('a class', () => {
  test('each with its points and first problem, then mean, median and checks', () => {
    const reports = [
      makeReport(),
      makeReport({ id: 'bob', earned: [4, 6] }),
      makeReport({ id: 'eve', earned: [0, 0] }),
    ];
    const text = renderClass(reports, plain);
    expect(text.split('\n')).toEqual([
      '5.5/10  alice  two: not all right',
      ' 10/10  bob    ',
      '  0/10  eve    one: all right',
      '',
      // (5.5 + 10 + 0) / 3
      '3 submissions, mean 5.17, median 5.5 of 10',
      '  one    2 full    0 part    1 none',
      '  two    1 full    1 part    1 none',
    ]);
  });
  test('0 after the closing date, and every deduction, has its reason', () => {
    const rubricChange = {
      dates: { due: '2018-09-13T00:00:00Z', closes: '2018-09-20T00:00:00Z' },
      late: { kind: 'fraction', keep: 0.5 },
    } as const;
    const at = (submittedAt: string) => makeReport({ rubricChange, submittedAt, earned: [4, 6] });
    const lines = renderClass(
      [at('2018-09-21T00:00:00Z'), at('2018-09-14T00:00:00Z'), at('2018-09-12T00:00:00Z')],
      plain,
    );
    expect(lines.split('\n').slice(0, 3)).toEqual([
      expect.stringMatching(/^ 0\/10 {2}alice {2}handed in after it closed .* \(10 before the policy\)$/),
      ' 5/10  alice  1 day late: 50 % of the points count (10 before the policy)',
      '10/10  alice  ',
    ]);
  });
  test('names of any width are in columns of the same width', () => {
    const reports = ['王小明', 'Zoe\u0308', '👩🏽‍🎓', 'alexandra'].map((id) => makeReport({ id }));
    // two columns for each Han character and the emoji, one for a letter with its accent; 9 is the widest
    expect(renderClass(reports, plain).split('\n').slice(0, 4)).toEqual([
      '5.5/10  王小明     two: not all right',
      '5.5/10  Zoe\u0308        two: not all right',
      '5.5/10  👩🏽‍🎓         two: not all right',
      '5.5/10  alexandra  two: not all right',
    ]);
  });
  test('a check that was skipped earned nothing: every submission is counted once for each check', () => {
    const checks = [fileCheck('one', 4), fileCheck('two', 6, { needs: ['one'] })];
    const judged = (one: number, two: number) =>
      makeReport({
        results: scoreChecks(
          checks,
          new Map([
            ['one', judgement(one)],
            ['two', judgement(two)],
          ]),
        ),
      });
    expect(
      renderClass([judged(0, 6), judged(4, 0), judged(4, 3)], plain)
        .split('\n')
        .slice(-2),
    ).toEqual(['  one    2 full    0 part    1 none', '  two    0 full    1 part    2 none']);
  });
  test('a long reason is cut between characters', () => {
    const why = (summary: string) =>
      renderClass(
        [makeReport({ results: scoreChecks([fileCheck('a', 1)], new Map([['a', judgement(0, summary)]])) })],
        plain,
      ).split('\n')[0] ?? '';
    expect(why('x'.repeat(200))).toBe(`0/1  alice  a: ${'x'.repeat(96)}…`);
    expect(why('x'.repeat(97))).toBe(`0/1  alice  a: ${'x'.repeat(97)}`);
    // two columns each: 48 of them and the ellipsis
    expect(why('👩🏽‍🎓'.repeat(80))).toBe(`0/1  alice  a: ${'👩🏽‍🎓'.repeat(48)}…`);
    expect(why('first line\nsecond')).toBe('0/1  alice  a: first line');
  });
  test('an empty class is not an error', () => {
    expect(renderClass([], plain)).toBe('\n0 submissions');
  });
  test('of one, and of two, has its middle', () => {
    expect(renderClass([makeReport({ earned: [1, 2] })], plain)).toContain('1 submission, mean 3, median 3 of 10');
    const two = [makeReport({ earned: [1, 2] }), makeReport({ earned: [4, 6] })];
    expect(renderClass(two, plain)).toContain('mean 6.5, median 6.5 of 10');
  });
  test('those that are not graded are counted apart', () => {
    const ungraded = makeReport({ id: 'x', results: ungradedChecks([fileCheck('one', 4)], 'no room') });
    expect(renderClass([makeReport(), ungraded], plain)).toContain(
      '2 submissions, mean 5.5, median 5.5 of 10, 1 not graded',
    );
  });
});
