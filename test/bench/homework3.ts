/**
 * Homework 3 as a whole: one submission on each backend, beside a PyTorch script that does the same evaluation and beside
 * bare ONNX Runtime; a class, and the same class when its answers are known.
 */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { installedBackends } from '../../grader/sandbox/kits/backends.js';
import { measureNode, median } from './measure.js';
import { mainIn } from '../support/run-cli.js';

type Print = (name: string, value: string) => void;

const GOOD = 'submissions/hw3-supertux/good';
const RUNS = 3;
const STUDENTS = 40;

export async function benchHomework3(work: string, root: string, print: Print): Promise<void> {
  const before = process.env['XDG_CACHE_HOME'];
  process.env['XDG_CACHE_HOME'] = join(work, 'cache');
  try {
    const best = await benchOne(root, print);
    const bare = await benchBare(work, root, print);
    const torch = await benchTorch(root, print);
    const ratio = (other: number | null) => (other === null ? 'not measured' : (best / other).toFixed(2));
    print('  whole grade to PyTorch (aim 0.6)', ratio(torch));
    print('  whole grade to bare ONNX Runtime (aim 2)', ratio(bare));
    await benchClassOf(work, root, print);
  } finally {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
  }
}

/** Core-seconds on the first backend, with the images of the course decoded before. */
async function benchOne(root: string, print: Print): Promise<number> {
  const grade = async (what: string, prepare: () => void, options: readonly string[]) => {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) {
      prepare();
      runs.push(await measureNode([...grader(root), 'grade', GOOD, '--rubric', 'hw3-supertux', ...options], root));
    }
    const [cpu, wall] = [runs.map((run) => run.cpuSeconds), runs.map((run) => run.wallSeconds)];
    const value = `${median(cpu).toFixed(2)} core-s, ${median(wall).toFixed(2)} s`;
    print(`hw3 good, ${what}`, `${value} (least ${Math.min(...cpu).toFixed(2)} core-s of ${String(RUNS)})`);
    return median(cpu);
  };
  const nothing = () => undefined;
  for (const { name } of installedBackends())
    await grade(`${name}, nothing kept`, nothing, ['--backend', name, '--no-cache']);
  await grade('to fill the cache', nothing, []);
  const best = await grade(
    'images decoded before (aim 1.4)',
    () => {
      forget('model-');
    },
    [],
  );
  await grade('all known', nothing, []);
  return best;
}

const grader = (root: string) => [mainIn(root)];

/** Answers of models and reports on data sets; decoded images stay. */
function forget(start: string): void {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? '', 'tuxgrade', 'data');
  for (const name of readdirSync(folder)) if (name.startsWith(start)) rmSync(join(folder, name));
}

/** Evaluation alone: core-seconds for the five networks on all images, scaled before. */
async function benchBare(work: string, root: string, print: Print): Promise<number | null> {
  const kit = installedBackends().find(({ name }) => name === 'onnx');
  if (kit === undefined) {
    print('bare ONNX Runtime', 'not measured: onnxruntime-node is not installed for this machine');
    return null;
  }
  const outfile = join(work, 'bare-homework3.cjs');
  const entryPoints = [join(root, 'test/bench/bare-homework3.ts')];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  const { stdout } = await execa('node', [outfile, kit.files[0] ?? '', join(root, GOOD, 'models')]);
  const { seconds, translationMs } = JSON.parse(stdout) as { seconds: number; translationMs: readonly number[] };
  print('bare ONNX Runtime, 9,000 images', `${seconds.toFixed(2)} core-s`);
  const each = translationMs.map((ms) => ms.toFixed(0)).join(', ');
  print('  translation and session of each (aim 60 ms)', `${each} ms`);
  return seconds;
}

async function benchTorch(root: string, print: Print): Promise<number | null> {
  const script = join(root, 'test/bench/homework3.py');
  const { stdout, stderr, exitCode } = await execa('python3', [script, join(root, 'fixtures/supertux')], {
    reject: false,
  });
  if (exitCode !== 0) {
    print('PyTorch script', `not measured: ${stderr.trim().split('\n').at(-1) ?? 'python3 is not installed'}`);
    return null;
  }
  print('PyTorch script: import, decode, evaluate', `${Number(stdout).toFixed(2)} core-s`);
  return Number(stdout);
}

async function benchClassOf(work: string, root: string, print: Print): Promise<void> {
  const folder = join(work, 'homework3-class');
  for (let student = 0; student < STUDENTS; student += 1) {
    const own = join(folder, `student-${String(student)}`);
    mkdirSync(own, { recursive: true });
    cpSync(join(root, GOOD), own, { recursive: true });
    // files that differ, so that no model is that of another student
    const models = join(own, 'models');
    for (const name of readdirSync(models)) writeFileSync(join(models, name, 'student.txt'), String(student));
    writeFileSync(join(own, 'data', 'student.txt'), String(student));
  }
  const store = join(work, 'homework3-store');
  const batch = async (what: string, out: string) => {
    const args = ['batch', folder, '--rubric', 'hw3-supertux', '--store', store, '--out', join(work, out)];
    const { wallSeconds, cpuSeconds, peakMemoryBytes } = await measureNode([...grader(root), ...args], root);
    const each = (cpuSeconds / STUDENTS).toFixed(2);
    const rate = ((60 * STUDENTS) / wallSeconds).toFixed(0);
    const memory = `${String(Math.round(peakMemoryBytes / 2 ** 20))} MiB`;
    const cores = String(availableParallelism());
    print(
      `class of ${String(STUDENTS)} on ${cores} cores, ${what}`,
      `${rate} a minute, ${each} core-s each, parent ${memory}`,
    );
  };
  await batch('new', 'homework3-new');
  await batch('graded again (aim 0.3 core-s)', 'homework3-again');
}
