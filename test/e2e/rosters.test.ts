/**
 * Lists of a class on the command line: names, times, dates and extensions of a roster, a budget of late days, the zone of
 * times without one, and who handed in nothing. Points are computed by hand.
 */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { GradeReport } from '../../grader/schema/report.js';
import { changedRubric } from '../support/changed-rubric.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';

afterAll(removeFolders);

const DATES = 'dates: { due: "2018-09-13T23:59:00-05:00", closes: "2018-09-20T23:59:00-05:00" }';
const RUBRIC = changedRubric('rubrics/quiz2.yaml', [
  'schemaVersion: 1',
  `schemaVersion: 1\n${DATES}\nlate: { kind: budget, days: 5, fraction: 0.25 }`,
]);
const IDS = ['ada', 'ben', 'cem'];
const folder = makeFolder();
for (const id of IDS) cpSync('submissions/quiz2/perfect', join(folder, id), { recursive: true });

function listOf(text: string | Uint8Array, name = 'list.csv'): string {
  const path = join(makeFolder(), name);
  writeFileSync(path, text);
  return path;
}

/** As Excel writes it: a byte order mark, semicolons, Latin-1 is in another test; times as the wall clock shows them. */
const ROSTER = listOf(
  [
    '\ufeffid;name;email;sid;section;extension;submitted;favourite colour',
    'ada;Ada Lovelace;ada@x.edu;007;1;;2018-09-13 20:00;blue',
    // two days more, until the evening of 15 September
    'ben;Ben Zweig;;;1;2d;2018-09-15 23:00;red',
    // 36 hours late, which is two started days
    'cem;Cem Okur;;;2;;2018-09-15 11:59;red',
    'dora;Dora Nil;dora@x.edu;009;2;;;green',
  ].join('\r\n'),
  'roster.csv',
);
const LATE_DAYS = listOf('id,used,left\nada,0,\ncem,4,1\ndora,,3\n', 'days.csv');
const LISTS = ['--roster', ROSTER, '--late-days', LATE_DAYS, '--zone', 'America/Chicago'];

const scoresIn = (run: string) =>
  parse(readFileSync(join(run, 'scores.csv'), 'utf8'), { columns: true }) as unknown as Record<string, string>[];

