/**
 * Class maps of exported models in the real sandbox: the same as by plain arithmetic on every backend, with the shape of
 * what was given where it is another one, and each image alone if its map depends on others. True maps never go in.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type * as Layers from '@tensorflow/tfjs-layers';
import { makeRng } from '../../grader/numerics/rng.js';
import { planFor } from '../../grader/plan/plan.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { backendsFor } from '../../grader/sandbox/kits/backends.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import { probeRequest } from '../../grader/sandbox/asking/requests.js';
import type { Plan, PredictProbe } from '../../grader/stages/plan.js';
import { exportModel, modelFiles, tf, tfl } from '../support/exported-model.js';
import { removeFolders } from '../support/folders.js';
import { graphFiles, node } from '../support/graph-models.js';
import { LIMITS, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

let driver: Driver;
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
});

const COUNT = 30;
const FORM = { height: 4, width: 5, classes: 3 };
const AREA = FORM.height * FORM.width;
const rng = makeRng(17);
const pixels = Uint8Array.from({ length: COUNT * AREA * 3 }, () => Math.floor(256 * rng.nextUniform()));
const PROBE: PredictProbe = {
  ...{ kind: 'predict', id: 'p', target: 'deep', divisor: 255, batchSize: 8, mostValues: 1e5, examined: true },
  input: { dtype: 'uint8', shape: [COUNT, FORM.height, FORM.width, 3], values: pixels },
  maps: FORM,
};

type Files = Readonly<Record<string, string | Uint8Array>>;

async function see(files: Files, probe: Partial<PredictProbe> = {}, backend?: 'wasm') {
  const { modelTopology } = JSON.parse(String(files['deep/model.json'])) as { modelTopology: object };
  const format = 'node' in modelTopology ? 'graph-model' : 'layers-model';
  const asked = { ...PROBE, ...probe };
  const subject = { kind: 'model', path: 'deep/model.json', example: asked.input.shape.slice(1), format } as const;
  const subjects = [{ subject, probes: [asked] }];
  const plan: Plan = { subjects, documents: [], models: [], dataSets: [], limits: LIMITS };
  const backends = backend === undefined ? [] : backendsFor(backend);
  const outcome = (await observe(snapshotOf(files), plan, { driver, backends })).outcomes.get('p');
  if (outcome?.status !== 'returned') throw new Error(JSON.stringify(outcome));
  const numbers = (name: string) => {
    const output = outcome.returned.outputs[name];
    return output?.kind === 'numbers' ? [...output.data.values] : null;
  };
  return { trust: outcome.trust ?? [], maps: numbers('value'), sides: numbers('shape') };
}

/** A kernel of 1 x 1 from colours to classes, and more layers. */
async function convolution(kernel: readonly number[], more: readonly Layers.layers.Layer[] = []): Promise<Files> {
  const shape: [number, number, number] = [FORM.height, FORM.width, 3];
  const first = tfl.layers.conv2d({ filters: 3, kernelSize: 1, inputShape: shape, useBias: false });
  const model = tfl.sequential({ layers: [first, ...more] });
  first.setWeights([tf.tensor4d([...kernel], [1, 1, 3, 3])]);
  return modelFiles(await exportModel(model));
}

const KERNEL = [1, -2, 0.5, 0.25, 3, -1, -0.75, 1, 1.5];

/** The class with the largest score, in double precision. */
const byHand = Array.from({ length: COUNT * AREA }, (_pixel, at) => {
  const scores = [0, 1, 2].map((label) =>
    [0, 1, 2].reduce(
      (sum, colour) => sum + ((pixels[3 * at + colour] ?? NaN) / 255) * (KERNEL[3 * colour + label] ?? NaN),
      0,
    ),
  );
  return scores.indexOf(Math.max(...scores));
});

