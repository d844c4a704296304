/** Topologies of Keras 2 and of tf.js that tf.js 4.22 misreads. Results by hand. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { tf } from '../../grader/runtime/tf.js';
import { exportModel, tfl, type LayerJson } from '../support/exported-model.js';
import { answerModel } from '../support/answer-model.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const X = [1, -2, 0.5, 3];
const Z = [
  [1 - 4, -1 - 1 + 0.25],
  [0.5 + 6, -0.5 + 1.5 + 0.25],
];
const WEIGHTS = new Uint8Array(Float32Array.of(1, -1, 2, 0.5, 0, 0.25).buffer);

/** Dense from two to two numbers, Z before its activation, with these in its config. */
async function dense(config: Readonly<Record<string, unknown>>) {
  const { json } = await exportModel(
    tfl.sequential({ layers: [tfl.layers.dense({ name: 'out', units: 2, inputShape: [2] })] }),
  );
  const layer = (json.modelTopology['config'] as { layers: LayerJson[] }).layers[0] as LayerJson;
  Object.assign(layer.config, config);
  const files = { 'model.json': JSON.stringify(json), 'weights.bin': WEIGHTS };
  return answerModel(files, { shape: [2, 2], values: Float32Array.from(X) });
}

const layer = (class_name: string, config: object) => ({ class_name, config });
const softmax = (row: readonly number[]) => {
  const powers = row.map(Math.exp);
  return powers.map((power) => power / powers.reduce((sum, one) => sum + one, 0));
};
const each = (f: (z: number) => number) => Z.map((row) => row.map(f));

describe('a layer in place of an activation', () => {
  test.each<[string, unknown, string, readonly (readonly number[])[]]>([
    ['ReLU', layer('ReLU', { name: 'r' }), 'relu', each((z) => Math.max(0, z))],
    [
      'ReLU with all its options',
      layer('ReLU', { max_value: 2, negative_slope: 0.1, threshold: 1 }),
      'relu',
      each((z) => (z >= 2 ? 2 : z > 1 ? z : 0.1 * (z - 1))),
    ],
    ['LeakyReLU of Keras 2', layer('LeakyReLU', { alpha: 0.25 }), 'leakyReLU', each((z) => (z < 0 ? 0.25 * z : z))],
    [
      'LeakyReLU, its number wrapped',
      layer('LeakyReLU', { alpha: { type: 'ndarray', value: 0.25 } }),
      'leakyReLU',
      each((z) => (z < 0 ? 0.25 * z : z)),
    ],
    ['LeakyReLU as it is by default', layer('LeakyReLU', {}), 'leakyReLU', each((z) => (z < 0 ? 0.3 * z : z))],
    ['ELU', layer('ELU', { alpha: 0.5 }), 'elu', each((z) => (z < 0 ? 0.5 * Math.expm1(z) : z))],
    ['ThresholdedReLU', layer('ThresholdedReLU', { theta: 2 }), 'thresholdedReLU', each((z) => (z > 2 ? z : 0))],
    ['Softmax', layer('Softmax', { axis: -1 }), 'softmax', Z.map(softmax)],
    ['Activation', layer('Activation', { name: 'a', activation: 'relu' }), 'relu', each((z) => Math.max(0, z))],
    [
      'Activation of a layer',
      layer('Activation', { activation: layer('LeakyReLU', { alpha: 0.5 }) }),
      'leakyReLU',
      each((z) => (z < 0 ? z / 2 : z)),
    ],
    ['a described function', { class_name: 'function', config: 'tanh', module: 'builtins' }, 'tanh', each(Math.tanh)],
  ])('%s', async (_what, activation, known, expected) => {
    const answer = await dense({ activation });
    if (answer.status !== 'answered') throw new Error(answer.sentence);
    for (const [index, value] of expected.flat().entries()) expect(answer.values[index]).toBeCloseTo(value, 5);
    expect(answer.reading.facts?.layers).toMatchObject([{ className: 'Dense', activation: known }]);
  });

  test.each([
    ['PReLU', 'its "activation", where none belongs'],
    ['Dense', 'its "activation", where none belongs'],
  ])('%s has weights of its own and is refused', async (className, words) => {
    expect(await dense({ activation: layer(className, { units: 2 }) })).toMatchObject({
      status: 'refused',
      sentence: expect.stringContaining(words) as unknown,
    });
  });
});

test('a policy in place of a type', async () => {
  const answer = await dense({ dtype: layer('Policy', { name: 'mixed_float16' }) });
  expect(answer).toMatchObject({ status: 'answered', values: Z.flat() });
});

test('a stack of cells as tf.js before 1.1 wrote it is the one that was saved', async () => {
  const { layers } = tfl;
  const cells = [
    layers.lstmCell({ units: 3, recurrentInitializer: 'glorotNormal' }),
    layers.gruCell({ units: 2, recurrentInitializer: 'glorotNormal' }),
    layers.simpleRNNCell({ units: 2, recurrentInitializer: 'glorotNormal' }),
  ];
  const model = tfl.sequential({
    layers: [layers.rnn({ cell: layers.stackedRNNCells({ cells }), inputShape: [4, 2] }), layers.dense({ units: 2 })],
  });
  const values = Float32Array.from({ length: 8 }, (_, index) => Math.sin(index));
  const { json, weights } = await exportModel(model);
  const written = json.modelTopology['config'] as {
    layers: { config: { cell: { config: { cells: LayerJson[] } } } }[];
  };
  for (const cell of written.layers[0]?.config.cell.config.cells ?? []) cell.class_name = 'StackedRNNCells';
  const answer = await answerModel(
    { 'model.json': JSON.stringify(json), 'weights.bin': weights },
    { shape: [1, 4, 2], values },
  );
  if (answer.status !== 'answered') throw new Error(answer.sentence);
  const { tensor3d } = await import('@tensorflow/tfjs-core');
  const expected = (model.predict(tensor3d(values, [1, 4, 2])) as ReturnType<typeof tensor3d>).dataSync();
  for (const [index, value] of expected.entries()) expect(answer.values[index]).toBeCloseTo(value, 5);
});

test('models inside a model have names of their own', async () => {
  const { layers } = tfl;
  const part = (units: number, name: string) =>
    tfl.sequential({
      layers: [
        layers.inputLayer({ inputShape: [2], name: 'input1' }),
        layers.dense({ units, name, kernelInitializer: 'ones' }),
        layers.dropout({ rate: 0.5, name: 'drop' }),
      ],
    });
  const { json, weights } = await exportModel(tfl.sequential({ layers: [part(2, 'a'), part(1, 'b')] }));
  const files = { 'model.json': JSON.stringify(json), 'weights.bin': weights };
  const answer = await answerModel(files, { shape: [2, 2], values: Float32Array.from(X) });
  expect(answer).toMatchObject({ status: 'answered', values: [-2, 7] });
});
