/** `rubric selftest` and `rubric mistakes` as an instructor runs them: real programs in the real sandbox. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { SelfTest } from '../../grader/selftest/result.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

async function selftest(...args: string[]): Promise<{ exitCode: number | undefined; result: SelfTest }> {
  const { exitCode, stdout } = await runCommand(['rubric', 'selftest', ...args, '--json']);
  return { exitCode, result: JSON.parse(stdout) as SelfTest };
}

const TRIED = ['relu-no-mask', 'factor-2', 'bias-missing', 'step-twice'].flatMap((name) => ['--only', name]);

describe('quiz2', () => {
  test('its solution earns all points, and the mistakes are caught and named', async () => {
    const { exitCode, result } = await selftest('quiz2', ...TRIED, '--at-least', '100');
    expect(result).toMatchObject({
      solution: { path: join('submissions', 'quiz2', 'perfect'), earned: 100, possible: 100, lost: [] },
      starter: { path: join('rubrics', 'starters', 'quiz2'), earned: 0, given: [] },
      ...{ broken: [], clashes: [] },
      notCovered: [
        { id: 'jacobian', kind: 'jacobian' },
        { id: 'operations', kind: 'steps' },
      ],
    });
    expect(new Set(result.tried.map(({ mistake }) => mistake)).size).toBe(4);
    expect(result.score).toEqual({
      made: result.tried.length,
      caught: result.tried.length,
      named: result.tried.length,
      share: 1,
    });
    expect(exitCode).toBe(0);
    // points are lost only where outputs differ; gradients that follow from wrong values of one's own count
    for (const { checks, shownBy } of result.tried) {
      const lost = checks.filter(({ verdict }) => verdict !== 'unnoticed').map(({ check }) => check);
      expect(Object.keys(shownBy)).toEqual(expect.arrayContaining(lost));
    }
  });
  test('a table for people, and a wrong solution named with its checks', async () => {
    const args = [
      'rubric',
      'selftest',
      'quiz2',
      '--only',
      'relu-no-mask',
      '--solution',
      'submissions/quiz2/sign-flipped',
    ];
    const { exitCode, stdout } = await runCommand(args);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^solution submissions\/quiz2\/sign-flipped: [\d.]+ of 100 points\n {2}answers: 27 of 30: /m,
    );
    expect(stdout).toMatch(/^ {2}relu-no-mask +named +- +- +named +named$/m);
    expect(stdout).toContain('score: 1 of 1 submissions with a mistake lose points (100.0 %), 1 are named');
  });
  test('a starter that earns points', async () => {
    const { exitCode, result } = await selftest(
      'quiz2',
      '--only',
      'factor-half',
      '--starter',
      'submissions/quiz2/only-code',
    );
    expect(exitCode).toBe(1);
    expect(result.starter?.given.map(({ id }) => id)).toContain('backward');
  });
});

describe('a rubric that sees little', () => {
  const quiz2 = readFileSync('rubrics/quiz2.yaml', 'utf8');
  // of the code, the loss at the point of the quiz alone
  const [head = ''] = quiz2.split('checks:');
  const folder = writeFiles(makeFolder(), {
    'r.yaml': `${head.replace('points: 100', 'points: 5')}checks:
  - { id: loss, kind: forward, title: Loss, points: 5, target: forward, network: two-layer, at: [seed], purity: 1, outputs: [{ name: z1, of: z1, weight: 1 }] }
`,
  });
  test('has a score below 1: what no check catches is told, with the reason', async () => {
    const args = ['rubric', 'selftest', join(folder, 'r.yaml'), '--only', 'factor-2', '--only', 'bias-missing'];
    const { exitCode, stdout } = await runCommand(args);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('solution: there is none here; name it with --solution DIR');
    expect(stdout).toContain(
      '  factor-2 in two-layer: it changes none of the outputs that are asked for at the samples',
    );
    expect(stdout).toMatch(/^score: [1-9]\d* of \d+ submissions/m);
    expect((await runCommand([...args, '--at-least', '100'])).exitCode).toBe(1);
  });
});

describe('bad input', () => {
  const broken = writeFiles(makeFolder(), { 'r.yaml': 'schemaVersion: 1\nid: r\n' });
  test.each<[string[], number, RegExp]>([
    [['selftest', join(broken, 'r.yaml')], 3, /r\.yaml/],
    [['mistakes', join(broken, 'r.yaml')], 3, /r\.yaml/],
    [['selftest', 'no-such'], 2, /there is no rubric no-such/],
    [['selftest', 'quiz2', '--solution', 'nowhere'], 2, /--solution nowhere: there is no such folder or archive/],
    [['selftest', 'quiz2', '--starter', 'nowhere'], 2, /--starter nowhere: there is no such folder or archive/],
    [
      ['selftest', 'quiz2', '--only', 'relu-no-maks'],
      2,
      /--only relu-no-maks: there is no such mistake\..*relu-no-mask/,
    ],
    [['selftest', 'quiz2', '--only', 'input-changed'], 2, /those of protocol cannot be tried/],
    [['selftest', 'quiz2', '--at-least', '101'], 2, /--at-least is 101, expected a number of percent from 0 to 100/],
    [['selftest', 'quiz2', '--at-least', 'x'], 2, /--at-least is not a number/],
    [['selftest', 'quiz2', '--jobs', '0'], 2, /--jobs is 0, expected a whole number from 1/],
    [['selftest'], 2, /rubric selftest needs a rubric/],
    [
      ['mistake'],
      2,
      /rubric cannot be "mistake", expected lint or new or selftest or mistakes or starter or public\. Did you mean mistakes\?/,
    ],
  ])('%j', async (args, code, sentence) => {
    const { exitCode, stdout, stderr } = await runCommand(['rubric', ...args]);
    expect([exitCode, stdout]).toEqual([code, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

describe('rubric mistakes', () => {
  test('lists the catalogue, for programs too', async () => {
    const [text, json] = [await runCommand(['rubric', 'mistakes']), await runCommand(['rubric', 'mistakes', '--json'])];
    expect([text.exitCode, json.exitCode]).toEqual([0, 0]);
    const { topics } = JSON.parse(json.stdout) as { topics: { topic: string; entries: { name: string }[] }[] };
    expect(topics.map(({ topic }) => topic)).toContain('protocol');
    for (const { name } of topics.flatMap(({ entries }) => entries)) expect(text.stdout).toContain(`\n  ${name}  (`);
  });
  test('of a rubric: which outputs show each', async () => {
    const { stdout } = await runCommand(['rubric', 'mistakes', 'quiz2']);
    expect(stdout).toContain('mistakes that can be made in two-layer\n');
    expect(stdout).toMatch(/^ {2}relu-no-mask\n(.+\n)* {4}backward: dz1, dW1, db1, dx$/m);
    const json = JSON.parse((await runCommand(['rubric', 'mistakes', 'hw3-supertux', '--json'])).stdout) as {
      networks: { network: string }[];
    };
    expect(json.networks.map(({ network }) => network)).toEqual(['regress', 'onehot', 'll', 'l2']);
  });
});
