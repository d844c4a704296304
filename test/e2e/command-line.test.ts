import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { findReportProblems } from '../../grader/schema/validate.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { MAIN, runCli } from '../support/run-cli.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

const ESCAPE = String.fromCharCode(27);
const PERFECT = 'submissions/quiz2/perfect';

describe('a command line that makes no sense ends with 2 and a sentence', () => {
  test.each([
    [[], 'Name a command.'],
    [['grad', 'x'], 'there is no command grad. Did you mean grade?'],
    [['frobnicate'], 'there is no command frobnicate.\n'],
    [['grade'], 'grade needs a submission: a folder, a zip or a tar.gz'],
    [['grade', PERFECT], 'grade needs --rubric'],
    [['grade', PERFECT, '--rubrik', 'quiz2'], 'there is no option --rubrik. Did you mean --rubric?'],
    [['grade', PERFECT, '--rubric'], '--rubric needs a value'],
    [['grade', PERFECT, '--rubric', 'quiz2', '--rubric', 'quiz2'], '--rubric was given 2 times, expected once'],
    [['grade', PERFECT, 'another', '--rubric', 'quiz2'], 'grade does not take another'],
    [
      ['grade', PERFECT, '--rubric', 'quizz'],
      'Give the path of a YAML file, or one of hw2-circle, hw3-supertux, hw4-segmentation, quiz2',
    ],
    [['grade', PERFECT, '--rubric', 'quiz2', '--driver', 'bubblewrp'], 'Did you mean bubblewrap?'],
    [
      ['grade', PERFECT, '--rubric', 'quiz2', '--submitted-at', 'yesterday'],
      'yesterday is not written like 2018-09-13 23:59',
    ],
    [['grade', PERFECT, '--rubric', 'quiz2', '--data', 'valid'], 'expected NAME=DIR'],
    [['grade', 'no-such-folder', '--rubric', 'quiz2'], 'no-such-folder does not exist'],
    [
      ['grade', 'package.json', '--rubric', 'quiz2'],
      'package.json is a file; a submission is a folder, a .zip or a .tar.gz',
    ],
    [['batch', 'submissions/quiz2', '--rubric', 'quiz2'], 'batch needs --out'],
    [['batch', 'submissions/quiz2', '--rubric', 'quiz2', '--out', 'package.json'], 'a file is where a folder'],
    [['batch', 'submissions/quiz2', '--rubric', 'quiz2', '--out', 'o', '--jobs', '0'], '--jobs is 0, expected a whole'],
    [['batch', 'submissions/quiz2', '--rubric', 'quiz2', '--out', 'o', '--jobs', 'all'], '--jobs is not a number'],
    [['precheck', 'grader'], 'which homework is grader?'],
    [
      ['rubric', 'lnt', 'x'],
      'rubric cannot be "lnt", expected lint or new or selftest or mistakes or starter or public. Did you mean lint?',
    ],
  ])('%j', async (args, sentence) => {
    const { exitCode, stdout, stderr } = await runCommand(args);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([exitCode, stdout]).toEqual([2, '']);
  });
});

