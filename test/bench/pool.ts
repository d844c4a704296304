/** From a submission's arrival to its report: with a worker that waits, with a cold start, and the naive way. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gradeOne, loadRubric, poolFor } from '../../grader/index.js';
import { chooseDriver } from '../../grader/sandbox/drivers.js';
import { measureNode, median, quantile } from './measure.js';

const TIMES = 100;
const NAIVE_TIMES = 10;

/** What a grader without a pool and a sandbox does: a process for each submission, which imports tf.js and calls it. */
const NAIVE = `
import * as tf from '@tensorflow/tfjs';
await tf.setBackend('cpu');
const x = tf.tensor2d([[1, 2]]);
console.log(tf.matMul(x, x, false, true).dataSync()[0]);
`;

export async function benchPool(root: string, print: (name: string, value: string) => void): Promise<void> {
  const driver = await chooseDriver();
  const rubric = await loadRubric(join(root, 'rubrics/quiz2.yaml'), { data: {} });
  const pool = poolFor({ rubric, driver }, 2);
  const path = join(root, 'submissions/quiz2/perfect');
  const timed = async (own: { pool?: typeof pool }): Promise<number> => {
    const started = performance.now();
    await gradeOne(path, { rubric, driver, ...own });
    return performance.now() - started;
  };
  const warm: number[] = [];
  const cold: number[] = [];
  // in turns: whatever else the machine does hits both
  for (let time = 0; time < TIMES; time += 1) {
    await pool.ready();
    warm.push(await timed({ pool }));
    await pool.ready();
    cold.push(await timed({}));
  }
  await pool.close();
  const tell = (values: readonly number[]) =>
    `median ${median(values).toFixed(1)} ms, p99 ${quantile(values, 0.99).toFixed(1)} ms`;
  print(`dispatch to report, a worker waits (${driver.name})`, `${tell(warm.slice(5))} (aim 20 ms)`);
  print('dispatch to report, cold start', `${tell(cold.slice(5))} (aim 150 ms)`);
  const script = join(root, 'dist', 'bench', 'naive.mjs');
  writeFileSync(script, NAIVE);
  const naive: number[] = [];
  for (let time = 0; time < NAIVE_TIMES; time += 1) naive.push((await measureNode([script], root)).wallSeconds * 1000);
  print('node and plain import of tf.js, one call, no sandbox', tell(naive));
}
