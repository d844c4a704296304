/**
 * ONNX models that were handed in, read and run in the sandbox, and compared with what the frameworks that exported them
 * answered in double precision.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fitToModels } from '../../grader/plan/fit-models.js';
import type { ModelReading } from '../../grader/protocol/model-facts.js';
import { examineOnnx } from '../../grader/reader/models/onnx/examine.js';
import { writeModel } from '../../grader/onnx/format/write.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { observe, type ObserveOptions } from '../../grader/sandbox/observing/observe.js';
import type { Observations } from '../../grader/stages/observation.js';
import type { Plan, PredictProbe, RunLimits } from '../../grader/stages/plan.js';
import type { TensorData } from '../../grader/tensor/tensor.js';
import { removeFolders } from '../support/folders.js';
import { ONNX_BINDING } from '../support/onnx-library.js';
import { onnxFixtures, type OnnxFixture } from '../support/onnx-fixtures.js';
import { node, onnxModel, weight, whole } from '../support/onnx-models.js';
import { LIMITS, snapshotOf } from '../support/snapshots.js';
import { describeUnless } from '../support/where-possible.js';

/** Rounding of float32 alone, relative to the largest answer. */
const TOLERANCE = 2e-6;
const FIXTURES = onnxFixtures();
const WHY_NOT = ONNX_BINDING === null ? 'onnxruntime-node has no library for this machine' : null;

afterAll(removeFolders);
let driver: Driver;
beforeAll(async () => {
  driver = await chooseDriver(undefined);
});

interface Given extends Pick<OnnxFixture, 'name' | 'bytes' | 'example'> {
  readonly inputs: Float32Array | Uint8Array;
}

function probeOf({ name, example, inputs }: Given): PredictProbe {
  const count = inputs.length / example.reduce((product, side) => product * side, 1);
  const shape = [count, ...example];
  const input: TensorData =
    inputs instanceof Uint8Array
      ? { dtype: 'uint8', shape, values: inputs }
      : { dtype: 'float32', shape, values: inputs };
  return { kind: 'predict', id: name, target: name, input, divisor: 1, batchSize: 3, mostValues: 1e6, examined: false };
}

/** All models are those of one submission. */
async function observeAll(
  all: readonly Given[],
  options: Partial<ObserveOptions> = {},
  limits: Partial<RunLimits> = {},
  probe: Partial<PredictProbe> = {},
): Promise<{ seen: Observations; readings: Map<string, ModelReading> }> {
  const pathOf = (name: string, ending: string) => `${name}/model.${ending}`;
  const readings = new Map(
    all.map(({ name, bytes }) => [pathOf(name, 'json'), examineOnnx(pathOf(name, 'onnx'), bytes)]),
  );
  const plan: Plan = {
    subjects: all.map((one) => ({
      subject: { kind: 'model', path: pathOf(one.name, 'json'), example: one.example, format: 'layers-model' },
      probes: [{ ...probeOf(one), ...probe }],
    })),
    ...{ documents: [], models: [], dataSets: [], limits: { ...LIMITS, ...limits } },
  };
  const snapshot = snapshotOf(Object.fromEntries(all.map(({ name, bytes }) => [pathOf(name, 'onnx'), bytes])));
  return { seen: await observe(snapshot, fitToModels(plan, readings), { driver, ...options }), readings };
}

function numbersOf(seen: Observations, name: string): readonly number[] {
  const outcome = seen.outcomes.get(name);
  if (outcome?.status !== 'returned') throw new Error(JSON.stringify(outcome));
  const output = outcome.returned.outputs['value'];
  return output?.kind === 'numbers' ? [...output.data.values] : [];
}

describeUnless(WHY_NOT, 'models in ONNX Runtime')('models of real exporters', () => {
  let seen: Observations;
  beforeAll(async () => {
    ({ seen } = await observeAll(FIXTURES));
  });

  test.each(FIXTURES)('$name answers as its framework did', ({ name, outputs }) => {
    const found = numbersOf(seen, name);
    expect(found).toHaveLength(outputs.length);
    const largest = Math.max(...outputs.map(Math.abs));
    const worst = Math.max(...outputs.map((value, at) => Math.abs(value - (found[at] ?? NaN))));
    expect(worst / largest).toBeLessThan(TOLERANCE);
  });

  test('all run on onnx, and the unchanged graph agrees', () => {
    expect(seen.remarks).toEqual([]);
    expect(seen.backends).toEqual(FIXTURES.map(({ name }) => `${name}/model.onnx: onnx`));
  });

  test('pixels are scaled within the library, to the same answers as before it', async () => {
    const cnn = FIXTURES.filter(({ name }) => ['torch-cnn', 'torch-cnn-fixed-batch', 'keras-cnn'].includes(name));
    const answers = async (inputs: (given: OnnxFixture) => Float32Array | Uint8Array, divisor: number) => {
      const all = cnn.map((one) => ({ ...one, inputs: inputs(one) }));
      return (await observeAll(all, {}, {}, { divisor })).seen;
    };
    const pixels = ({ inputs }: OnnxFixture) => Uint8Array.from(inputs, (value) => (value + 2) * 63);
    const within = await answers(pixels, 255);
    const before = await answers((one) => Float32Array.from(pixels(one), (pixel) => Math.fround(pixel / 255)), 1);
    for (const { name } of cnn) expect(numbersOf(within, name)).toEqual(numbersOf(before, name));
  });

  test('class maps of a network with its channels first are those of its scores', async () => {
    const [one] = FIXTURES.filter(({ name }) => name === 'torch-segmentation');
    if (one === undefined) throw new Error('no such fixture');
    const maps = { height: 8, width: 8, classes: 4 };
    const { seen: again } = await observeAll([one], {}, {}, { maps });
    const { outputs } = one;
    const best = Array.from({ length: outputs.length / 4 }, (_, pixel) => {
      const scores = outputs.slice(pixel * 4, pixel * 4 + 4);
      return scores.indexOf(Math.max(...scores));
    });
    expect(numbersOf(again, one.name)).toEqual(best);
    expect(new Set(best).size).toBeGreaterThan(1);
  });

  test('what was loaded has the weights that were read', async () => {
    const { seen: again, readings } = await observeAll(FIXTURES.slice(0, 4));
    for (const [path, load] of again.models) {
      const facts = readings.get(path.replace(/onnx$/, 'json'))?.facts;
      const listed = facts?.weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
      expect(load).toMatchObject({
        status: 'loaded',
        model: { format: 'onnx-model', parameters: listed, empty: null },
      });
    }
    expect(again.models.size).toBe(4);
  });
});

