/** A mark as it is explained to staff. */
import { describe, expect, test } from '@jest/globals';
import { explainCheck, explainReport } from '../../../grader/report/explained.js';
import { widthOf } from '../../../grader/report/columns.js';
import type { TerminalStyle } from '../../../grader/report/terminal.js';
import { adjustReport } from '../../../grader/score/adjusted.js';
import { ungradedChecks } from '../../../grader/score/score.js';
import { comparisonOf } from '../../support/evidence-of-each.js';
import { reportOf, resultsOfEach } from '../../support/page-reports.js';
import { fileCheck, makeReport } from '../../support/reports.js';

const same = (text: string) => text;
const plain: TerminalStyle = { width: 70, paint: { good: same, partial: same, bad: same, dim: same, bold: same } };

describe('a report', () => {
  test('the score and where it comes from, what is not right, and the passed checks in one line', () => {
    const report = makeReport({
      submitters: [{ name: 'Alice Liddell', email: 'alice@example.edu' }],
      submittedAt: '2018-09-13T20:00:00Z',
      notes: [{ audience: 'staff', text: 'look at this' }],
    });
    expect(explainReport(report, plain).split('\n')).toEqual([
      'alice  A tiny homework',
      'Alice Liddell (alice@example.edu); handed in 2018-09-13T20:00:00Z',
      '',
      '5.5 of 10 points: the sum of the checks',
      '',
      '◐ 1.5 of 6 two Check two (partly right, after published)',
      '  not all right',
      '  hint: Which?',
      '',
      'Passed: one (4/4)',
      '',
      'review: look at this',
    ]);
  });
  test('points before the late policy, and by what they became fewer', () => {
    const rubricChange = {
      dates: { due: '2018-09-13T00:00:00Z', closes: '2018-09-20T00:00:00Z' },
      late: { kind: 'per-day', fraction: 0.2 },
    } as const;
    const text = explainReport(makeReport({ rubricChange, submittedAt: '2018-09-13T10:00:00Z' }), plain);
    // 5.5 * 0.8
    expect(text).toContain('4.4 of 10 points\n  5.5 from the checks, 4.4 by the late policy (per-day): 1 day late');
  });
  test('what staff adjusted: by whom and why, beside the points of the grader, also where all points were given', () => {
    const line = { reason: 'the 7 is a 1', author: 'Ann', at: '2018-10-01T09:00:00Z' };
    const changes = new Map([
      ['one', { ...line, change: { points: 3 } }],
      ['two', { ...line, change: { by: 9 }, reason: 'read twice' }],
    ]);
    const { report } = adjustReport(makeReport(), changes);
    const text = explainReport(report, { ...plain, width: 120 });
    // 3 of 4, and 1.5 + 9 of 6, which is 6
    expect(text).toContain('9 of 10 points: the sum of the checks\n  adjusted by staff: the grader gave 5.5\n');
    expect(text).toContain(
      '◐ 3 of 4 one Check one (partly right)\n  adjusted by Ann, 2018-10-01, from 4 to 3: the 7 is a 1',
    );
    expect(text).toContain('adjusted by Ann, 2018-10-01, from 1.5 to 6 (10.5 were asked for): read twice');
    expect(text).not.toContain('Passed:');
    const checks = report.results.map((result) => explainCheck(report, result, plain));
    expect(checks[0]).toContain('adjusted by Ann, 2018-10-01, from 4 to 3: the 7 is a 1');
  });
  test('a report that the grader left ungraded is no zero', () => {
    const results = ungradedChecks([fileCheck('one', 10)], 'no room');
    expect(explainReport(makeReport({ results }), plain)).toContain(
      'Not graded: the grader itself had a problem (one). No points are lost.',
    );
  });
  test('outputs of which the same was found are one line', () => {
    const evidence = comparisonOf('wrong');
    const outputs = evidence.outputs.map((output) => ({ ...output, sentence: 'is half', notes: [] }));
    const { error: _error, ...rest } = evidence;
    const [result] = resultsOfEach('x', { evidence: { ...rest, outputs } });
    expect(explainReport(reportOf(result === undefined ? [] : [result]), plain)).toContain('  - dz1, dW1: is half\n');
  });
});

describe('a check', () => {
  const [result] = resultsOfEach('x');
  const text = result === undefined ? '' : explainCheck(reportOf([result]), result, plain);
  test.each([
    ['what was asked', 'Your function was called 3 times, with generic-0'],
    ['what was given', 'What was given (generic-0)\n  x [1, 2]\n      0.5  -1.25'],
    ['what came', '  what came [2]\n      1  NaN'],
    ['what was expected', '  what was expected [2]\n    7.125   -0.5'],
    ['the worst places', 'dW1: the worst places\n  place   got  expected\n  [3, 4]  ∞    0.25'],
    ['which one is wrong first', 'the first wrong one is z1'],
    ['the line of code', 'Where it failed: x, line 3\n| 3 | x\n|   | ^'],
    ['the hint', '\nhint: x'],
  ])('tells %s', (_what, words) => {
    expect(text.replace(/\n +(?=first wrong)/, ' ')).toContain(words);
  });
  test.each([0, 40, 100])('fits into %d columns, whatever is in it', (width) => {
    const hostile = `\u001b[2J ${'word '.repeat(300)}`;
    const results = resultsOfEach(hostile);
    for (const one of results) {
      const lines = explainCheck(reportOf(results), one, { ...plain, width }).split('\n');
      expect(lines.filter((line) => widthOf(line) > Math.max(40, width))).toEqual([]);
      expect(lines.join('')).not.toContain('\u001b');
    }
  });
});