describe('grade', () => {
  test('--json prints a report and nothing else, without colours', async () => {
    const { exitCode, stdout, stderr } = await runCli(['grade', PERFECT, '--rubric', 'quiz2', '--json']);
    const report: unknown = JSON.parse(stdout);
    expect(findReportProblems(report)).toEqual([]);
    expect(report).toMatchObject({ verdict: { status: 'graded', earned: 100, possible: 100 } });
    expect([exitCode, stderr]).toEqual([0, '']);
  });
  test('a wrong submission is a successful grading, and the summary has no escapes outside a terminal', async () => {
    for (const CI of ['', 'true']) {
      const { exitCode, stdout } = await runCli(['grade', 'submissions/quiz2/nan', '--rubric', 'quiz2'], {
        env: { CI },
      });
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/NaN/);
      expect(stdout).not.toContain(ESCAPE);
    }
  });
  test('a rubric that is wrong ends with 3, before any student code runs', async () => {
    const folder = writeFiles(makeFolder(), { 'r.yaml': 'id: x\n\tpoints: 3\n' });
    const { exitCode, stderr } = await runCli(['grade', PERFECT, '--rubric', join(folder, 'r.yaml')]);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/r\.yaml:2:1/);
  });
  test('without a sandbox it ends with 4 and says how to get one', async () => {
    // node alone on PATH, no bwrap
    const path = writeFiles(makeFolder(), {});
    const { exitCode, stderr } = await runCli(['grade', PERFECT, '--rubric', 'quiz2'], { env: { PATH: path } });
    expect(exitCode).toBe(4);
    expect(stderr).toContain(
      'bubblewrap is not installed; perl is not installed\nRun: sudo apt-get install bubblewrap',
    );
  });
  test('a reader that closes the pipe is not an error', async () => {
    const child = spawn(process.execPath, [MAIN, 'grade', PERFECT, '--rubric', 'quiz2'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, said]).toEqual([0, '']);
  });
});

test('a Node.js that cannot run it is told so, and not by a stack', () => {
  const old = "Object.defineProperty(process.versions, 'node', { value: '18.20.8' })";
  const preload = join(writeFiles(makeFolder(), { 'old.cjs': old }), 'old.cjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', preload, MAIN, '--version'], {
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([4, '']);
  expect(stderr).toMatch(/^tuxgrade needs Node\.js .* this is 18\.20\.8\.\nInstall .*\n$/);
});

describe('precheck', () => {
  test('passes visible checks only, and says what runs later', async () => {
    const { exitCode, stdout } = await runCli(['precheck', PERFECT]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('All visible checks pass.');
    expect(stdout).toContain('2 more checks (46 points) run after you hand in');
    expect(stdout).not.toContain('for a batch');
  });
  test('ends with 1 when something does not pass, as test runners do', async () => {
    const { exitCode, stdout } = await runCli(['precheck', 'submissions/quiz2/forgot-relu-mask', '--rubric', 'quiz2']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Not all visible checks pass yet.');
  });
  test('works without bubblewrap', async () => {
    const { exitCode } = await runCli(['precheck', PERFECT], { env: { PATH: makeFolder() } });
    expect(exitCode).toBe(0);
  });
});

describe('rubric lint and doctor', () => {
  test.each(['quiz2', 'hw2-circle'])('%s is clean', async (id) => {
    const { exitCode, stderr } = await runCli(['rubric', 'lint', `rubrics/${id}.yaml`]);
    expect([exitCode, stderr]).toEqual([0, '']);
  });
  test('lint names each problem with its line and ends with 3', async () => {
    const folder = writeFiles(makeFolder(), { 'r.yaml': 'schemaVersion: 1\nid: x\ntitle: t\npoints: 1\nchekcs: []\n' });
    const { exitCode, stdout, stderr } = await runCli(['rubric', 'lint', join(folder, 'r.yaml')]);
    expect(exitCode).toBe(3);
    expect(stdout + stderr).toMatch(/r\.yaml:5:1.*chekcs/s);
  });
  test('doctor says that this machine can grade', async () => {
    const { exitCode, stdout } = await runCli(['doctor', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      usable: true,
      drivers: [{ name: 'bubblewrap', works: true }, { name: 'confine' }, {}],
    });
  });
  test('doctor ends with 4 where it cannot', async () => {
    const { exitCode, stdout } = await runCli(['doctor'], { env: { PATH: makeFolder() } });
    expect(exitCode).toBe(4);
    expect(stdout).toContain('sudo apt-get install bubblewrap');
  });
});

test('--version and --help', async () => {
  expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+$/);
  const { stdout, exitCode } = await runCli(['--help']);
  for (const command of ['grade', 'batch', 'precheck', 'rubric', 'doctor'])
    expect(stdout).toContain(`tuxgrade ${command}`);
  expect(exitCode).toBe(0);
});
