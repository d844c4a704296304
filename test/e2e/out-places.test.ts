/** Results are not written over work, among it, or over the results of a class. */
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeClass, scoresIn } from '../support/class-runs.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

let folder: string;
let rubric: string;
const run = join(makeFolder(), 'run');

beforeAll(async () => {
  ({ folder, rubric } = makeClass(['nan', 'perfect']));
  expect((await runCommand(['batch', folder, '--rubric', rubric, '--out', run])).exitCode).toBe(0);
});

const filesIn = (place: string) => readdirSync(place, { recursive: true, encoding: 'utf8' }).sort();

describe('the folder of a class', () => {
  test.each(['', 'out', 'nan', 'nan/deeper'])('cannot be that of its run: %p', async (inside) => {
    const before = filesIn(folder);
    const out = join(folder, inside);
    const { exitCode, stderr } = await runCommand(['batch', folder, '--rubric', rubric, '--out', out]);
    expect([exitCode, stderr]).toEqual([
      2,
      `tuxgrade: --out ${out} ${inside === '' ? 'is' : 'is inside'} ${folder}: what is written there would be taken for work\nName a folder beside it, such as --out ${folder}-run`,
    ]);
    expect(filesIn(folder)).toEqual(before);
  });
  test('nor its store, nor by a link', async () => {
    const link = join(makeFolder(), 'link');
    symlinkSync(folder, link);
    const out = join(makeFolder(), 'out');
    const stored = await runCommand(['batch', folder, '--rubric', rubric, '--out', out, '--store', join(folder, 's')]);
    expect([stored.exitCode, stored.stderr]).toEqual([2, expect.stringContaining('--store')]);
    const linked = await runCommand(['batch', folder, '--rubric', rubric, '--out', join(link, 'x')]);
    expect([linked.exitCode, linked.stderr]).toEqual([2, expect.stringContaining('is inside')]);
  });
  test('a run in it is left out with a remark', async () => {
    const whole = makeFolder();
    cpSync(folder, whole, { recursive: true });
    cpSync(run, join(whole, 'run-1'), { recursive: true });
    const out = join(makeFolder(), 'out');
    const { exitCode, stderr } = await runCommand(['batch', whole, '--rubric', rubric, '--out', out]);
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringContaining('run-1 is the folder of a run of tuxgrade and not of a student: left out'),
    ]);
    expect(scoresIn(out)).toBe(scoresIn(run));
  });
});

describe('one submission', () => {
  test.each(['', 'reports/perfect', 'new'])('is not written over the results of a class: %p', async (inside) => {
    const [before, out] = [filesIn(run), join(run, inside)];
    const args = ['grade', join(folder, 'nan'), '--rubric', rubric, '--out', out];
    const { exitCode, stderr } = await runCommand(args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^tuxgrade: --out .* the folder of a run of a class\n.*tuxgrade regrade .* STUDENT$/);
    expect([filesIn(run), scoresIn(run).split('\n').length]).toEqual([before, 4]);
  });
  test('nor into itself', async () => {
    const work = join(folder, 'nan');
    const { exitCode, stderr } = await runCommand(['grade', work, '--rubric', rubric, '--out', work]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`--out ${work} is ${work}`)]);
  });
  test('data lint neither', async () => {
    const data = writeFiles(join(makeFolder(), 'data'), { 'labels.csv': 'file,label\n' });
    const { exitCode, stderr } = await runCommand(['data', 'lint', data, '--out', join(data, 'lint')]);
    expect([exitCode, stderr, existsSync(join(data, 'lint'))]).toEqual([
      2,
      expect.stringContaining('is inside'),
      false,
    ]);
  });
});

describe('precheck --html', () => {
  test("replaces its own page, and not a student's work", async () => {
    const work = makeFolder();
    cpSync(join('submissions', 'quiz2', 'perfect'), work, { recursive: true });
    const precheck = (html: string) => runCommand(['precheck', work, '--rubric', 'quiz2', '--html', html]);
    const page = join(work, 'page.html');
    for (const _time of [1, 2]) expect((await precheck(page)).exitCode).toBe(0);
    const answers = join(work, 'answers.json');
    const before = readFileSync(answers, 'utf8');
    const { exitCode, stderr } = await precheck(answers);
    expect([exitCode, stderr]).toEqual([
      2,
      `tuxgrade: --html ${answers} is there already and is not a page of tuxgrade: it is left as it is\nName another file with --html, or remove it.`,
    ]);
    expect(readFileSync(answers, 'utf8')).toBe(before);
  });
});
