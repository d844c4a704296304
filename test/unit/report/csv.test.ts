import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { toCsv } from '../../../grader/report/csv.js';
import { ungradedChecks } from '../../../grader/score/score.js';
import { fileCheck, makeReport } from '../../support/reports.js';

const rows = (text: string): string[][] => parse(text);

test('a line for each student, a column for each check', () => {
  const submitters = [
    { name: 'Ann Lee', id: '00012345', email: 'ann@example.org' },
    { name: 'Bo, "Bobby" Ray', id: '7e10' },
  ];
  const text = toCsv([
    makeReport({ submitters, submittedAt: '2018-09-13T20:00:00-05:00', timeFrom: 'gradescope' }),
    makeReport({ id: 'bob' }),
  ]);
  const marks = ['graded', '5.5', '10', '5.5', '', '2018-09-13T20:00:00-05:00', 'gradescope', '4', '1.5'];
  const person = ['id', 'name', 'student_id', 'email'];
  expect(rows(text)).toEqual([
    [...person, 'status', 'earned', 'possible', 'before_late', 'days_late', 'submitted_at', 'time_from', 'one', 'two'],
    ['alice', 'Ann Lee', '00012345', 'ann@example.org', ...marks],
    ['alice', 'Bo, "Bobby" Ray', '7e10', '', ...marks],
    ['bob', '', '', '', 'graded', '5.5', '10', '5.5', '', '', '', '4', '1.5'],
  ]);
});

test('a deduction has its reason, where the rubric has dates', () => {
  const rubricChange = { dates: { due: '2018-09-13T00:00:00Z', closes: '2018-09-20T00:00:00Z' } };
  const at = (submittedAt: string | null) => makeReport({ rubricChange, submittedAt });
  const [header = [], closed = [], unknown = []] = rows(toCsv([at('2018-09-21T00:00:00Z'), at(null)]));
  const late = header.indexOf('late');
  expect(closed[header.indexOf('earned')]).toBe('0');
  expect(closed[header.indexOf('before_late')]).toBe('5.5');
  expect(closed[late]).toMatch(/^handed in after it closed \(2018-09-20T00:00:00Z\)/);
  expect(unknown[late]).toBe('');
  expect([closed, unknown].map((row) => row.slice(header.indexOf('one')))).toEqual([
    ['4', '1.5'],
    ['4', '1.5'],
  ]);
});

test('ungraded is an empty cell, not 0', () => {
  const checks = [fileCheck('one', 4), fileCheck('two', 6)];
  const text = toCsv([makeReport({ results: ungradedChecks(checks, 'no room') })]);
  expect(rows(text)[1]).toEqual(['alice', '', '', '', 'ungraded', '', '10', '', '', '', '', '', '']);
});

describe('names that a spreadsheet would run', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\n=1', ' =1', '＝1', '=HYPERLINK("http://x","y")'])(
    '%j is text',
    (name) => {
      const cells = rows(toCsv([makeReport({ id: name, submitters: [{ name }] })]))[1];
      expect(cells?.slice(0, 2)).toEqual([`'${name}`, `'${name}`]);
    },
  );
  test.each([
    ['Ann; =1+1', "Ann; '=1+1"],
    ['Ann\n@SUM(A1)', "Ann\n'@SUM(A1)"],
    ['Ann;;+1', "Ann;;'+1"],
    [';=1', ";'=1"],
    ['Ann; \t =1', "Ann; \t '=1"],
    ['Ann \t Lee =1', 'Ann \t Lee =1'],
    // written out before it comes here
    ['\r=1', '\\u{d}=1'],
    ['Ann\u202e=1', 'Ann\\u{202e}=1'],
  ])('%j: what could pass for a next cell is text as well', (name, cell) => {
    expect(rows(toCsv([makeReport({ submitters: [{ name }] })]))[1]?.[1]).toBe(cell);
  });
  test('many spaces are processed quickly', () => {
    const name = `${' \t'.repeat(50_000)}=`;
    const started = process.cpuUsage().user;
    const standing = {
      ...makeReport(),
      submission: { id: name, digest: '', submittedAt: null, timeFrom: null, submitters: [{ name, email: name }] },
    };
    expect(rows(toCsv([standing]))[1]?.[0]).toBe(`'${name}`);
    // to look back over the blanks from each of them takes many seconds
    expect(process.cpuUsage().user - started).toBeLessThan(1e6);
  });
  test('nor does the second of a group', () => {
    const submitters = [{ name: 'Ann' }, { name: '=1+1', email: '-x@example.org' }];
    expect(rows(toCsv([makeReport({ submitters })]))[2]?.slice(1, 4)).toEqual(["'=1+1", '', "'-x@example.org"]);
  });
  test('names of people stay as they are', () => {
    for (const name of [
      'Zoë O’Neil',
      '王小明',
      "D'Arcy",
      'a\nb',
      'Anne-Marie',
      'a=b',
      'x+y@example.org',
      'Ray; Bo',
      '👩🏽‍🎓',
    ]) {
      expect(rows(toCsv([makeReport({ submitters: [{ name }] })]))[1]?.[1]).toBe(name);
    }
  });
});