const POINTS = { example: [2], inputs: Float32Array.of(1, 2, 3, 4) };
const given = (name: string, graph: Parameters<typeof onnxModel>[0]): Given => ({
  ...{ name, bytes: writeModel(onnxModel(graph)) },
  ...POINTS,
});

describeUnless(WHY_NOT, 'models that ONNX Runtime refuses')('a model that cannot be run is told why', () => {
  const one = (operator: string, inputs: string[], shape?: bigint[]) => ({
    nodes: [{ ...node(operator, inputs, 'y'), name: 'op' }],
    initializers: [weight('W', [3, 2], [1, 2, 3, 4, 5, 6]), whole('s', [shape?.length ?? 1], shape ?? [7n])],
    outputs: [{ name: 'y', type: 'float32', shape: null }] as const,
  });
  const CASES: readonly (readonly [string, Given, RegExp])[] = [
    [
      'LOAD_FAILED',
      given('misfit', one('MatMul', ['x', 'W'])),
      /the operation op \(MatMul\) does not fit its inputs: Incompatible dimensions/,
    ],
    [
      'LOAD_FAILED',
      given('types', one('Add', ['x', 's'])),
      /its operations do not fit each other: Type parameter \(T\)/,
    ],
    [
      'LOAD_FAILED',
      given('attribute', one('Concat', ['x', 'x'])),
      /the operation op \(Concat\) is not as ONNX describes it: Required attribute 'axis' is missing/,
    ],
    [
      'LOAD_FAILED',
      given('newer', one('Gelu', ['x'])),
      /the operation Gelu is not one of version 17 of ONNX's operators: .*higher opset_version/,
    ],
    [
      'LOAD_FAILED',
      given('reshape', one('Reshape', ['x', 's'])),
      /the operation op \(Reshape\) cannot be computed: The input tensor cannot be reshaped/,
    ],
    [
      'LOAD_FAILED',
      given('huge', one('Expand', ['x', 's'], [1_000_000n, 100_000n, 2n])),
      /the operation op \(Expand\) cannot be computed|needs more memory/,
    ],
  ];

  test('with the operation, and no place in the sources of a library', async () => {
    const { seen } = await observeAll(CASES.map(([, one]) => one));
    for (const [code, { name }, sentence] of CASES) {
      const load = seen.models.get(`${name}/model.onnx`);
      expect(load).toMatchObject({
        status: 'failed',
        error: { code, message: expect.stringMatching(sentence) as unknown },
      });
      expect(JSON.stringify(load)).not.toMatch(/onnxruntime_src|\.(?:cc|h):\d+/);
    }
  });

  test('memory that it would need is a limit of the student, not of the grader', async () => {
    const shape = [whole('s', [2], [200_000n, 4000n])];
    const graph = {
      nodes: [
        node('ConstantOfShape', ['s'], 'c'),
        node('ReduceSum', ['c'], 'r', { keepdims: { kind: 'int', value: 0 } }),
        node('Add', ['x', 'r'], 'y'),
      ],
      initializers: shape,
    };
    const { seen } = await observeAll([given('memory', graph)], {}, { memoryBytes: 2 ** 29 });
    const load = seen.models.get('memory/model.onnx');
    expect(load?.status).toBe('failed');
    expect(load?.status === 'failed' && load.error.message).toMatch(/memory/);
  });
});

describe('a machine on which no ONNX model can run', () => {
  test('leaves the submission ungraded, as a fault of the grader', async () => {
    await expect(observeAll(FIXTURES.slice(0, 1), { backends: [] })).rejects.toMatchObject({
      code: 'SANDBOX_UNAVAILABLE',
      fault: 'system',
      message: expect.stringMatching(
        /^torch-cnn\/model\.onnx is an ONNX model, which only the backend onnx runs: /,
      ) as unknown,
      advice: expect.stringContaining('tuxgrade doctor') as unknown,
    });
  });
});