describe('batch', () => {
  const run = join(makeFolder(), 'run');
  let [stdout, stderr] = ['', ''];
  beforeAll(async () => {
    const done = await runCli(['batch', folder, '--rubric', RUBRIC, '--out', run, ...LISTS]);
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
  test('a table that Excel wrote in Latin-1 is read, and told', async () => {
    const out = join(makeFolder(), 'run');
    const latin = listOf(Buffer.from('id;name\nada;Adá\n', 'latin1'), 'latin.csv');
    const done = await runCli(['batch', folder, '--rubric', 'quiz2', '--out', out, '--roster', latin]);
    expect(done.stderr).toContain('latin.csv is not UTF-8 and was read as Latin-1');
    expect(done.stderr).toContain('2 submissions belong to nobody in latin.csv: ben, cem');
    expect(scoresIn(out)[0]).toMatchObject({ id: 'ada', name: 'Adá' });
  }, 60_000);
});

describe('grade', () => {
  const graded = async (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await runCli(['grade', ...args, '--rubric', RUBRIC, '--json']);
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

describe('a newer list', () => {
  const graded = join(makeFolder(), 'run');
  let own = '';
  beforeAll(async () => {
    own = listOf(readFileSync(ROSTER), 'own.csv');
    const lists = ['--roster', own, '--late-days', LATE_DAYS, '--zone', 'America/Chicago'];
    const { exitCode } = await runCli(['batch', folder, '--rubric', RUBRIC, '--out', graded, ...lists]);
    expect(exitCode).toBe(0);
    // a day for cem, and dora handed in elsewhere
    writeFileSync(
      own,
      readFileSync(own, 'utf8')
        .replace('cem;Cem Okur;;;2;;', 'cem;Cem Okur;;;2;1d;')
        .replace(/dora.*/, ''),
    );
  }, 60_000);
  const copyOfRun = () => {
    const run = join(makeFolder(), 'run');
    cpSync(graded, run, { recursive: true });
    return run;
  };
  const pointsOf = (run: string) => scoresIn(run).map(({ id, earned, late_days_left: left }) => [id, earned, left]);
  const NEWER = () => ['--roster', own, '--zone', 'America/Chicago'];

  test('rejudge without it keeps the dates, and says that the list was changed', async () => {
    const { exitCode, stdout, stderr } = await runCli(['rejudge', graded]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('0 of 3 submissions changed')]);
    expect(stderr).toContain(`${own} was changed since the run was made: times and dates stay as the reports say`);
    expect(stderr).toContain(`add --roster ${own}`);
  });
  test('rejudge applies it without running anything, and a run that is continued with it keeps that', async () => {
    const run = copyOfRun();
    const shown = await runCli(['rejudge', run, ...NEWER()]);
    expect(shown.stdout).toMatch(/cem +75 → 100 of 100/);
    expect(shown.stdout).toContain(`--roster ${own} --zone America/Chicago --apply`);
    expect(pointsOf(run)).toEqual(pointsOf(graded));
    const { exitCode } = await runCli(['rejudge', run, ...NEWER(), '--apply', '--author', 'Ann']);
    expect(exitCode).toBe(0);
    // a day late with the extension, paid with the late day that is left by the other list
    expect(pointsOf(run)).toEqual([
      ['ada', '100', '5'],
      ['ben', '100', '5'],
      ['cem', '100', '0'],
    ]);
    expect((await runCli(['rejudge', run])).stderr).not.toContain('was changed since');
    const resume = ['batch', folder, '--rubric', RUBRIC, '--out', run, '--resume', '--late-days', LATE_DAYS];
    const kept = await runCli([...resume, ...NEWER()]);
    expect(kept.stderr).toContain('3 were finished before and kept');
    const old = await runCli([...resume, '--roster', ROSTER, '--zone', 'America/Chicago']);
    expect(old.stderr).toContain('cem was graded again: when it was handed in, by whom or under which dates changed');
    expect(old.stderr).toContain('2 were finished before and kept');
    expect(pointsOf(run)).toEqual(pointsOf(graded));
  }, 60_000);
  test('regrade takes it for one student, and names the dates as the reason', async () => {
    const run = copyOfRun();
    const late = listOf('id,left\ncem,0\n', 'none-left.csv');
    const { exitCode, stdout } = await runCli(['regrade', run, 'cem', ...NEWER(), '--late-days', late]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('the dates or late days of the student (1 late day, now due 2018-09-14T23:59:00-05:00,');
    // still 12 hours late, and no late day is left: a quarter
    expect(pointsOf(run)).toEqual([...pointsOf(graded).slice(0, 2), ['cem', '75', '0'], ['dora', '', '3']]);
  }, 60_000);
  test.each([
    ['rejudge', []],
    ['regrade', ['cem']],
  ])('%s: one that cannot be understood ends with 2 and changes nothing', async (command, more) => {
    const run = copyOfRun();
    const before = readFileSync(join(run, 'reports', 'cem', 'report.json'), 'utf8');
    const { exitCode, stderr } = await runCli([command, run, ...more, '--roster', listOf('id\nada\nADA\n')]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('have the same id')]);
    expect(readFileSync(join(run, 'reports', 'cem', 'report.json'), 'utf8')).toBe(before);
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
    const { exitCode, stdout, stderr } = await runCli([command, place, '--rubric', RUBRIC, '--out', out, ...args]);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(sentence)]);
    expect(stderr).not.toMatch(/^ {4}at /m);
    for (const name of ['reports', 'run.json', 'report.json']) expect(existsSync(join(out, name))).toBe(false);
  });
  test('late days for a rubric without a budget', async () => {
    const { exitCode, stderr } = await runCli([command, place, '--rubric', 'quiz2', '--out', makeFolder(), ...LISTS]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('the rubric has no budget of late days')]);
  });
});
