/** However much a worker sends, the parent does not keep more than was requested. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Observations } from '../../grader/stages/observation.js';
import { removeFolders } from '../support/folders.js';
import { gradeQuiz2, resultOf } from '../support/quiz2-code.js';
import { callOf, planOf, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

let driver: Driver;
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
});

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const PROBES = [0, 1, 2, 3].map((turn) => callOf('forward', KEYS, turn));

/** Takes over the channel: answers each request with tensors that all have the same 16 MB. */
const OVERLAPPING = (bytes: number, offset: string) => `
const { readSync, writeSync } = process.getBuiltinModule('fs');
exports.forward = () => {
  const bytes = ${String(bytes)};
  const tensor = (index) => ({ dtype: 'uint8', shape: [bytes / 8], offset: ${offset} });
  const outputs = Object.fromEntries(${JSON.stringify(KEYS)}.map((key, index) => [key, { kind: 'numbers', form: 'tensor', tensor: tensor(index) }]));
  const kept = { kind: 'disposed' };
  const header = Buffer.from(JSON.stringify({ type: 'returned', outputs, keys: [], inputsAfter: { W: kept, x: kept } }));
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32LE(header.length, 0);
  prefix.writeUInt32LE(bytes, 4);
  const all = Buffer.concat([prefix, header, Buffer.alloc(bytes)]);
  for (;;) {
    for (let sent = 0; sent < all.length; ) { try { sent += writeSync(3, all, sent); } catch {} }
    for (let read = 0; read === 0; ) { try { read = readSync(3, Buffer.alloc(65536)); } catch {} }
  }
};`;

// set here, so that this file runs without a flag
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const MOST_GROWTH = 8 << 20;

/**
 * The largest that this process was while it asked, above what it was before. Garbage is not counted, but only looked for
 * where it would decide.
 */
async function growthOf(ask: () => Promise<Observations>): Promise<{ seen: Observations; bytes: number }> {
  collect();
  const total = () => process.memoryUsage().arrayBuffers;
  const before = total();
  let most = 0;
  const look = () => {
    if (total() - before >= MOST_GROWTH) collect();
    most = Math.max(most, total() - before);
  };
  const timer = setInterval(look, 20);
  const seen = await ask();
  clearInterval(timer);
  look();
  return { seen, bytes: most };
}

describe('forged replies', () => {
  test.each([
    ['whose tensors lie over each other, within what may come', OVERLAPPING(8192, '0')],
    ['larger than what was asked for', OVERLAPPING(16 << 20, '0')],
    ['larger than what was asked for, its tensors side by side', OVERLAPPING(16 << 20, 'index * bytes / 8')],
  ])('%s', async (_, code) => {
    const { seen, bytes } = await growthOf(() =>
      observe(snapshotOf({ 'backprop.js': code }), planOf(PROBES), { driver }),
    );
    expect([...seen.outcomes.values()].map((one) => (one.status === 'failed' ? one.error.code : 'returned'))).toEqual(
      PROBES.map(() => 'PROTOCOL_VIOLATION'),
    );
    expect(bytes).toBeLessThan(MOST_GROWTH);
  });
});

describe('honest answers that are too large', () => {
  test.each([
    [
      'a tensor',
      'tf.zeros([2000, 1000])',
      'a tensor of shape [2000, 1000] with 2000000 numbers, far more than expected',
    ],
    ['a typed array', 'new Float64Array(2e6)', 'an array with 2000000 numbers, far more than expected'],
    [
      'nested arrays',
      'Array.from({ length: 1000 }, () => new Array(2000).fill(0))',
      'an array with more than 4096 numbers, far more than expected',
    ],
  ])('%s is reported with its size', async (_, value, found) => {
    const code = `const tf = require('@tensorflow/tfjs');\nexports.forward = () => ({ a: ${value}, b: 1 });`;
    const { seen, bytes } = await growthOf(() =>
      observe(snapshotOf({ 'backprop.js': code }), planOf(PROBES), { driver }),
    );
    const outcome = seen.outcomes.get('forward#0');
    expect(outcome).toMatchObject({
      status: 'returned',
      returned: { outputs: { a: { kind: 'unusable', found }, b: { kind: 'numbers' } } },
    });
    expect(bytes).toBeLessThan(MOST_GROWTH);
  });

  test('of several that are too much together, the largest', async () => {
    const code = 'exports.forward = () => ({ a: new Float64Array(2000), b: new Float64Array(3000), c: 1 });';
    const seen = await observe(snapshotOf({ 'backprop.js': code }), planOf(PROBES), { driver });
    expect(seen.outcomes.get('forward#3')).toMatchObject({
      returned: { outputs: { a: { kind: 'numbers' }, b: { kind: 'unusable' }, c: { kind: 'numbers' } } },
    });
  });

  test('the sentence of a check says what came, and the other outputs count', async () => {
    const report = await gradeQuiz2(`const tf = require('@tensorflow/tfjs');
      exports.forward = (p, x, y) => ({ z1: x.matMul(p.W1, false, true).add(p.b1), z2: tf.zeros([3000, 3000]) });`);
    const forward = resultOf(report, 'forward-seed');
    expect(forward.summary).toContain(
      'z2 is a tensor of shape [3000, 3000] with 9000000 numbers, far more than expected',
    );
    expect(forward.evidence).toMatchObject({
      outputs: [{ name: 'z1', verdict: 'match' }, { name: 'z2', verdict: 'unusable' }, {}, {}, {}],
    });
  });
});

test('a long name of an export is not a fault', async () => {
  const code = "exports['a'.repeat(3e6)] = 1; exports.forward = () => ({ a: 1 });";
  const seen = await observe(snapshotOf({ 'backprop.js': code }), planOf(PROBES), { driver });
  expect(seen.outcomes.get('forward#0')).toMatchObject({ status: 'returned' });
});
