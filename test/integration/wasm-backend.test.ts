/** Models on WebAssembly in the sandbox: correct results, and what happens if they are not. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRng } from '../../grader/numerics/rng.js';
import type { BackendKit } from '../../grader/sandbox/kits/backend.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver, DriverName } from '../../grader/sandbox/drivers/driver.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import { WASM } from '../../grader/sandbox/kits/wasm.js';
import type { Plan } from '../../grader/stages/plan.js';
import { exportModel, modelFiles, tfl } from '../support/exported-model.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { LIMITS, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

const COUNT = 20;
const SIDES = [COUNT, 8, 8, 3];
const rng = makeRng(7);
const INPUT = {
  dtype: 'float32' as const,
  shape: SIDES,
  values: Float32Array.from({ length: COUNT * 8 * 8 * 3 }, () => 2 * rng.nextUniform() - 1),
};
const PLAN: Plan = {
  subjects: [
    {
      subject: { kind: 'model', path: 'net/model.json', example: [8, 8, 3], format: 'layers-model' },
      probes: [
        {
          kind: 'predict',
          id: 'p',
          target: 'net',
          input: INPUT,
          divisor: 1,
          batchSize: 7,
          mostValues: 1e6,
          examined: true,
        },
      ],
    },
  ],
  documents: [],
  models: [],
  dataSets: [],
  limits: { ...LIMITS, modelMs: 30_000 },
};

/** As if one example took so many multiply-adds. */
function planOfWork(macs: number): Plan {
  return { ...PLAN, subjects: PLAN.subjects.map((one) => ({ ...one, subject: { ...one.subject, macs } })) };
}

/** A kernel side of 1 with stride 2 on an even side: what stock wasm gets wrong. */
function smallNetwork() {
  const conv = tfl.layers.conv2d({
    filters: 4,
    kernelSize: [1, 3],
    strides: 2,
    padding: 'same',
    inputShape: [8, 8, 3],
    kernelInitializer: tfl.initializers.glorotUniform({ seed: 1 }),
  });
  const dense = tfl.layers.dense({ units: 6, kernelInitializer: tfl.initializers.glorotUniform({ seed: 2 }) });
  return tfl.sequential({ layers: [conv, tfl.layers.flatten(), dense] });
}

function wasm(): BackendKit {
  const kit = WASM.find();
  if (typeof kit === 'string') throw new Error(kit);
  return kit;
}

/** A file that the sandbox's user can reach. */
function scriptOf(code: string): string {
  const folder = makeFolder();
  chmodSync(folder, 0o755);
  return join(writeFiles(folder, { 'wasm.cjs': code }), 'wasm.cjs');
}

/** The backend with another script in the place of its own. */
function wasmFrom(codeFor: (own: string) => string): BackendKit {
  const kit = wasm();
  const [own = '', binary = ''] = kit.files;
  const [ownInside = '', binaryInside = ''] = kit.inside;
  const script = scriptOf(codeFor(own));
  return {
    ...kit,
    files: [script, binary],
    readable: [script, binary],
    mounts: [
      [script, ownInside],
      [binary, binaryInside],
    ],
  };
}

/** The same backend without its corrections. */
function stockWasm(): BackendKit {
  const corrected = 'module.exports = { useCorrectedWasm: module.exports.useStockWasm };';
  return wasmFrom((own) => `${readFileSync(own, 'utf8')}\n${corrected}`);
}

describe.each<DriverName>(['bubblewrap', 'process'])('under %s', (name) => {
  let driver: Driver;
  let files: Record<string, string | Uint8Array>;
  beforeAll(async () => {
    driver = await chooseDriver(name);
    files = modelFiles(await exportModel(smallNetwork()), 'net');
  });

  async function predictOn(...backends: BackendKit[]) {
    return await predictAs(PLAN, ...backends);
  }

  async function predictAs(plan: Plan, ...backends: BackendKit[]) {
    const seen = await observe(snapshotOf(files), plan, { driver, backends });
    const outcome = seen.outcomes.get('p');
    if (outcome?.status !== 'returned') throw new Error(JSON.stringify(outcome));
    const value = outcome.returned.outputs['value'];
    if (value?.kind !== 'numbers') throw new Error('no numbers');
    return { seen, trust: outcome.trust, values: [...value.data.values] };
  }

  test('wasm gives the numbers of cpu, and is named', async () => {
    const [there, here] = [await predictOn(wasm()), await predictOn()];
    expect(there.seen.backends).toEqual(['net/model.json: wasm']);
    expect(there.seen.remarks).toEqual([]);
    expect(there.trust ?? []).toEqual([]);
    expect(here.seen.backends).toEqual(['net/model.json: cpu']);
    const worst = Math.max(...there.values.map((value, at) => Math.abs(value - (here.values[at] ?? NaN))));
    expect(there.values).toHaveLength(COUNT * 6);
    expect(worst).toBeLessThan(1e-5);
  });

  test('a model whose backends disagree is graded on cpu, which is reported', async () => {
    const [there, here] = [await predictOn(stockWasm()), await predictOn()];
    expect(there.values).toEqual(here.values);
    expect(there.seen.backends).toEqual(['net/model.json: cpu']);
    expect(there.seen.remarks).toEqual([
      expect.stringMatching(
        /^net\/model\.json did not run on wasm: its outputs for 2 examples differ from those on cpu/,
      ),
    ]);
  });

  test.each([
    ['onnx, where one example is too much for cpu', 2e9, 'differ from those on onnx'],
    ['cpu with one example', 6e8, 'its outputs for 1 example differ from those on cpu'],
  ])('a wrong one is noticed by %s', async (_witness, macs, told) => {
    const { seen } = await predictAs(planOfWork(macs), stockWasm());
    expect(seen.backends).toEqual(['net/model.json: cpu']);
    expect(seen.remarks).toEqual([expect.stringContaining(told)]);
  });

  test('a right one is not, by a witness in a worker of its own', async () => {
    const { seen } = await predictAs(planOfWork(2e9), wasm());
    expect([seen.backends, seen.remarks]).toEqual([['net/model.json: wasm'], []]);
    expect(seen.usage.workers).toBe(2);
  });

  test('that no witness was asked is told', async () => {
    const { seen } = await predictAs(planOfWork(2e11), wasm());
    expect(seen.backends).toEqual(['net/model.json: wasm']);
    expect(seen.remarks).toEqual([
      expect.stringMatching(/^net\/model\.json ran on wasm and was not compared with another backend: .*200 billion/),
    ]);
  });

  test('the next one is tried where the first does not start', async () => {
    const first = wasmFrom(() => "throw new Error('no SIMD here');");
    const { seen } = await predictOn(first, wasm());
    expect(seen.backends).toEqual(['net/model.json: wasm']);
    expect(seen.remarks).toEqual([
      'net/model.json did not run on wasm: loading net/model.json failed: its backend does not start: no SIMD here',
    ]);
  });
});
