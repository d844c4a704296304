/**
 * Models on ONNX Runtime, in each sandbox: the numbers of cpu, one worker for several models, and the next backend
 * where there is no translation, a wrong one, or a library that does not load.
 */
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { evaluationsIn } from '../../grader/kept/evaluations.js';
import { folderCache } from '../../grader/cache/blobs.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver, DriverName } from '../../grader/sandbox/drivers/driver.js';
import type { BackendKit } from '../../grader/sandbox/kits/backend.js';
import type { Launch } from '../../grader/sandbox/kits/launch.js';
import { ONNX } from '../../grader/sandbox/kits/onnx.js';
import { WASM } from '../../grader/sandbox/kits/wasm.js';
import type { Evaluations } from '../../grader/sandbox/observing/evaluations.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Child } from '../../grader/sandbox/process/child.js';
import type { Plan, PredictProbe } from '../../grader/stages/plan.js';
import type { Snapshot } from '../../grader/stages/submission.js';
import { exportModel, modelFiles, tfl } from '../support/exported-model.js';
import { graphFiles, node } from '../support/graph-models.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { LIMITS, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

type Files = Record<string, string | Uint8Array>;

const COUNT = 40;
/** Pixels, with which the library scales them itself; large enough to be shown as a file. */
const PIXELS = {
  dtype: 'uint8' as const,
  shape: [COUNT, 96, 96, 3],
  values: Uint8Array.from({ length: COUNT * 96 * 96 * 3 }, (_, at) => (at * 7919) % 251),
};
const PROBE: PredictProbe = {
  kind: 'predict',
  id: 'p',
  target: 'net',
  input: PIXELS,
  divisor: 255,
  batchSize: 10,
  mostValues: 1e6,
  classes: 4,
  examined: true,
};

function network(seed: number) {
  const init = tfl.initializers.glorotUniform({ seed });
  return tfl.sequential({
    layers: [
      tfl.layers.conv2d({ inputShape: [96, 96, 3], filters: 4, kernelSize: 3, strides: 4, kernelInitializer: init }),
      tfl.layers.reLU(),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 4, kernelInitializer: init }),
    ],
  });
}

/** One model in a folder of its own for each name. */
async function modelsNamed(names: readonly string[]): Promise<Files> {
  const all = await Promise.all(names.map(async (name, at) => modelFiles(await exportModel(network(at + 1)), name)));
  return Object.assign({}, ...all) as Files;
}

const planFor = (names: readonly string[], probe: Partial<PredictProbe> = {}): Plan => ({
  subjects: names.map((name) => ({
    subject: { kind: 'model', path: `${name}/model.json`, example: [96, 96, 3], format: 'layers-model' },
    probes: [{ ...PROBE, id: name, ...probe }],
  })),
  ...{ documents: [], models: [], dataSets: [], limits: LIMITS },
});

