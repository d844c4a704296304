/** A run that is continued after a submission was taken out of the class: its results stay, wherever they are looked at. */
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { adjust } from '../../grader/changes/adjust.js';
import { Changing } from '../../grader/changes/changing.js';
import { erase } from '../../grader/changes/erase.js';
import { personOf } from '../../grader/changes/student.js';
import { makeClass } from '../support/class-runs.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

const { folder: whole, rubric } = makeClass(['perfect', 'throws', 'nan']);
const graded = join(makeFolder(), 'run');
const batch = (folder: string, out: string, ...more: readonly string[]) =>
  runCommand(['batch', folder, '--rubric', rubric, '--out', out, ...more]);
beforeAll(async () => {
  expect(await batch(whole, graded)).toMatchObject({ exitCode: 0 });
}, 120_000);

function copyOfRun(): string {
  const run = join(makeFolder(), 'run');
  cpSync(graded, run, { recursive: true });
  return run;
}
const read = (...path: readonly string[]) => readFileSync(join(...path), 'utf8');
const withChanging = async (run: string, work: (changing: Changing) => Promise<unknown>) => {
  const changing = await Changing.begin(run);
  try {
    await work(changing);
  } finally {
    await changing.end();
  }
};

describe('a submission that is no longer in the class', () => {
  const away = join(makeFolder(), 'nan');
  beforeAll(() => {
    renameSync(join(whole, 'nan'), away);
  });
  afterAll(() => {
    renameSync(away, join(whole, 'nan'));
  });

  test('keeps its results in scores, on the page and in run.json, and that is said', async () => {
    const run = copyOfRun();
    const points = /^nan,.*$/m.exec(read(run, 'scores.csv'))?.[0] ?? 'no such line';
    const { exitCode, stderr } = await batch(whole, run, '--resume');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stderr).toContain(`1 submission of this run is no longer in ${whole}: nan; it stays`);
    expect(read(run, 'scores.csv')).toContain(points);
    expect(read(run, 'index.html')).toContain('>nan<');
    expect((JSON.parse(read(run, 'run.json')) as { submissions: string[] }).submissions).toEqual([
      ...['perfect', 'throws', 'nan'],
    ]);
    // no command brings another class back
    const scores = read(run, 'scores.csv');
    await withChanging(run, (changing) => changing.writeClass());
    expect(read(run, 'scores.csv')).toBe(scores);
  }, 60_000);
  test('has what staff decided since', async () => {
    const run = copyOfRun();
    const request = { submission: 'nan', check: 'answers', change: { points: 3 }, reason: 'r', author: 'a' };
    await withChanging(run, (changing) => adjust(changing, { ...request, allowLower: true }));
    // as if adjusting had been interrupted before it wrote the report
    const path = join(run, 'reports', 'nan');
    cpSync(join(path, 'earlier', '0001.json'), join(path, 'report.json'));
    await batch(whole, run, '--resume');
    expect(read(run, 'scores.csv')).toMatch(/^nan,.*answers from 24 to 3/m);
    expect(read(path, 'report.json')).toContain('"adjustment"');
  }, 60_000);
  test('is gone once it is erased', async () => {
    const run = copyOfRun();
    await withChanging(run, async (changing) =>
      erase(changing, await personOf(changing.run, 'nan'), { by: 'Ann', at: '2018-10-01T00:00:00Z' }),
    );
    const { stderr } = await batch(whole, run, '--resume');
    expect(stderr).not.toContain('no longer in');
    expect(read(run, 'scores.csv')).not.toContain('nan');
    expect(existsSync(join(run, 'reports', 'nan'))).toBe(false);
  }, 60_000);
});

describe('another class', () => {
  test('that lacks some of the run is refused, and nothing is changed', async () => {
    const run = copyOfRun();
    const other = makeClass(['perfect']).folder;
    const facts = read(run, 'run.json');
    const { exitCode, stderr } = await batch(other, run, '--resume');
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      `is of the class ${whole}, now ${other} is given, which lacks 2 submissions of the run: nan, throws`,
    );
    expect(read(run, 'run.json')).toBe(facts);
  }, 60_000);
  test('that has all of them is the same class in another place', async () => {
    const run = copyOfRun();
    const moved = makeClass(['perfect', 'throws', 'nan']).folder;
    const { exitCode, stderr } = await batch(moved, run, '--resume');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stderr).toContain('3 were finished before and kept');
    rmSync(moved, { recursive: true });
  }, 60_000);
});
