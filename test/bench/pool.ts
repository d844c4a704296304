/** The time from a submission's arrival to its report: with a warm worker, with a cold start, and the naive way. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gradeOne, loadRubric, poolFor, type Driver, type WarmPool } from '../../grader/index.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import { removeFolders } from '../support/folders.js';
import { callOf, planOf, snapshotOf } from '../support/snapshots.js';
import { measureNode, median, quantile } from './measure.js';

/** A file, bundled, loaded, and called once. */
async function timeOneCall(pool: WarmPool, driver: Driver): Promise<number> {
  const snapshot = snapshotOf({ 'backprop.js': 'export const forward = () => ({ loss: 1 });' });
  const started = performance.now();
  const room = pool.take();
  copyFileSync(join(snapshot.root, 'backprop.js'), join(room.submission, 'backprop.js'));
  const own = { ...snapshot, root: room.submission };
  const seen = await observe(own, planOf([callOf('forward', ['loss'])]), { driver, room });
  const took = performance.now() - started;
  if (seen.outcomes.get('forward#0')?.status !== 'returned') throw new Error('the call did not return');
  pool.giveBack(room);
  removeFolders();
  return took;
}

const TIMES = 100;
const NAIVE_TIMES = 10;

/** What a grader without a pool and a sandbox does: a process for each submission, which imports tf.js and calls it. */
// the packages that @tensorflow/tfjs puts together: it is here only where tfjs-node installs
const NAIVE = `
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-converter';
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
  const one: number[] = [];
  const warm: number[] = [];
  const cold: number[] = [];
  // alternating, so that other load on the machine affects both
  for (let time = 0; time < TIMES; time += 1) {
    await pool.ready();
    warm.push(await timed({ pool }));
    await pool.ready();
    one.push(await timeOneCall(pool, driver));
    await pool.ready();
    cold.push(await timed({}));
  }
  await pool.close();
  const tell = (values: readonly number[]) =>
    `median ${median(values).toFixed(1)} ms, p99 ${quantile(values, 0.99).toFixed(1)} ms`;
  print('one call: dispatch to result, a worker waits', `${tell(one.slice(5))} (aim 20 ms)`);
  print(`quiz2, 14 calls: dispatch to report, a worker waits (${driver.name})`, `${tell(warm.slice(5))} (aim 20 ms)`);
  print('quiz2, 14 calls: dispatch to report, cold start', `${tell(cold.slice(5))} (aim 150 ms)`);
  const script = join(root, 'dist', 'bench', 'naive.mjs');
  writeFileSync(script, NAIVE);
  const naive: number[] = [];
  for (let time = 0; time < NAIVE_TIMES; time += 1) naive.push((await measureNode([script], root)).wallSeconds * 1000);
  print('node and plain import of tf.js, one call, no sandbox', tell(naive));
}
