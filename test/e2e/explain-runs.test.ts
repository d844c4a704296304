/** show and diff, with the command line on a run of a small class whose students have names. */
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeFolder, removeFolders } from '../support/folders.js';
import { ADA, BEN, CEM, copyOf, gradeNamedClass, reportIn } from '../support/named-class.js';
import { runCommand } from '../support/run-command.js';

/** A run that no test changes. */
let run = '';

beforeAll(async () => {
  ({ run } = await gradeNamedClass());
}, 120_000);
afterAll(removeFolders);

describe('show', () => {
  test.each([ADA.id, 'ada quillfeather', ADA.email, 'quill'])('%s: the score and what is not right', async (typed) => {
    const { exitCode, stdout, stderr } = await runCommand(['show', run, typed]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`${ADA.id}  Quiz 2`);
    expect(stdout).toMatch(/^90\.56 of 100 points/m);
    expect(stdout).toContain('dz1 is the result if relu passes the gradient on everywhere');
    expect(stdout).toContain(`tuxgrade show ${run} ${ADA.id} `);
    expect(stdout).not.toContain(String.fromCharCode(27));
  });
  test('one check: what came, what was expected, which mistake', async () => {
    const { stdout } = await runCommand(['show', run, ADA.id, 'backward-seed']);
    expect(stdout).toMatch(/what came \[.*\]\n[\s\S]*what was expected \[/);
    expect(stdout).toContain('the first wrong one is z1');
    expect(stdout).toContain('hint: Where its input is negative, relu is flat');
  });
  test('the line of code', async () => {
    expect((await runCommand(['show', run, 'cem', 'backward'])).stdout).toContain('| 23 |   const dW1');
  });
  test('by name, of a check that was adjusted: what the grader gave, who changed it and why', async () => {
    const folder = copyOf(run);
    const change = ['--points', '12', '--reason', 'the 7 is a 1', '--author', 'Ann Author'];
    expect((await runCommand(['adjust', folder, 'okur', 'answers', ...change])).exitCode).toBe(0);
    const check = await runCommand(['show', folder, 'CEM okur', 'answers']);
    expect(check.stdout).toMatch(
      /12 of 30 answers [^\n]*\n {2}adjusted by Ann Author, [\d-]+, from 30 to 12: the 7 is a 1\n/,
    );
    const all = await runCommand(['show', folder, CEM.email]);
    // 60 points and 18 fewer
    expect(all.stdout).toMatch(/^42 of 100 points: the sum of the checks\n {2}adjusted by staff: the grader gave 60$/m);
    expect(all.stdout).toContain('earlier/0001.json  60 of 100');
    expect([check.stderr, all.stderr]).toEqual(['', '']);
    const told = JSON.parse((await runCommand(['show', folder, 'okur', 'answers', '--json'])).stdout) as unknown;
    expect(told).toMatchObject({ check: { earned: 12, adjustment: { machine: 30, author: 'Ann Author' } } });
    await runCommand([
      'adjust',
      folder,
      'okur',
      'answers',
      '--undo',
      '--reason',
      'wrong student',
      '--author',
      'Ann Author',
    ]);
    const undone = await runCommand(['show', folder, 'okur', 'answers']);
    expect(undone.stdout).toContain('30 of 30 answers');
    expect(undone.stdout).not.toContain('adjusted');
  }, 30_000);
  test('--json', async () => {
    const told = JSON.parse((await runCommand(['show', run, 'cem', 'backward', '--json'])).stdout) as unknown;
    expect(told).toMatchObject({ check: { id: 'backward', earned: 0 }, isEdited: false, earlier: [] });
    const all = JSON.parse((await runCommand(['show', run, 'cem', '--json'])).stdout) as unknown;
    expect(all).toMatchObject({ report: { submission: { id: CEM.id } } });
  });
  test.each([
    [['no-such-folder', 'x'], 'no-such-folder is not the folder of a run'],
    [['submissions', 'x'], 'is not the folder of a run'],
    [['RUN', 'nobody'], 'nobody in'],
    [['RUN', 'submission_47'], '3 submissions fit "submission_47": submission_4711 (Ada Quillfeather), '],
    [['RUN', 'cem', 'backwards'], 'there is no check backwards. Did you mean backward?'],
    [['RUN'], 'show needs a run and a student'],
  ])('%j', async (args, sentence) => {
    const { exitCode, stdout, stderr } = await runCommand(['show', ...args.map((arg) => (arg === 'RUN' ? run : arg))]);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(sentence)]);
  });
  test('a report that was edited, one of an older version, one that is missing, and earlier ones', async () => {
    const folder = copyOf(run);
    const path = reportIn(folder, CEM);
    mkdirSync(join(folder, 'reports', CEM.id, 'earlier'));
    cpSync(path, join(folder, 'reports', CEM.id, 'earlier', '0001.json'));
    appendFileSync(path, '\n');
    const edited = await runCommand(['show', folder, CEM.id]);
    expect(edited.stderr).toContain('report.json is not as it was written: somebody edited it');
    expect(edited.stdout).toMatch(/Earlier reports.*\n {2}earlier\/0001\.json {2}60 of 100, graded 2/);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"schemaVersion": \d+/, '"schemaVersion": 1'));
    const older = await runCommand(['show', folder, CEM.id]);
    expect([older.exitCode, older.stderr]).toEqual([
      2,
      expect.stringContaining('is of version 1, from an older tuxgrade'),
    ]);
    rmSync(path);
    const missing = await runCommand(['show', folder, CEM.id]);
    expect([missing.exitCode, missing.stderr]).toEqual([
      2,
      expect.stringContaining('has no report: it was not finished'),
    ]);
  });
});

