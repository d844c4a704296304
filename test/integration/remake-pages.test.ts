/** Pages made anew from the folder of a run: half written, edited, of an older version. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { NOTHING_RELEASED } from '../../grader/report/release.js';
import { ensurePages, remakePages, writeClassPage } from '../../grader/report/writers/pages.js';
import { toJson, writeReport } from '../../grader/report/writers/files.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { makeReport } from '../support/reports.js';
import { runCli } from '../support/run-cli.js';

afterAll(removeFolders);

const NONE = { releaseOf: () => NOTHING_RELEASED };
const reportOf = (id: string) => makeReport({ id });

async function runOf(ids: readonly string[]): Promise<string> {
  const run = makeFolder();
  for (const id of ids) await writeReport(join(run, 'reports', id), reportOf(id));
  return run;
}

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

describe('pages of a run', () => {
  test('are as they were written when it was graded', async () => {
    const run = await runOf(['ann', 'bob']);
    const before = read(run, 'reports', 'ann', 'report.html');
    rmSync(join(run, 'reports', 'ann', 'report.html'));
    const { made, missing, page } = await remakePages(run, NONE);
    expect({ made, missing, page }).toEqual({ made: 2, missing: [], page: join(run, 'index.html') });
    expect(read(run, 'reports', 'ann', 'report.html')).toBe(before);
    expect(read(page)).toContain('reports/bob/report.html');
  });

  test('half written: the rest is made, and each that is missing is named', async () => {
    const run = await runOf(['good', 'cut', 'old', 'edited']);
    writeFileSync(join(run, 'run.json'), toJson({ submissions: ['unbegun', '../outside', '..', 7, 'good'] }));
    mkdirSync(join(run, 'reports', 'begun'));
    const text = read(run, 'reports', 'cut', 'report.json');
    writeFileSync(join(run, 'reports', 'cut', 'report.json'), text.slice(0, 200));
    writeFileSync(join(run, 'reports', 'old', 'report.json'), toJson({ ...reportOf('old'), schemaVersion: 1 }));
    const { verdict } = reportOf('edited');
    const edited = { ...reportOf('edited'), verdict: { ...verdict, earned: 10 } };
    writeFileSync(join(run, 'reports', 'edited', 'report.json'), toJson(edited));
    const { made, missing, page } = await remakePages(run, NONE);
    expect(made).toBe(1);
    expect(Object.fromEntries(missing.map(({ id, because }) => [id, because]))).toEqual({
      unbegun: expect.stringContaining('is not there'),
      begun: expect.stringContaining('is not there'),
      cut: expect.stringContaining('is not JSON'),
      old: expect.stringContaining('is of version 1'),
      edited: expect.stringContaining('was edited'),
    });
    expect(read(page)).toContain('Without a report');
  });

  test('of one report: beside it, and of nothing: refused', async () => {
    const run = await runOf(['ann']);
    const folder = join(run, 'reports', 'ann');
    await remakePages(join(folder, 'report.json'), { ...NONE, staffPages: true });
    expect(read(folder, 'staff.html')).toContain('Check two');
    expect(read(folder, 'report.html')).not.toContain('Check two');
    await expect(remakePages(makeFolder(), NONE)).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('kept results get the pages that they lack, and keep those that they have', async () => {
    const folder = join(await runOf(['ann']), 'reports', 'ann');
    const path = join(folder, 'report.html');
    writeFileSync(path, 'kept');
    await ensurePages(folder, NONE);
    expect(read(path)).toBe('kept');
    rmSync(path);
    await ensurePages(folder, NONE);
    expect(read(path)).toContain('<!doctype html>');
  });

  test('a class without any submission has a page', async () => {
    const page = await writeClassPage(makeFolder(), { title: 'Quiz', standings: [], missing: [] });
    expect(read(page)).toContain('Quiz');
  });
});

test('the command tells what was made and what was not, and ends with 2', async () => {
  const run = await runOf(['ann', 'bob']);
  rmSync(join(run, 'reports', 'bob', 'report.json'));
  const { exitCode, stdout, stderr } = await runCli(['pages', run]);
  expect(stdout).toBe(`1 report has its page: ${join(run, 'index.html')}`);
  expect(stderr).toContain('bob: report.json is not there');
  expect(exitCode).toBe(2);
});
