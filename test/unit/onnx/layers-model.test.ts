/** Models of several layers: shared layers, models inside models, several inputs and outputs, against tf.js. */
import { expect, test } from '@jest/globals';
import type * as core from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { tf } from '../../../grader/runtime/tf.js';
import { runTranslated, withWeights } from '../../support/onnx-fuzz/translated.js';
import { onnxLibrary } from '../../support/onnx-library.js';
import { translateForInputs } from '../../../grader/onnx/translate.js';

const { layers } = tf;
const ROWS = 2;

function artifactsOf(model: LayersModel, topology: unknown = JSON.parse(JSON.stringify(model.toJSON(null, false)))) {
  const weights = model.weights.map((weight) => ({
    name: weight.originalName,
    shape: weight.shape as number[],
    values: weight.read().dataSync(),
  }));
  return withWeights(topology, weights);
}

// otherwise its first use prints an advertisement
Object.assign(tf.backend(), { firstUse: false });

function gapOf(model: LayersModel): number {
  const inputs = model.inputs.map(({ shape }) =>
    tf.randomUniform([ROWS, ...(shape.slice(1) as number[])], -1, 1, 'float32', 5),
  );
  const expected = [model.predict(inputs.length === 1 ? (inputs[0] as core.Tensor) : inputs)].flat();
  const fed = inputs.map((input) => ({ shape: input.shape, values: input.dataSync() }));
  const ran = runTranslated(onnxLibrary(), artifactsOf(model), fed);
  if (ran.status !== 'ran') throw new Error(ran.why);
  const found = ran.outputs[0] ?? [];
  expect(found.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  const gaps = expected.flatMap((one, index) => {
    const values = found[index]?.values ?? [];
    return Array.from(one.dataSync(), (value, at) => Math.abs(value - (values[at] ?? NaN)));
  });
  return gaps.reduce((worst, one) => (Number.isNaN(one) ? Infinity : Math.max(worst, one)), 0);
}

const dense = (units: number, name: string, more: object = {}) =>
  layers.dense({ units, name, activation: 'tanh', ...more });

test('a layer that is called three times, with one set of weights', () => {
  const x = tf.input({ shape: [3] });
  const shared = dense(3, 'shared');
  const once = shared.apply(x) as SymbolicTensor;
  const twice = shared.apply(shared.apply(once)) as SymbolicTensor;
  const sum = layers.add().apply([once, twice]) as SymbolicTensor;
  const model = tf.model({ inputs: x, outputs: sum });
  expect(gapOf(model)).toBeLessThan(1e-6);
  const translated = translateForInputs(artifactsOf(model), [[3]]);
  if (!translated.ok) throw new Error(translated.problem);
  expect(translated.model.graph.initializers.filter(({ type }) => type === 'float32')).toHaveLength(2);
  expect(translated.macs).toBe(27);
});

test('models inside models, one of them called twice', () => {
  const inner = tf.sequential({ name: 'inner', layers: [dense(4, 'a', { inputShape: [3] }), dense(3, 'b')] });
  const x = tf.input({ shape: [3] });
  const once = inner.apply(x) as SymbolicTensor;
  const twice = inner.apply(once) as SymbolicTensor;
  const middle = tf.model({ name: 'middle', inputs: x, outputs: [once, twice] });
  const y = tf.input({ shape: [3] });
  const [first, second] = middle.apply(y) as SymbolicTensor[];
  const joined = layers.concatenate().apply([second as SymbolicTensor, first as SymbolicTensor]) as SymbolicTensor;
  expect(gapOf(tf.model({ inputs: y, outputs: joined }))).toBeLessThan(1e-6);
});

test('a residual network behind a depthwise one, flattened', () => {
  const x = tf.input({ shape: [7, 6, 3] });
  const conv = layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }).apply(x) as SymbolicTensor;
  const normal = layers.batchNormalization().apply(conv) as SymbolicTensor;
  const branch = layers.depthwiseConv2d({ kernelSize: 3, padding: 'same' }).apply(normal) as SymbolicTensor;
  const sum = layers.add().apply([branch, conv]) as SymbolicTensor;
  const squeezed = layers.globalAveragePooling2d({ dataFormat: 'channelsLast' }).apply(sum) as SymbolicTensor;
  const scales = layers.reshape({ targetShape: [1, 1, 4] }).apply(squeezed) as SymbolicTensor;
  const scaled = layers.multiply().apply([sum, scales]) as SymbolicTensor;
  const flat = layers.flatten().apply(scaled) as SymbolicTensor;
  expect(gapOf(tf.model({ inputs: x, outputs: dense(2, 'end').apply(flat) as SymbolicTensor }))).toBeLessThan(1e-5);
});

test('a model at each step of a series', () => {
  const inner = tf.sequential({
    layers: [layers.conv1d({ filters: 2, kernelSize: 2, inputShape: [4, 1] }), layers.flatten()],
  });
  const model = tf.sequential({
    layers: [layers.timeDistributed({ layer: inner, inputShape: [3, 4, 1] }), layers.lstm({ units: 2 })],
  });
  expect(gapOf(model)).toBeLessThan(1e-6);
});

test('two inputs and two outputs', () => {
  const [a, b] = [tf.input({ shape: [2] }), tf.input({ shape: [3] })];
  const sum = layers.add().apply([dense(2, 'p').apply(b) as SymbolicTensor, a]) as SymbolicTensor;
  expect(gapOf(tf.model({ inputs: [a, b], outputs: [sum, dense(1, 'q').apply(sum) as SymbolicTensor] }))).toBeLessThan(
    1e-6,
  );
});

/** A functional model that is written by hand. */
const functional = (more: readonly object[], end: string) => ({
  class_name: 'Functional',
  config: {
    name: 'model',
    layers: [
      { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_input_shape: [null, 2] }, inbound_nodes: [] },
      ...more,
    ],
    input_layers: [['x', 0, 0]],
    output_layers: [[end, 0, 0]],
  },
});
const relu = (name: string, from: unknown, kwargs: object = {}) => ({
  class_name: 'ReLU',
  name,
  config: { name },
  inbound_nodes: [[[from, 0, 0, kwargs]]],
});

test.each<[string, unknown, string]>([
  [
    'layers that wait for each other',
    functional([relu('a', 'b'), relu('b', 'a')], 'a'),
    'layers that wait for each other in a model',
  ],
  ['an argument of a call', functional([relu('a', 'x', { training: true })], 'a'), 'the layer a called with training'],
  ['an output that is not there', functional([], 'z'), 'an output of the layer z, which it does not have'],
  [
    'another shape',
    {
      class_name: 'Sequential',
      config: { layers: [{ class_name: 'ReLU', config: { name: 'r', batch_input_shape: [null, 3] } }] },
    },
    'the layer r, which is made for inputs of another shape than [?, 2]',
  ],
  [
    'a layer that is not known',
    { class_name: 'Sequential', config: [{ class_name: 'Magic', config: { name: 'm' } }] },
    'the layer m (Magic) that is not translated',
  ],
])('%s is refused', (_, topology, problem) => {
  expect(translateForInputs(withWeights(topology, []), [[2]])).toEqual({ ok: false, problem });
});
