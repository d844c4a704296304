/**
 * scores.csv, read back: every cell is as written, except for the quote before text that a spreadsheet would execute.
 */
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { toCsv } from '../../../grader/report/csv.js';
import { renderClass } from '../../../grader/report/class-summary.js';
import { dataSetJson, renderDataSet } from '../../../grader/report/data-set.js';
import { standingOf } from '../../../grader/report/standing.js';
import { renderReport, type TerminalStyle } from '../../../grader/report/terminal.js';
import type { DataSetReport } from '../../../grader/protocol/data-set.js';
import { scoreChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';

const same = (text: string) => text;
const plain: TerminalStyle = { width: 60, paint: { good: same, partial: same, bad: same, dim: same, bold: same } };
const rows = (text: string): string[][] => parse(text);

describe('scores.csv', () => {
  test('any names are read back unchanged', () => {
    const character = fc.constantFrom('a', 'b', '"', "'", ',', ';', '|', ' ', '\n', '\u00e9', '\u738b');
    const name = fc.string({ unit: character, minLength: 1, maxLength: 12 }).map((text) => `a${text}`);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        const submitters = names.map((one) => ({ name: one, id: one, email: one }));
        const [header, ...lines] = rows(toCsv([standingOf(makeReport({ submitters }))]));
        expect(lines.map((line) => line[header?.indexOf('name') ?? -1])).toEqual(names);
        expect(lines.map((line) => line[header?.indexOf('email') ?? -1])).toEqual(names);
        for (const line of lines) expect(line).toHaveLength(header?.length ?? -1);
      }),
    );
  });
  test('without submissions it is only the header', () => {
    expect(rows(toCsv([]))).toEqual([
      [
        'id',
        'name',
        'student_id',
        'email',
        'status',
        'earned',
        'possible',
        'before_late',
        'days_late',
        'submitted_at',
        'time_from',
      ],
    ]);
  });
  test('days late stand where there are any, and a check that a report lacks is empty', () => {
    const dates = { due: '2018-09-13T00:00:00Z', closes: '2018-09-20T00:00:00Z' };
    const late = standingOf(makeReport({ rubricChange: { dates }, submittedAt: '2018-09-14T12:00:00Z' }));
    const other = standingOf(
      makeReport({ id: 'bob', results: scoreChecks([fileCheck('two', 6)], new Map([['two', judgement(3)]])) }),
    );
    const [header = [], first = [], second = []] = rows(toCsv([late, other]));
    const cell = (line: readonly string[], name: string) => line[header.indexOf(name)];
    expect([cell(first, 'days_late'), cell(first, 'one'), cell(first, 'two')]).toEqual(['2', '4', '1.5']);
    expect([cell(second, 'days_late'), cell(second, 'one'), cell(second, 'two')]).toEqual(['', '', '3']);
    expect([cell(first, 'late'), cell(second, 'late')]).toEqual(['2 days late, without a deduction', '']);
  });
});

test('checks of a class stand in one column, however long their names are', () => {
  const checks = [fileCheck('a', 1), fileCheck('longer', 1)];
  const judged = new Map(checks.map(({ id }) => [id, judgement(1)]));
  const report = standingOf(makeReport({ results: scoreChecks(checks, judged) }));
  const missing = { ...report, results: report.results.slice(0, 1) };
  expect(renderClass([report, missing], plain).split('\n').slice(-2)).toEqual([
    '  a         2 full    0 part    0 none',
    '  longer    1 full    0 part    0 none',
  ]);
});

test('findings of a data set stand under their own kind', () => {
  const group = (code: 'damaged' | 'noise', file: string) =>
    ({ ...{ code, title: code, mend: 'm', count: 1 }, findings: [{ code, file, row: null, found: 'f' }] }) as const;
  const report: DataSetReport = { splits: [], groups: [group('damaged', 'a.png'), group('noise', 'b.png')] };
  const lines = renderDataSet(report, dataSetJson(report, [], []), plain).split('\n');
  expect(lines.filter((line) => line.includes('.png'))).toEqual(['    a.png: f', '    b.png: f']);
  expect(lines.indexOf('    a.png: f')).toBeLessThan(lines.indexOf('✗ noise: 1  noise'));
});

test('notes are wrapped within the width', () => {
  const text = 'abc '.repeat(40).trim();
  const lines = renderReport(makeReport({ notes: [{ audience: 'student', text }] }), { ...plain, width: 70 }).split(
    '\n',
  );
  const widest = Math.max(...lines.filter((line) => line.includes('abc')).map((line) => line.length));
  // 62 columns less the six of "note: " take fourteen words of four: 6 + 55
  expect(widest).toBe(61);
});
