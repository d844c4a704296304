/** `--seed` replaces generic samples, so that published ones cannot be memorised. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRubric } from '../../grader/index.js';
import { gradientsOf } from '../../grader/numerics/gradients.js';
import { evaluate } from '../../grader/numerics/network.js';
import type { TensorData } from '../../grader/tensor/tensor.js';
import { runBatch } from '../support/class-runs.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { runCli, type CliResult } from '../support/run-cli.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

interface Report {
  rubric: { seed?: number };
  verdict: { earned: number };
  results: { id: string; earned: number }[];
  environment: { seeds: Record<string, number[]> };
  timing?: unknown;
}

const PERFECT = 'submissions/quiz2/perfect';
const NAMES = { yhat: 'dyhat', z2: 'dz2', z1: 'dz1', W1: 'dW1', b1: 'db1', w2: 'dw2', b2: 'db2', x: 'dx' };

function nested({ shape, values }: TensorData): unknown {
  const [, columns = 1] = shape;
  if (shape.length < 2) return shape.length === 0 ? values[0] : [...values];
  return Array.from({ length: shape[0] ?? 0 }, (_row, row) => [...values.subarray(row * columns, (row + 1) * columns)]);
}

/** A submission that contains the answers for every point of the rubric, and nothing else. */
async function byHeart(): Promise<string> {
  const { rubric, sampleSets } = await loadRubric('rubrics/quiz2.yaml');
  const network = rubric.networks?.['two-layer'];
  if (network === undefined) throw new Error('the rubric has no network');
  const table = [...sampleSets.values()].flat().map(({ values }) => {
    const out = evaluate(network, values).values;
    const { gradients } = gradientsOf(network, values);
    const forward = ['z1', 'z2', 'yhat', 'loss'].map((name) => [name, out[name]] as const);
    const backward = Object.entries(NAMES).map(([of, name]) => [name, gradients[of]] as const);
    const told = [forward, backward].map((all) =>
      Object.fromEntries(all.flatMap(([name, tensor]) => (tensor === undefined ? [] : [[name, nested(tensor)]]))),
    );
    return [JSON.stringify([...(values['x']?.values ?? [])]), told];
  });
  const code = `const table = new Map(${JSON.stringify(table)});
const look = (x, which) => structuredClone((table.get(JSON.stringify([...x.dataSync()])) ?? [{}, {}])[which]);
export const forward = (p, x) => look(x, 0);
export const backward = (p, x) => look(x, 1);
`;
  return writeFiles(join(makeFolder(), 'heart'), { 'backprop.js': code });
}

const argsFor = (submission: string, more: readonly string[]) =>
  ['grade', submission, '--rubric', 'quiz2', '--json', ...more] as const;
const grade = async (submission: string, ...more: string[]) => reportIn(await runCommand(argsFor(submission, more)));
/** In a process of its own. */
const gradeAnew = async (submission: string, ...more: string[]) => reportIn(await runCli(argsFor(submission, more)));

function reportIn({ stdout, stderr }: CliResult): Report {
  if (stdout === '') throw new Error(stderr);
  const { timing: _timing, ...report } = JSON.parse(stdout) as Report;
  return report;
}

const earnedIn = ({ results }: Report, id: string) => results.find((result) => result.id === id)?.earned;

describe('grade', () => {
  let heart = '';
  beforeAll(async () => {
    heart = await byHeart();
  });

  test('who knows the published points by heart earns all of the code without a seed, and little with one', async () => {
    const [published, moved] = [await grade(heart), await grade(heart, '--seed', '7')];
    expect(published.verdict.earned).toBe(60);
    expect(published.rubric.seed).toBeUndefined();
    // given samples do not change and may be known
    expect(['forward-seed', 'backward-seed'].map((id) => earnedIn(moved, id))).toEqual([5, 9]);
    expect(moved.verdict.earned).toBe(14);
    expect(moved.rubric.seed).toBe(7);
  }, 30_000);

  test('who can do it earns all at any samples; the same seed gives the same report, another one other samples', async () => {
    const [seven, again, eight] = [
      await grade(PERFECT, '--seed', '7'),
      await gradeAnew(PERFECT, '--seed', '7'),
      await grade(PERFECT, '--seed', '8'),
    ];
    expect([seven.verdict.earned, eight.verdict.earned]).toEqual([100, 100]);
    expect(again).toEqual(seven);
    expect(seven.environment.seeds['generic']).not.toEqual(eight.environment.seeds['generic']);
    expect(seven.environment.seeds['seed']).toEqual([]);
  }, 30_000);

  test.each([
    ['-1', '--seed is -1, expected a whole number from 0'],
    ['1.5', '--seed is 1.5, expected'],
    ['seven', '--seed is not a number, expected'],
  ])('--seed=%s is refused', async (seed, sentence) => {
    const { exitCode, stderr } = await runCommand(['grade', PERFECT, '--rubric', 'quiz2', `--seed=${seed}`]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(sentence)]);
  });
});

describe('batch', () => {
  test('keeps its seed in run.json, and is not continued at other samples', async () => {
    const [folder, out] = [makeFolder(), makeFolder()];
    const backprop = readFileSync(join(PERFECT, 'backprop.ts'), 'utf8');
    writeFiles(join(folder, 'alice'), { 'backprop.ts': backprop });
    const run = (...more: string[]) => runBatch([folder, '--rubric', 'quiz2', '--out', out, ...more]);
    expect((await run('--seed', '7')).exitCode).toBe(0);
    expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))).toMatchObject({ seed: 7 });
    const before = readFileSync(join(out, 'scores.csv'), 'utf8');

    const without = await run('--resume');
    expect([without.exitCode, without.stderr]).toEqual([
      2,
      expect.stringContaining('was started with --seed 7, now none is'),
    ]);
    expect(without.stderr).toContain('give --seed 7');
    const other = await run('--resume', '--seed', '8');
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining('now 8 is given')]);
    const same = await run('--resume', '--seed', '7');
    expect([same.exitCode, same.stderr]).toEqual([0, expect.stringContaining('1 was finished before')]);
    expect(readFileSync(join(out, 'scores.csv'), 'utf8')).toBe(before);
  }, 30_000);

  test('a run from before there were seeds is continued without one', async () => {
    const [folder, out] = [makeFolder(), makeFolder()];
    writeFiles(join(folder, 'alice'), { 'answers.json': '{}' });
    const run = (...more: string[]) => runBatch([folder, '--rubric', 'quiz2', '--out', out, ...more]);
    expect((await run()).exitCode).toBe(0);
    const facts = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as Record<string, unknown>;
    delete facts['seed'];
    writeFileSync(join(out, 'run.json'), JSON.stringify(facts));
    expect((await run('--resume')).stderr).toContain('1 was finished before');
    expect((await run('--resume', '--seed', '7')).stderr).toContain('was started without --seed, now 7 is given');
  }, 30_000);
});
