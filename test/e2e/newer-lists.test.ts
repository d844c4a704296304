/** A roster that was changed after grading: told, applied without running anything, or to one student who is run again. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeFolder, removeFolders } from '../support/folders.js';
import { folder, LATE_DAYS, listOf, ROSTER, RUBRIC, scoresIn } from '../support/listed-class.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

describe('a newer list', () => {
  const graded = join(makeFolder(), 'run');
  let own = '';
  beforeAll(async () => {
    own = listOf(readFileSync(ROSTER), 'own.csv');
    const lists = ['--roster', own, '--late-days', LATE_DAYS, '--zone', 'America/Chicago'];
    const { exitCode } = await runCommand(['batch', folder, '--rubric', RUBRIC, '--out', graded, ...lists]);
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
    const { exitCode, stdout, stderr } = await runCommand(['rejudge', graded]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('0 of 3 submissions changed')]);
    expect(stderr).toContain(`${own} was changed since the run was made: times and dates stay as the reports say`);
    expect(stderr).toContain(`add --roster ${own}`);
  });
  test('rejudge applies it without running anything, and a run that is continued with it keeps that', async () => {
    const run = copyOfRun();
    const shown = await runCommand(['rejudge', run, ...NEWER()]);
    expect(shown.stdout).toMatch(/cem +75 → 100 of 100/);
    expect(shown.stdout).toContain(`--roster ${own} --zone America/Chicago --apply`);
    expect(pointsOf(run)).toEqual(pointsOf(graded));
    const { exitCode } = await runCommand(['rejudge', run, ...NEWER(), '--apply', '--author', 'Ann']);
    expect(exitCode).toBe(0);
    // a day late with the extension, paid with the late day that is left by the other list
    expect(pointsOf(run)).toEqual([
      ['ada', '100', '5'],
      ['ben', '100', '5'],
      ['cem', '100', '0'],
    ]);
    expect((await runCommand(['rejudge', run])).stderr).not.toContain('was changed since');
    const resume = ['batch', folder, '--rubric', RUBRIC, '--out', run, '--resume', '--late-days', LATE_DAYS];
    const kept = await runCommand([...resume, ...NEWER()]);
    expect(kept.stderr).toContain('3 were finished before and kept');
    const old = await runCommand([...resume, '--roster', ROSTER, '--zone', 'America/Chicago']);
    expect(old.stderr).toContain('cem was graded again: when it was handed in, by whom or under which dates changed');
    expect(old.stderr).toContain('2 were finished before and kept');
    expect(pointsOf(run)).toEqual(pointsOf(graded));
  }, 60_000);
  test('regrade takes it for one student, and names the dates as the reason', async () => {
    const run = copyOfRun();
    const late = listOf('id,left\ncem,0\n', 'none-left.csv');
    const { exitCode, stdout } = await runCommand(['regrade', run, 'cem', ...NEWER(), '--late-days', late]);
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
    const { exitCode, stderr } = await runCommand([command, run, ...more, '--roster', listOf('id\nada\nADA\n')]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('have the same id')]);
    expect(readFileSync(join(run, 'reports', 'cem', 'report.json'), 'utf8')).toBe(before);
  });
});
