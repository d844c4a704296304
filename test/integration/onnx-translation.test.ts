/**
 * Compares translated models on ONNX Runtime with tf.js on cpu, on the random layers of the comparison of backends, and with
 * the formulas of the witness, on its random networks. What is refused is counted and printed, and may not become more.
 */
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { bundleProgram } from '../support/bundle.js';
import { removeFolders } from '../support/folders.js';
import { ONNX_BINDING } from '../support/onnx-library.js';
import type { OnnxFuzzReport } from '../support/onnx-fuzz/main.js';
import type { OnnxWitnessReport } from '../support/onnx-fuzz/witness-main.js';
import { casesOf } from '../support/runs.js';
import { WITNESS } from '../support/witness/witness-all.js';

afterAll(removeFolders);

const COUNT = 320;
const SEED = 20_180_911;

async function run<Report>(program: string, count: number, seed: number): Promise<Report> {
  const bundled = await bundleProgram(`test/support/onnx-fuzz/${program}.ts`);
  const { stdout } = await execa('node', [bundled, ONNX_BINDING ?? '', String(count), String(seed)]);
  return JSON.parse(stdout.slice(stdout.indexOf('{'))) as Report;
}

const say = (...lines: readonly string[]) => process.stderr.write(`${lines.join('\n')}\n`);
const listed = (refused: Readonly<Record<string, number>>) =>
  Object.entries(refused).map(([why, count]) => `  not translated: ${String(count)} ${why}`);
const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const isThere = ONNX_BINDING !== null;
if (!isThere) say('not compared: onnxruntime-node has nothing for this machine');
const where = isThere ? test : test.skip;

where(
  'random layers agree with cpu',
  async () => {
    const report = await run<OnnxFuzzReport>(
      'main',
      casesOf({ usual: COUNT, full: 10 * COUNT }),
      Number(process.env['SEED'] ?? SEED),
    );
    const { compared, refused, impossible, noModel, excepted, failures } = report;
    const models = compared + sum(refused) + excepted;
    say(
      `onnx against cpu: ${String(compared)} of ${String(models)} models, forward; ${String(impossible)} that cpu refuses, ${String(noModel)} operations that no model has, ${String(excepted)} with another convention`,
      ...listed(refused),
    );
    expect(failures).toEqual([]);
    expect(compared).toBeGreaterThan(0.97 * models);
    expect(models).toBeGreaterThan(0.8 * (models + impossible + noModel));
  },
  600_000,
);

where(
  'random networks compute what Keras documents',
  async () => {
    const count = casesOf({ usual: WITNESS.few, full: 10 * WITNESS.count });
    const { right, layers, refused, failures } = await run<OnnxWitnessReport>(
      'witness-main',
      count,
      Number(process.env['SEED'] ?? WITNESS.seed),
    );
    say(
      `onnx against the formulas: ${String(right)} of ${String(count)} networks with ${String(Object.keys(layers).length)} kinds of layers and operations`,
      ...listed(refused),
    );
    expect(failures).toEqual([]);
    expect(right).toBeGreaterThan(0.93 * count);
    expect(right + sum(refused)).toBe(count);
  },
  1_800_000,
);
