/** Which sandbox is chosen in which environment, and what the report says about it, with the command line. */
import { chmodSync, chownSync } from 'node:fs';
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { whyNotAt } from '../adversarial/places.js';
import { commandIn, type Environment } from '../support/docker-like.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { MAIN, runCli } from '../support/run-cli.js';
import { describeUnless } from '../support/where-possible.js';
import { ONNX } from '../../grader/sandbox/kits/onnx.js';
import type { GradeReport } from '../../grader/schema/report.js';

afterAll(removeFolders);

async function runIn(environment: Environment, args: readonly string[]) {
  const temporary = makeFolder();
  chmodSync(temporary, 0o711);
  if (environment !== 'container') chownSync(temporary, 54321, 54321);
  const [file, words] = commandIn(environment, [process.execPath, MAIN, ...args]);
  const env = { PATH: process.env['PATH'] ?? '', TMPDIR: temporary, HOME: temporary };
  return await execa(file, words, { reject: false, stdin: 'ignore', extendEnv: false, env });
}

const GRADE = ['grade', 'submissions/quiz2/perfect', '--rubric', 'quiz2', '--json'];
const why = whyNotAt('user');

describeUnless(why, 'places without namespaces')('without user namespaces', () => {
  test.each<[Environment, number]>([
    ['container', 1],
    ['user', 2],
  ])('%s: confine is chosen, and the report says what it does not hide', async (environment, gaps) => {
    const { exitCode, stdout, stderr } = await runIn(environment, GRADE);
    expect([exitCode, stderr]).toEqual([0, '']);
    const { verdict, notes, environment: facts } = JSON.parse(stdout) as GradeReport;
    expect([verdict.earned, facts.driver]).toEqual([100, 'confine']);
    expect(notes.map(({ audience, text }) => [audience, text.startsWith('graded with the confine driver: ')])).toEqual(
      Array.from({ length: gaps }, () => ['system', true]),
    );
  });

  test.each<Environment>(['container', 'user'])(
    '%s: exported models run, on ONNX Runtime where it is installed',
    async (environment) => {
      const { exitCode, stdout } = await runIn(environment, [
        ...['grade', 'submissions/hw2-circle/good', '--rubric', 'hw2-circle', '--json', '--no-cache'],
      ]);
      const { verdict, environment: facts } = JSON.parse(stdout) as GradeReport;
      expect([exitCode, verdict.earned]).toEqual([0, verdict.possible]);
      const first = typeof ONNX.find() === 'string' ? 'wasm' : 'onnx';
      expect(facts.backends.every((entry) => entry.endsWith(`: ${first}`))).toBe(true);
      expect(facts.backends).toHaveLength(2);
    },
  );

  test.each<Environment>(['container', 'user'])('%s: doctor tells what works and why', async (environment) => {
    const { exitCode, stdout } = await runIn(environment, ['doctor', '--json']);
    const { drivers } = JSON.parse(stdout) as { drivers: { name: string; works: boolean; fix: string | null }[] };
    expect([exitCode, drivers.map(({ name, works }) => [name, works])]).toEqual([
      0,
      [
        ['bubblewrap', false],
        ['confine', true],
        ['process', true],
      ],
    ]);
    expect(drivers[0]?.fix).toContain('user namespaces');
  });

  test('and without Landlock, nothing is graded', async () => {
    const { exitCode, stdout, stderr } = await runIn('bare', GRADE);
    expect([exitCode, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/the bubblewrap sandbox cannot be used: .*; the confine sandbox cannot be used: .*landlock/);
    const forced = await runIn('bare', [...GRADE, '--driver', 'confine']);
    expect([forced.exitCode, forced.stderr]).toEqual([4, expect.stringContaining('kernel with Landlock')]);
  });

  test('a requested driver that does not work is never replaced by another', async () => {
    const { exitCode, stderr } = await runIn('container', [...GRADE, '--driver', 'bubblewrap']);
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('Allow user namespaces')]);
  });
});

test('a report is the same on every driver, except for what it says about the driver', async () => {
  const reports: unknown[] = [];
  for (const driver of ['bubblewrap', 'confine']) {
    const { stdout } = await runCli([...GRADE, '--driver', driver]);
    const { timing: _timing, notes: _notes, environment, ...rest } = JSON.parse(stdout) as GradeReport;
    expect(environment.driver).toBe(driver);
    reports.push(rest);
  }
  expect(reports[1]).toEqual(reports[0]);
});
