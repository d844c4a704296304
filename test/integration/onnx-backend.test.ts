/**
 * Models on ONNX Runtime, in each sandbox: the numbers of cpu, one worker for several models, and the next backend
 * where there is no translation, a wrong one, or a library that does not load.
 */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver, DriverName } from '../../grader/sandbox/drivers/driver.js';
import type { BackendKit } from '../../grader/sandbox/kits/backend.js';
import type { Launch } from '../../grader/sandbox/kits/launch.js';
import { ONNX } from '../../grader/sandbox/kits/onnx.js';
import { WASM } from '../../grader/sandbox/kits/wasm.js';
import type { Evaluations } from '../../grader/sandbox/observing/evaluations.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Child } from '../../grader/sandbox/process/child.js';
import type { Plan } from '../../grader/stages/plan.js';
import { exportModel, modelFiles, tfl } from '../support/exported-model.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { COUNT, digested, kitOf, modelsNamed, planFor, type Files } from '../support/image-networks.js';
import { snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

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

  // what follows is decided outside of the sandbox, in the same way for every driver
  if (name !== 'bubblewrap') return;

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