describe('diff', () => {
  test('of a run with itself: nothing', async () => {
    const { exitCode, stdout } = await runCommand(['diff', run, run]);
    expect([exitCode, stdout]).toEqual([0, '0 of 3 submissions changed.']);
  });
  test('check by check, student by student, why, and who is in one of them only', async () => {
    const others = join(makeFolder(), 'class');
    cpSync('submissions/quiz2/perfect', join(others, ADA.id), { recursive: true });
    cpSync('submissions/quiz2/perfect', join(others, BEN.id), { recursive: true });
    const second = join(makeFolder(), 'run');
    await runCommand(['batch', others, '--rubric', 'quiz2', '--out', second]);
    const { exitCode, stdout } = await runCommand(['diff', run, second]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ {2}total +1 +0 +1 +0 +95\.28\/100 +100\/100$/m);
    expect(stdout).toContain(`  ${ADA.id}  90.56 → 100 of 100\n`);
    expect(stdout).toMatch(/Why: the submission \([0-9a-f]{12},\s+now [0-9a-f]{12}\)/);
    expect(stdout).toContain(`Only in ${run}: ${CEM.id}`);
    const told = JSON.parse((await runCommand(['diff', run, second, '--json'])).stdout) as unknown;
    expect(told).toMatchObject({ compared: 2, changed: [{ id: ADA.id }], onlyBefore: [CEM.id], onlyAfter: [] });
  }, 60_000);
  test('runs of two homeworks, no run, and a report that cannot be read', async () => {
    const folder = copyOf(run);
    rmSync(reportIn(folder, CEM));
    const { exitCode, stdout, stderr } = await runCommand(['diff', run, folder]);
    expect([exitCode, stdout]).toEqual([2, '0 of 2 submissions changed.']);
    expect(stderr).toContain(`${CEM.id} has no report: it was not finished (in ${folder}): it is left out`);
    const facts = join(folder, 'run.json');
    writeFileSync(facts, readFileSync(facts, 'utf8').replace('"id": "quiz2"', '"id": "hw2-circle"'));
    expect((await runCommand(['diff', run, folder])).stderr).toContain('is a run of quiz2, and');
    expect((await runCommand(['diff', run, 'grader'])).stderr).toContain('grader is not the folder of a run');
  });
});
