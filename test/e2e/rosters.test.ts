/**
 * Lists of a class on the command line: names, times, dates and extensions of a roster, a budget of late days, the zone of
 * times without one, and who handed in nothing. Points are computed by hand.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GradeReport } from '../../grader/schema/report.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { folder, LISTS, listOf, ROSTER, RUBRIC, scoresIn } from '../support/listed-class.js';
import { everythingIn } from '../support/named-class.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

describe('batch', () => {
  const run = join(makeFolder(), 'run');
  let [stdout, stderr] = ['', ''];
  beforeAll(async () => {
    const done = await runCommand(['batch', folder, '--rubric', RUBRIC, '--out', run, ...LISTS]);
    ({ stdout, stderr } = done);
    expect({ code: done.exitCode, stderr }).toMatchObject({ code: 0 });
  }, 60_000);

  test('gives each student the name, the time, the dates and the late days of their line', () => {
    const told = scoresIn(run).map((row) => [row['id'], row['name'], row['student_id'], row['status'], row['earned']]);
    expect(told).toEqual([
      ['ada', 'Ada Lovelace', '007', 'graded', '100'],
      ['ben', 'Ben Zweig', 'ben', 'graded', '100'],
      // one of two days is paid with the last late day, the other costs a quarter
      ['cem', 'Cem Okur', 'cem', 'graded', '75'],
      ['dora', 'Dora Nil', '009', 'missing', ''],
    ]);
    const late = scoresIn(run).map((row) => [row['days_late'], row['late_days_used'], row['late_days_left']]);
    expect(late).toEqual([
      ['0', '0', '5'],
      ['0', '0', '5'],
      ['2', '1', '0'],
      ['', '', '3'],
    ]);
    expect(scoresIn(run).map((row) => [row['submitted_at'], row['time_from']])).toEqual([
      ['2018-09-14T01:00:00.000Z', 'roster'],
      ['2018-09-16T04:00:00.000Z', 'roster'],
      ['2018-09-15T16:59:00.000Z', 'roster'],
      ['', ''],
    ]);
  });
  test('reports have the dates of the student, and the points before and after', () => {
    const verdictOf = (id: string) =>
      (JSON.parse(readFileSync(join(run, 'reports', id, 'report.json'), 'utf8')) as GradeReport).verdict;
    expect(verdictOf('ben').late).toMatchObject({
      ...{ due: '2018-09-15T23:59:00-05:00', closes: '2018-09-22T23:59:00-05:00', daysLate: 0 },
      sentence: expect.stringContaining('the dates of this student count') as unknown,
    });
    expect(verdictOf('cem')).toMatchObject({ earned: 75, beforeLate: 100, late: { factor: 0.75 } });
  });
  test('says who handed in nothing, and which column is not used', () => {
    expect(stdout).toContain('1 student handed in nothing: dora');
    expect(stderr).toContain('roster.csv: the column "favourite colour" is not used');
    expect(readFileSync(join(run, 'index.html'), 'utf8')).toContain('Dora Nil (dora)');
    expect(existsSync(join(run, 'reports', 'dora'))).toBe(false);
  });
  test('an export lists who handed in nothing, under pseudonyms too', async () => {
    const [named, hidden] = [join(makeFolder(), 'out'), join(makeFolder(), 'out')];
    await runCommand(['export', run, '--out', named]);
    expect(readFileSync(join(named, 'scores.csv'), 'utf8')).toBe(readFileSync(join(run, 'scores.csv'), 'utf8'));
    expect(readFileSync(join(named, 'index.html'), 'utf8')).toContain('Dora Nil (dora)');
    const key = join(makeFolder(), 'key');
    const { exitCode } = await runCommand(['export', run, '--out', hidden, '--pseudonyms', key]);
    expect(exitCode).toBe(0);
    const missing = scoresIn(hidden).filter(({ status }) => status === 'missing');
    const { id = '' } = missing[0] ?? {};
    expect(id).toMatch(/^[a-z]{5}-[a-z]{5}-[a-z]{5}$/);
    expect(missing).toMatchObject([
      { name: id, student_id: id, email: `${id}@pseudonym.invalid`, earned: '', late_days_left: '3' },
    ]);
    expect(readFileSync(join(hidden, 'index.html'), 'utf8')).toContain(`${id} (${id})`);
    const all = everythingIn(hidden);
    const words = ['ada', 'lovelace', 'ben', 'zweig', 'cem', 'okur', 'dora'].filter((word) =>
      new RegExp(`(?<![a-z0-9])${word}(?![a-z0-9])`).test(all),
    );
    expect(words).toEqual([]);
  }, 60_000);
  test('a table that Excel wrote in Latin-1 is read, and told', async () => {
    const out = join(makeFolder(), 'run');
    const latin = listOf(Buffer.from('id;name\nada;Adá\n', 'latin1'), 'latin.csv');
    const done = await runCommand(['batch', folder, '--rubric', 'quiz2', '--out', out, '--roster', latin]);
    expect(done.stderr).toContain('latin.csv is not UTF-8 and was read as Latin-1');
    expect(done.stderr).toContain('2 submissions belong to nobody in latin.csv: ben, cem');
    expect(scoresIn(out)[0]).toMatchObject({ id: 'ada', name: 'Adá' });
  }, 60_000);
});

describe('grade', () => {
  const graded = async (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await runCommand(['grade', ...args, '--rubric', RUBRIC, '--json']);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    return JSON.parse(stdout) as GradeReport;
  };
  test('one submission has the same from its line', async () => {
    const { submission, verdict } = await graded(join(folder, 'cem'), ...LISTS);
    expect(submission).toMatchObject({ submitters: [{ name: 'Cem Okur', id: 'cem' }], timeFrom: 'roster' });
    expect(verdict).toMatchObject({ earned: 75, late: { lateDays: { used: 1, left: 0 } } });
  });
  test('--id says whose line, and --submitted-at is stronger than the time in it', async () => {
    const at = ['--submitted-at', '2018-09-16 00:00', '--id', 'ben'];
    const { submission, verdict } = await graded('submissions/quiz2/perfect', ...LISTS, ...at);
    // a minute after the extension
    expect(submission).toMatchObject({ submitters: [{ name: 'Ben Zweig' }], timeFrom: 'option' });
    expect(verdict.late).toMatchObject({ daysLate: 1, lateDays: { used: 1, left: 4 } });
  });
  test('without late days the whole budget is assumed, and staff are told', async () => {
    const { verdict, notes } = await graded(join(folder, 'cem'), '--roster', ROSTER, '--zone', 'America/Chicago');
    expect(verdict).toMatchObject({ earned: 100, late: { lateDays: { used: 2, left: 3 } } });
    expect(notes.map(({ text }) => text).join()).toMatch(/late days/);
  });
});

describe.each(['batch', 'grade'])('bad lists: %s', (command) => {
  const place = command === 'batch' ? folder : join(folder, 'ada');
  test.each<[string, string[], string]>([
    ['an id twice', ['--roster', listOf('id\nada\nADA\n')], 'list.csv, lines 2 and 3 have the same id, ADA'],
    ['no id', ['--roster', listOf('colour\nblue\n')], 'list.csv, line 1: there is no column "id"'],
    [
      'a time without a zone',
      ['--roster', ROSTER],
      'roster.csv, line 2, column submitted: "2018-09-13 20:00" has no time zone: write it like 2018-09-13T23:59:00-05:00, or name the zone',
    ],
    [
      '30 February',
      ['--roster', listOf('id,due\nada,2018-02-30T10:00Z\n')],
      'list.csv, line 2, column due: "2018-02-30T10:00Z" is not a date of the calendar',
    ],
    [
      'due after closes',
      ['--roster', listOf('id,due,closes\nada,2018-09-15T00:00Z,2018-09-14T00:00Z\n')],
      'list.csv, line 2: ada is due 2018-09-14T19:00:00-05:00, after it closes (2018-09-13T19:00:00-05:00)',
    ],
    ['no file', ['--roster', 'nowhere.csv'], '--roster nowhere.csv: there is no such file'],
    ['a folder', ['--roster', folder], 'it is not a file'],
    ['a workbook', ['--roster', listOf(Buffer.from('PK\u0003\u0004'), 'list.xlsx')], 'is an Excel workbook'],
    [
      'days that are no number',
      ['--late-days', listOf('id,used\nada,two\n')],
      'column used: "two" is not a whole number',
    ],
    ['a zone that is none', ['--zone', 'America/Chikago'], 'Did you mean America/Chicago?'],
  ])('%s ends with 2, and nothing is graded', async (_what, args, sentence) => {
    const out = join(makeFolder(), 'run');
    const { exitCode, stdout, stderr } = await runCommand([command, place, '--rubric', RUBRIC, '--out', out, ...args]);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(sentence)]);
    expect(stderr).not.toMatch(/^ {4}at /m);
    for (const name of ['reports', 'run.json', 'report.json']) expect(existsSync(join(out, name))).toBe(false);
  });
  test('late days for a rubric without a budget', async () => {
    const { exitCode, stderr } = await runCommand([
      command,
      place,
      '--rubric',
      'quiz2',
      '--out',
      makeFolder(),
      ...LISTS,
    ]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('the rubric has no budget of late days')]);
  });
});
