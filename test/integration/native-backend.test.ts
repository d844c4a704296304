/** Models on TensorFlow's native library, if it is installed; nothing may depend on it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmodSync, cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCirclePoints } from '../../grader/numerics/circle.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver, DriverName } from '../../grader/sandbox/drivers/driver.js';
import { librariesOf } from '../../grader/sandbox/kits/kit.js';
import type { BackendKit } from '../../grader/sandbox/kits/backend.js';
import { NATIVE, nativeBackend } from '../../grader/sandbox/kits/native.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Plan } from '../../grader/stages/plan.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { LIMITS, snapshotOf } from '../support/snapshots.js';
import { testUnless } from '../support/where-possible.js';

afterAll(removeFolders);

const GOOD = 'submissions/hw2-circle/good/linear';
const BOX = { low: -1, high: 1 };
const POINTS = makeCirclePoints({ kind: 'point-in-circle', seed: 5, count: 5000, center: [0, 0], radius: 1, box: BOX });
const PLAN: Plan = {
  subjects: [
    {
      subject: { kind: 'model', path: 'linear/model.json', example: [2], format: 'layers-model' },
      probes: [
        {
          kind: 'predict',
          id: 'p',
          target: 'linear',
          input: POINTS.examples,
          divisor: 1,
          batchSize: 1000,
          mostValues: 1e6,
          examined: true,
        },
      ],
    },
  ],
  documents: [],
  models: [],
  dataSets: [],
  limits: LIMITS,
};

/** sigmoid(x w + b) from the weight file, in double precision. */
function probabilities(): number[] {
  const bytes = readFileSync(join(GOOD, 'weights.bin'));
  const [w0 = NaN, w1 = NaN, b = NaN] = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + 12));
  return Array.from({ length: 5000 }, (_, row) => {
    const x = POINTS.examples.values;
    return 1 / (1 + Math.exp(-((x[2 * row] ?? NaN) * w0 + (x[2 * row + 1] ?? NaN) * w1 + b)));
  });
}

const FILES = Object.fromEntries(
  ['model.json', 'weights.bin'].map((name) => [`linear/${name}`, readFileSync(join(GOOD, name))]),
);

/** A package whose binding is a real add-on of another kind, and whose scripts do this. */
function packageThat(does: string): BackendKit {
  const folder = makeFolder();
  chmodSync(folder, 0o755);
  writeFiles(folder, { 'dist/nodejs_kernel_backend.js': does, 'lib/napi-v8/.keep': '' });
  const unrs = 'node_modules/@unrs';
  const addOn = readdirSync(unrs)
    .flatMap((name) => readdirSync(join(unrs, name)).map((file) => join(unrs, name, file)))
    .find((path) => path.endsWith('.node'));
  if (addOn === undefined) throw new Error('no add-on to try with');
  const binding = join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
  cpSync(addOn, binding);
  writeFiles(folder, { 'package.json': '{ "version": "0.0.0" }' });
  return nativeBackend({ scripts: join(folder, 'dist'), binding, libraries: librariesOf(binding) });
}

describe.each<DriverName>(['bubblewrap', 'process'])('under %s', (name) => {
  let driver: Driver;
  beforeAll(async () => {
    driver = await chooseDriver(name);
  });

  async function predictOn(native: BackendKit | null) {
    const seen = await observe(snapshotOf(FILES), PLAN, { driver, backends: native === null ? [] : [native] });
    const outcome = seen.outcomes.get('p');
    if (outcome?.status !== 'returned') throw new Error(JSON.stringify(outcome));
    const value = outcome.returned.outputs['value'];
    if (value?.kind !== 'numbers') throw new Error('no numbers');
    return { seen, values: [...value.data.values] };
  }
  function expectRight(values: readonly number[]): void {
    const right = probabilities();
    expect(values).toHaveLength(right.length);
    expect(Math.max(...values.map((value, i) => Math.abs(value - (right[i] ?? NaN))))).toBeLessThan(1e-6);
  }

  const found = NATIVE.find();
  const whyNot = typeof found === 'string' ? `${found} (bash setup.sh --with-native)` : null;
  testUnless(whyNot, 'the native library')(
    'the library is used when it loads, and gives the right numbers',
    async () => {
      if (typeof found === 'string') throw new Error(found);
      const { seen, values } = await predictOn(found);
      expect(seen.backends).toEqual(['linear/model.json: node']);
      expectRight(values);
      expect(seen.stdout + seen.stderr).toBe('');
    },
  );
  test('without it, cpu', async () => {
    const { seen, values } = await predictOn(null);
    expect(seen.backends).toEqual(['linear/model.json: cpu']);
    expectRight(values);
  });
  test('one that does not load is reported and costs no points', async () => {
    const { seen, values } = await predictOn(packageThat("throw new Error('libcuda is missing');"));
    expect(seen.backends).toEqual(['linear/model.json: cpu']);
    expect(seen.remarks).toEqual([
      'linear/model.json did not run on node: loading linear/model.json failed: its backend does not start: libcuda is missing',
    ]);
    expectRight(values);
  });
  test('one that cannot even be shown to the sandbox is left out', async () => {
    const missing = join(makeFolder(), 'not-there');
    const native: BackendKit = { ...packageThat(''), files: [missing, missing], mounts: [[missing, '/grader/native']] };
    const { seen, values } = await predictOn(native);
    expect(seen.backends[0]).toMatch(/^linear\/model\.json: cpu/);
    expectRight(values);
  });
  test('one that takes the worker down is left out, and what it printed is not the student’s', async () => {
    const { seen, values } = await predictOn(packageThat("process.stderr.write('core dumped'); process.abort();"));
    expect(seen.backends).toEqual(['linear/model.json: cpu']);
    expect(seen.usage.workers).toBe(2);
    expectRight(values);
    expect(seen.stderr).toBe('');
  });
});
