/** A model that has answered the same questions before is not run again; whatever is odd is. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { folderCache } from '../../grader/cache/blobs.js';
import { evaluationsIn } from '../../grader/kept/evaluations.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { ONNX } from '../../grader/sandbox/kits/onnx.js';
import { WASM } from '../../grader/sandbox/kits/wasm.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Plan, PredictProbe } from '../../grader/stages/plan.js';
import { graphFiles, node } from '../support/graph-models.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { digested, kitOf, modelsNamed, PIXELS, planFor, PROBE, type Files } from '../support/image-networks.js';
import { LIMITS, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

describe('answers that are known', () => {
  let driver: Driver;
  let started = 0;
  beforeAll(async () => {
    const own = await chooseDriver('bubblewrap');
    driver = {
      ...own,
      start: (launch) => {
        started += 1;
        return own.start(launch);
      },
    };
  });

  async function see(files: Files, folder: string, plan = planFor(['a'])) {
    started = 0;
    const evaluations = evaluationsIn(folderCache(folder));
    const backends = [kitOf(ONNX.find()), kitOf(WASM.find())];
    const { usage: _usage, ...seen } = await observe(digested(snapshotOf(files)), plan, {
      driver,
      backends,
      evaluations,
    });
    return { seen, started };
  }

  test('are not computed again, whatever else was handed in', async () => {
    const folder = makeFolder();
    const files = await modelsNamed(['a']);
    const first = await see(files, folder);
    expect(first.started).toBe(1);
    const again = await see({ ...files, 'losses.js': 'export const loss = () => 0;' }, folder);
    expect(again.started).toBe(0);
    expect(again.seen).toEqual(first.seen);
  }, 60_000);

  test('are computed again for another weight, other images, another limit or a damaged file', async () => {
    const folder = makeFolder();
    const files = await modelsNamed(['a']);
    await see(files, folder);
    const path = 'a/weights.bin';
    const weights = Uint8Array.from(files[path] as Uint8Array);
    weights[0] = (weights[0] ?? 0) ^ 1;
    expect(weights.length).toBeGreaterThan(100);
    expect((await see({ ...files, [path]: weights }, folder)).started).toBe(1);
    const values = Uint8Array.from(PIXELS.values);
    values[0] = 255 - (values[0] ?? 0);
    const probe = { input: { ...PIXELS, values } };
    expect((await see(files, folder, planFor(['a'], probe))).started).toBe(1);
    const plan = planFor(['a']);
    expect((await see(files, folder, { ...plan, limits: { ...LIMITS, modelMs: 6000 } })).started).toBe(1);
    expect((await see(files, folder)).started).toBe(0);
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1;
      writeFileSync(join(folder, name), bytes);
    }
    expect((await see(files, folder)).started).toBe(1);
  }, 60_000);

  test('are not kept where the model may use files of another folder', async () => {
    const folder = makeFolder();
    const files = await modelsNamed(['a']);
    const json = String(files['a/model.json']).replace('"weights.bin"', '"../b/weights.bin"');
    expect(json).toContain('../b/');
    const { 'a/weights.bin': weights = '', ...rest } = files;
    const moved = { ...rest, 'a/model.json': json, 'b/weights.bin': weights };
    expect((await see(moved, folder)).started).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
    expect((await see(moved, folder)).started).toBe(1);
  }, 60_000);

  test('are not kept where something is odd: other answers in another batch', async () => {
    const folder = makeFolder();
    const { files, plan } = dependsOnBatch();
    const first = await see(files, folder, plan);
    expect([...first.seen.outcomes.values()]).toEqual([
      expect.objectContaining({ trust: [expect.objectContaining({ kind: 'depends-on-batch' })] }),
    ]);
    expect(readdirSync(folder)).toEqual([]);
  }, 60_000);
});

/** x minus the mean over the batch. */
function dependsOnBatch(): { files: Files; plan: Plan } {
  const input = {
    dtype: 'float32',
    shape: [40, 3],
    values: Float32Array.from({ length: 120 }, (_, at) => at % 7),
  } as const;
  const keep = { keep_dims: { b: true }, Tidx: { type: 'DT_INT32' } };
  const nodes = [node('mean', 'Mean', ['x', 'axis'], keep), node('out', 'Sub', ['x', 'mean'])];
  const files = graphFiles(3, { axis: { shape: [1], values: [0], dtype: 'int32' } }, nodes);
  const subject = { kind: 'model', path: 'deep/model.json', example: [3], format: 'graph-model' } as const;
  const probe: PredictProbe = { ...PROBE, id: 'g', input, divisor: 1, classes: 3 };
  const subjects = [{ subject, probes: [probe] }];
  return { files, plan: { subjects, documents: [], models: [], dataSets: [], limits: LIMITS } };
}