function kitOf(found: BackendKit | string): BackendKit {
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** With the digests that answers are looked up by. */
function digested(snapshot: Snapshot): Snapshot {
  const files = snapshot.files.map((file) => ({
    ...file,
    sha256: createHash('sha256')
      .update(readFileSync(join(snapshot.root, file.path)))
      .digest('hex'),
  }));
  return { ...snapshot, files };
}

describe.each<DriverName>(['bubblewrap', 'confine', 'process'])('under %s', (name) => {
  const launches: Launch[] = [];
  let driver: Driver;
  beforeAll(async () => {
    const own = await chooseDriver(name);
    driver = {
      ...own,
      start: (launch) => {
        launches.push(launch);
        return own.start(launch);
      },
    };
  });

  async function see(files: Files, plan: Plan, backends: readonly BackendKit[], evaluations?: Evaluations) {
    launches.length = 0;
    const seen = await observe(digested(snapshotOf(files)), plan, { driver, backends, evaluations });
    const values = plan.subjects.map(({ subject, probes: [probe] }) => {
      const outcome = seen.outcomes.get(probe?.id ?? '');
      const load = subject.kind === 'model' ? seen.models.get(subject.path) : undefined;
      if (outcome?.status !== 'returned') throw new Error(JSON.stringify([outcome, load]));
      const value = outcome.returned.outputs['value'];
      if (value?.kind !== 'numbers') throw new Error('no numbers');
      return [...value.data.values];
    });
    return { seen, values, workers: launches.filter(({ program }) => program === 'worker') };
  }

  test('gives the numbers of cpu, in one worker for all models, which sees the images as files', async () => {
    const names = ['a', 'b', 'c'];
    const files = await modelsNamed(names);
    const onnx = await see(files, planFor(names), [kitOf(ONNX.find())]);
    expect(onnx.seen.backends).toEqual(names.map((one) => `${one}/model.json: onnx`));
    expect(onnx.seen.remarks).toEqual([]);
    expect(onnx.seen.stderr).toBe('');
    expect(onnx.workers).toHaveLength(1);
    expect(onnx.workers[0]?.shown).toHaveLength(1);
    expect(onnx.seen.usage.workers).toBe(1);
    const cpu = await see(files, planFor(names), []);
    expect(cpu.workers).toHaveLength(3);
    for (const [at, own] of onnx.values.entries()) {
      const worst = Math.max(...own.map((value, index) => Math.abs(value - (cpu.values[at]?.[index] ?? NaN))));
      expect(own).toHaveLength(COUNT * 4);
      expect(worst).toBeLessThan(1e-5);
    }
    // the models differ, so no answer can be that of another
    expect(onnx.values[0]).not.toEqual(onnx.values[1]);
    // the same bytes on every run, alone or after others
    const alone = await see(files, planFor(['c']), [kitOf(ONNX.find())]);
    expect(alone.values[0]).toEqual(onnx.values[2]);
  }, 60_000);

  test('a model that cannot be translated runs on the next backend, which is told', async () => {
    const layers = [
      tfl.layers.conv2d({ inputShape: [96, 96, 3], filters: 2, kernelSize: 3, strides: 8 }),
      tfl.layers.flatten(),
      tfl.layers.masking({ maskValue: 0 }),
      tfl.layers.dense({ units: 4 }),
    ];
    const odd = modelFiles(await exportModel(tfl.sequential({ layers })), 'odd');
    const files = { ...odd, ...(await modelsNamed(['a'])) };
    const { seen } = await see(files, planFor(['odd', 'a']), [kitOf(ONNX.find()), kitOf(WASM.find())]);
    expect(seen.backends).toEqual(['odd/model.json: wasm', 'a/model.json: onnx']);
    expect(seen.remarks).toEqual([
      expect.stringMatching(/^odd\/model\.json did not run on onnx: .*it is not translated to ONNX: .*[Mm]asking/),
    ]);
  }, 60_000);

  test('the next one is tried where the library does not load', async () => {
    const kit = kitOf(ONNX.find());
    const broken = join(makeFolder(), 'onnxruntime_binding.node');
    writeFileSync(broken, 'not a library', { mode: 0o755 });
    const [, ...files] = kit.files;
    const [, ...mounts] = kit.mounts;
    const first: BackendKit = { ...kit, files: [broken, ...files], mounts: [[broken, kit.inside[0] ?? ''], ...mounts] };
    const { seen } = await see(await modelsNamed(['a']), planFor(['a']), [first, kitOf(WASM.find())]);
    expect(seen.backends).toEqual(['a/model.json: wasm']);
    expect(seen.remarks).toHaveLength(1);
    expect(seen.remarks[0]).toMatch(/^a\/model\.json did not run on onnx: /);
  }, 60_000);

  test('a backend that its witness contradicts is not used', async () => {
    const [onnx, wasm] = [kitOf(ONNX.find()), kitOf(WASM.find())];
    const folder = makeFolder();
    chmodSync(folder, 0o755);
    const script = join(folder, 'wasm.cjs');
    const [addOn = '', own = '', binary = ''] = onnx.files;
    const stock = 'module.exports = { useCorrectedWasm: module.exports.useStockWasm };';
    writeFileSync(script, `${readFileSync(own, 'utf8')}\n${stock}`);
    // with the kernels as they come, wasm computes such a convolution wrongly
    const odd: BackendKit = {
      ...onnx,
      files: [addOn, script, binary],
      inside: [onnx.inside[0] ?? '', '/grader/stock.cjs', onnx.inside[2] ?? ''],
      readable: [script, binary],
      mounts: [...onnx.mounts, [script, '/grader/stock.cjs']],
    };
    const layers = [
      tfl.layers.conv2d({ inputShape: [96, 96, 3], filters: 2, kernelSize: [1, 3], strides: 2, padding: 'same' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 4 }),
    ];
    const files = modelFiles(await exportModel(tfl.sequential({ layers })), 'a');
    const { seen } = await see(files, planFor(['a']), [odd, wasm]);
    expect(seen.backends).toEqual(['a/model.json: wasm']);
    expect(seen.remarks).toEqual([
      expect.stringMatching(
        /^a\/model\.json did not run on onnx: its outputs for 2 examples differ from those on wasm/,
      ),
    ]);
  }, 60_000);

  test('a worker that dies between two models is replaced, and nobody notices', async () => {
    const names = ['a', 'b'];
    const files = await modelsNamed(names);
    const children: Child[] = [];
    const own = driver;
    const watched: Driver = {
      ...own,
      start: (launch) => {
        const child = own.start(launch);
        children.push(child);
        return child;
      },
    };
    // called when a model has answered everything
    const evaluations: Evaluations = {
      recall: () => Promise.resolve(null),
      remember: async () => {
        children.at(-1)?.kill();
        await children.at(-1)?.exited;
      },
    };
    const backends = [kitOf(ONNX.find())];
    const seen = await observe(digested(snapshotOf(files)), planFor(names), { driver: watched, backends, evaluations });
    expect(seen.backends).toEqual(['a/model.json: onnx', 'b/model.json: onnx']);
    expect(seen.remarks).toEqual([]);
    expect(children).toHaveLength(2);
  }, 60_000);
});

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
