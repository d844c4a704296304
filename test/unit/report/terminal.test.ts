import { describe, expect, test } from '@jest/globals';
import { renderClass } from '../../../grader/report/class-summary.js';
import { renderReport, type TerminalStyle } from '../../../grader/report/terminal.js';
import { scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';

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

test('long reasons are wrapped under themselves, whatever the width', () => {
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

test('ungraded shows no number that could be taken for a mark', () => {
  const text = renderReport(
    makeReport({ results: ungradedChecks([fileCheck('a', 3)], 'DISK_FULL', 'no room') }),
    plain,
  );
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
  test('those that are not graded are counted apart', () => {
    const ungraded = makeReport({ id: 'x', results: ungradedChecks([fileCheck('one', 4)], 'DISK_FULL', 'no room') });
    expect(renderClass([makeReport(), ungraded], plain)).toContain(
      '2 submissions, mean 5.5, median 5.5 of 10, 1 not graded',
    );
  });
});