describe('a map', () => {
  test.each([undefined, 'wasm'] as const)('is that of plain arithmetic, backend %s', async (backend) => {
    const { maps, sides, trust } = await see(await convolution(KERNEL), {}, backend);
    expect(maps).toEqual(byHand);
    expect(new Set(byHand).size).toBe(3);
    expect([sides, trust]).toEqual([[4, 5, 3], []]);
  });
  test('is 255 where a score is not finite', async () => {
    // 3e38 times more than 1.13 is infinite
    const { maps } = await see(await convolution([3e38, 0, 0, 0, 0, 0, 0, 0, 0]), { divisor: 1 });
    const red = Array.from({ length: COUNT * AREA }, (_pixel, at) => pixels[3 * at] ?? 0);
    expect(maps).toEqual(red.map((value) => (value > 1 ? 255 : 0)));
  });
});

describe('another shape is told, without maps', () => {
  test.each<[string, () => Layers.layers.Layer, number[]]>([
    ['channels first', () => tfl.layers.permute({ dims: [3, 1, 2] }), [3, 4, 5]],
    ['flat', () => tfl.layers.reshape({ targetShape: [AREA, 3] }), [AREA, 3]],
    ['too small', () => tfl.layers.averagePooling2d({ poolSize: 2 }), [2, 2, 3]],
    ['one class for all', () => tfl.layers.globalAveragePooling2d({}), [3]],
  ])('%s', async (_name, layer, expected) => {
    const { maps, sides, trust } = await see(await convolution(KERNEL, [layer()]));
    expect([maps, sides, trust]).toEqual([null, expected, []]);
  });
});

describe('what depends on the batch', () => {
  const WIDE = 200;
  const input = { dtype: 'float32' as const, shape: [WIDE, 2], values: Float32Array.from({ length: 2 * WIDE }, () => 2 * rng.nextUniform() - 1) }; // prettier-ignore
  const one: Partial<PredictProbe> = { input, divisor: 1, batchSize: 50, maps: { height: 1, width: 1, classes: 3 } };
  const constants = {
    W: { shape: [2, 3], values: [1, -1, 0.25, 0.5, 0.5, -1] },
    axis: { shape: [], values: [0], dtype: 'int32' },
    sides: { shape: [4], values: [-1, 1, 1, 3], dtype: 'int32' },
  } as const;
  const keep = { keep_dims: { b: true }, Tidx: { type: 'DT_INT32' } };
  const logits = node('logits', 'MatMul', ['x', 'W']);
  const shaped = (from: string) => node('out', 'Reshape', [from, 'sides'], { Tshape: { type: 'DT_INT32' } });
  const mixing = [node('others', 'Mean', ['logits', 'axis'], keep), node('mixed', 'Sub', ['logits', 'others'])];

  test('is found, and each image asked for alone', async () => {
    const files = graphFiles(2, constants, [logits, ...mixing, shaped('mixed')]);
    const [seen, alone] = [await see(files, one), await see(files, { ...one, batchSize: 1, examined: false })];
    expect(seen.trust).toEqual([expect.objectContaining({ kind: 'depends-on-batch' })]);
    expect(seen.maps).toEqual(alone.maps);
    expect(seen.maps).not.toEqual((await see(files, { ...one, examined: false })).maps);
  });
  test('is not found in a model of each image', async () => {
    expect((await see(graphFiles(2, constants, [logits, shaped('logits')]), one)).trust).toEqual([]);
  });
});

test('no true map is in what is sent to the worker', async () => {
  const resolved = await loadRubric('rubrics/hw4-segmentation.yaml');
  const plan = planFor(resolved, { visibleOnly: false });
  const bodies = plan.subjects.flatMap(({ probes }) => probes.map((probe) => Buffer.from(probeRequest(probe).body)));
  expect(bodies.length).toBeGreaterThan(2);
  const isSent = (bytes: Uint8Array) => bodies.some((body) => body.includes(Buffer.from(bytes)));
  for (const { maps, examples } of resolved.segmented?.values() ?? []) {
    // an image is found in what is sent, so a map would be
    expect(isSent(Uint8Array.from(examples.values.subarray(0, 12_288)))).toBe(true);
    const areas = Array.from({ length: maps.length / 4096 }, (_map, at) => maps.subarray(4096 * at, 4096 * (at + 1)));
    expect(areas.length).toBeGreaterThan(40);
    expect(areas.filter(isSent)).toEqual([]);
  }
  expect(JSON.stringify(plan, (_key, value: unknown) => (ArrayBuffer.isView(value) ? null : value))).not.toContain(
    'tux',
  );
});
