/** Colours, where lines are cut, and the counts of an overview, with each line in full. */
import { describe, expect, test } from '@jest/globals';
import { cutTo, padEnd, widthOf, wrap } from '../../../grader/report/columns.js';
import { renderClass } from '../../../grader/report/class-summary.js';
import { renderPrinted } from '../../../grader/report/printed.js';
import { standingOf } from '../../../grader/report/standing.js';
import { renderReport, type TerminalStyle } from '../../../grader/report/terminal.js';
import type { Evidence, GradeReport } from '../../../grader/schema/report.js';
import { scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';
import { shownPoints } from '../../../grader/text/points.js';

const tag = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
const painted = (width = 60): TerminalStyle => ({
  width,
  paint: { good: tag('good'), partial: tag('part'), bad: tag('bad'), dim: tag('dim'), bold: tag('b') },
});
const DATES = { due: '2018-09-13T00:00:00Z', closes: '2018-09-20T00:00:00Z' };

describe('one report', () => {
  const report = (more: Parameters<typeof makeReport>[0] = {}) => renderReport(makeReport(more), painted()).split('\n');

  test('each status has its mark and its colour', () => {
    const checks = ['a', 'b', 'c'].map((id) => fileCheck(id, 2));
    const skipped = fileCheck('d', 10, { needs: ['c'] });
    const judged = new Map([
      ['a', judgement(2)],
      ['b', judgement(1)],
      ['c', judgement(0)],
      ['d', judgement(1)],
    ]);
    const lines = report({ results: scoreChecks([...checks, skipped], judged) });
    expect(lines.filter((line) => line.includes('Check') && line.startsWith('<'))).toEqual([
      '<good>✓</good> <good> 2/2</good>   <b>Check a</b>',
      '<part>◐</part> <part> 1/2</part>   <b>Check b</b>',
      '<bad>✗</bad> <bad> 0/2</bad>   <b>Check c</b>',
      '<bad>–</bad> <bad>0/10</bad>   <b>Check d</b>',
    ]);
    expect(lines[0]).toBe('<b>A tiny homework</b>  <dim>alice</dim>');
    expect(lines.at(-1)).toBe('<b>3 of 16 points</b>');
  });
  test('an ungraded one has no points, and none are lost', () => {
    const lines = report({ results: ungradedChecks([fileCheck('a', 3)], 'no room') });
    expect(lines[2]).toBe('<bad>?</bad> <bad>?/3</bad>   <b>Check a</b>');
    expect(lines.at(-1)).toBe('<b>Not graded: no points are lost.</b>');
  });
  test('the line of code and the hint stand dim under the reason', () => {
    const evidence: Evidence = {
      type: 'error',
      error: { code: 'RUNTIME_ERROR', message: 'm', frame: '> 1 | x\n  2 | y' },
    };
    const judged = new Map([['a', { ...judgement(0, 'boom', 'Why?'), evidence }]]);
    expect(report({ results: scoreChecks([fileCheck('a', 3)], judged) }).slice(2, 7)).toEqual([
      '<bad>✗</bad> <bad>0/3</bad>   <b>Check a</b>',
      '        boom',
      '        <dim>> 1 | x</dim>',
      '        <dim>  2 | y</dim>',
      '        <dim>hint: Why?</dim>',
    ]);
  });
  test('the line of code of a comparison is shown too', () => {
    const error = { code: 'RUNTIME_ERROR', message: 'm', frame: 'here' } as const;
    const evidence: Evidence = { type: 'comparison', outputs: [], samples: [], calls: 1, error };
    const judged = new Map([['a', { ...judgement(0), evidence }]]);
    expect(report({ results: scoreChecks([fileCheck('a', 3)], judged) })).toContain('        <dim>here</dim>');
  });
  test('visibility is shown in words', () => {
    const results = scoreChecks([fileCheck('a', 1, { visibility: 'after_due_date' })], new Map([['a', judgement(1)]]));
    expect(report({ results })[2]).toBe('<good>✓</good> <good>1/1</good>   <b>Check a</b><dim> (after due date)</dim>');
  });
  test('the late policy and the notes stand at the end', () => {
    const notes = [
      { audience: 'student', text: 'hand in less' },
      { audience: 'staff', text: 'look' },
    ] as const;
    expect(report({ rubricChange: { dates: DATES }, submittedAt: '2018-09-14T12:00:00Z', notes }).slice(-3)).toEqual([
      '5.5 before the late policy; 2 days late, without a deduction',
      'note: hand in less',
      'review: look',
    ]);
  });
  test('text has at least forty columns, and otherwise the width without its indentation', () => {
    const words = 'abc '.repeat(60).trim();
    const results = scoreChecks([fileCheck('a', 1)], new Map([['a', judgement(0, words)]]));
    const widest = (width: number, notes: GradeReport['notes'] = []) =>
      Math.max(
        ...renderReport(makeReport({ results, notes }), painted(width))
          .split('\n')
          .filter((line) => line.includes('abc abc'))
          .map((line) => line.length),
      );
    // words of four columns after eight of indent: 8 + 39 of 40, 8 + 91 of 92
    expect(widest(10)).toBe(47);
    expect(widest(48)).toBe(47);
    expect(widest(100)).toBe(99);
  });
  test('points have two decimals at most', () => {
    expect([1, 1.5, 1.25, 3.4444, 0.005, null].map(shownPoints)).toEqual(['1', '1.5', '1.25', '3.44', '0.01', '?']);
  });
});

describe('columns', () => {
  test('what is wide counts twice, what joins counts once', () => {
    expect([widthOf('abc'), widthOf('王小明'), widthOf('Zoe\u0308'), widthOf('')]).toEqual([3, 6, 3, 0]);
    expect(padEnd('王', 4)).toBe('王  ');
    expect(padEnd('abcd', 2)).toBe('abcd');
  });
  test('what is cut fits, and ends with an ellipsis', () => {
    expect(cutTo('abcd', 4)).toBe('abcd');
    expect(cutTo('abcde', 4)).toBe('abc…');
    expect(cutTo('王小明', 4)).toBe('王…');
    expect(cutTo('王小明', 5)).toBe('王小…');
    expect(cutTo('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
  });
  test('lines are indented to the text of the first', () => {
    expect(wrap(' aa\n bb\tcc ', 8, '- ')).toEqual(['- aa bb', '  cc']);
    expect(wrap('aa bb', 5)).toEqual(['aa bb']);
    expect(wrap('aa bb', 4)).toEqual(['aa', 'bb']);
    expect(wrap('', 4, '- ')).toEqual(['- ']);
  });
});

describe('a class', () => {
  const of = (id: string, earned: readonly [number, number], more: Parameters<typeof makeReport>[0] = {}) =>
    standingOf(makeReport({ id, earned, ...more }));
  const lines = (...reports: ReturnType<typeof of>[]) => renderClass(reports, painted()).split('\n');

  test('a line each, the first problem of each, the middle, and every check', () => {
    expect(lines(of('ann', [4, 6]), of('王', [0, 1.5]), of('carl', [4, 0]))).toEqual([
      '<b> 10/10</b>  ann   <dim></dim>',
      '<b>1.5/10</b>  王    <dim>one: all right</dim>',
      '<b>  4/10</b>  carl  <dim>two: not all right</dim>',
      '',
      '3 submissions, mean 5.17, median 4 of 10',
      '  one    2 full    0 part    1 none',
      '  two    1 full    1 part    1 none',
    ]);
  });
  test('the median of an even number is the middle of two', () => {
    expect(lines(of('a', [4, 6]), of('b', [0, 1]), of('c', [4, 0]), of('d', [0, 2]))).toContain(
      '4 submissions, mean 4.25, median 3 of 10',
    );
  });
  test('who is not graded is counted apart, and has no part in the middle', () => {
    const checks = [fileCheck('one', 4), fileCheck('two', 6)];
    const none = of('x', [0, 0], { results: ungradedChecks(checks, 'no room') });
    const all = lines(of('ann', [4, 4]), none);
    expect(all[1]).toBe('<b>?/10</b>  x    <dim>one: not graded: no room</dim>');
    expect(all[3]).toBe('2 submissions, mean 8, median 8 of 10<bad>, 1 not graded</bad>');
    expect(all[4]).toBe('  one    1 full    0 part    0 none');
    expect(lines(none)[2]).toBe('1 submission<bad>, 1 not graded</bad>');
  });
  test('skipped checks count as none', () => {
    const checks = [fileCheck('one', 4), fileCheck('two', 6, { needs: ['one'] })];
    const judged = new Map([
      ['one', judgement(0)],
      ['two', judgement(6)],
    ]);
    expect(lines(of('ann', [0, 0], { results: scoreChecks(checks, judged) }))).toContain(
      '  two    0 full    0 part    1 none',
    );
  });
  test('points that the policy took come before any problem, and only where it took some', () => {
    const late = (submittedAt: string, policy?: { kind: 'per-day'; fraction: number }) =>
      lines(of('a', [4, 0], { rubricChange: { dates: DATES, ...(policy ? { late: policy } : {}) }, submittedAt }))[0];
    expect(late('2018-09-13T12:00:00Z', { kind: 'per-day', fraction: 0.5 })).toBe(
      '<b>2/10</b>  a  <dim>1 day late: 50 % of the points count (4 before the policy); two: not all right</dim>',
    );
    expect(late('2018-09-13T12:00:00Z')).toBe('<b>4/10</b>  a  <dim>two: not all right</dim>');
    expect(late('2018-09-21T12:00:00Z')).toMatch(/<dim>handed in after it closed .* \(4 before the policy\); two: not/);
  });
  test('a closed homework is mentioned also for zero points', () => {
    const closed = of('a', [0, 0], { rubricChange: { dates: DATES }, submittedAt: '2018-09-21T12:00:00Z' });
    expect(lines(closed)[0]).toMatch(/<dim>handed in after it closed .* \(0 before the policy\); one: all right</);
  });
  test('a problem is one line of a hundred columns', () => {
    const results = scoreChecks([fileCheck('a', 1)], new Map([['a', judgement(0, `${'x'.repeat(150)}\nmore`)]]));
    expect(lines(of('a', [0, 0], { results }))[0]).toBe(`<b>0/1</b>  a  <dim>a: ${'x'.repeat(96)}…</dim>`);
    const short = scoreChecks([fileCheck('a', 1)], new Map([['a', judgement(0, 'one\ntwo')]]));
    expect(lines(of('a', [0, 0], { results: short }))[0]).toBe('<b>0/1</b>  a  <dim>a: one</dim>');
  });
  test('without submissions there is one line', () => {
    expect(lines()).toEqual(['', '0 submissions']);
  });
});

describe('what was printed', () => {
  const out = (stdout: string, stderr = '') => renderPrinted({ stdout, stderr }, painted(50));
  test('each stream under its heading, behind a bar', () => {
    expect(out('a\n\tb\n\n', 'c')).toEqual([
      ...['', 'Your code printed (standard output):', '<dim>  | a</dim>', '<dim>  |   b</dim>'],
      ...['', 'Your code printed (standard error):', '<dim>  | c</dim>'],
    ]);
    expect(out(' \n ')).toEqual([]);
  });
  test('forty lines stand, of more the middle is left out', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, row) => `r${String(row)}`);
    const shown = (count: number) => out(rows(count).join('\n')).slice(2);
    const behind = (lines: readonly string[]) => lines.map((line) => `<dim>  | ${line}</dim>`);
    expect(shown(40)).toEqual(behind(rows(40)));
    expect(shown(42)).toEqual(behind([...rows(20), '(2 more lines: see --json)', ...rows(42).slice(22)]));
  });
  test('lines are cut to the width, of forty columns at least', () => {
    const widest = (width: number) => renderPrinted({ stdout: 'x'.repeat(99), stderr: '' }, painted(width))[2];
    expect(widest(50)).toBe(`<dim>  | ${'x'.repeat(45)}…</dim>`);
    expect(widest(10)).toBe(`<dim>  | ${'x'.repeat(35)}…</dim>`);
  });
});
