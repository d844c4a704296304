/** Each rule that translates a model of Keras 3 for tf.js, and the message where there is no rule. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { translateModel } from '../../../grader/translation/translate.js';
import { casesOf } from '../../support/runs.js';

type Json = Record<string, unknown>;
const RUNS = casesOf({ usual: 500, full: 20_000 });
const policy = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'mixed_float16' }, registered_name: null };

function modelOf(layers: readonly Json[], weights: readonly Json[] = []): Json {
  const config = { name: 'sequential', layers, dtype: policy };
  return {
    modelTopology: { keras_version: '3.4.1', model_config: { class_name: 'Sequential', config } },
    weightsManifest: [{ paths: ['a.bin'], weights }],
  };
}

const layerOf = (className: string, config: Json): Json => ({
  module: 'keras.layers',
  class_name: className,
  config: { name: 'it', dtype: policy, ...config },
  registered_name: null,
});

/** What becomes of one layer; a sentence where it cannot be translated. */
function translated(className: string, config: Json): unknown {
  const result = translateModel(modelOf([layerOf(className, config)]));
  if (!result.ok) return result.problem;
  const topology = result.model['modelTopology'] as { model_config: { config: { layers: unknown[] } } };
  return topology.model_config.config.layers[0];
}
const is = (className: string, config: Json) => ({ class_name: className, config: { name: 'it', ...config } });

describe('a layer', () => {
  test.each<[string, Json, unknown]>([
    [
      'InputLayer',
      { batch_shape: [32, 28, 28, 1], ragged: false, sparse: false, optional: false },
      is('InputLayer', { batch_input_shape: [null, 28, 28, 1], dtype: 'float32', sparse: false }),
    ],
    ['LeakyReLU', { negative_slope: 0.3 }, is('LeakyReLU', { negative_slope: 0.3 })],
    ['ReLU', { threshold: 1, max_value: 6 }, is('ReLU', { threshold: 1, max_value: 6 })],
    ['SpatialDropout2D', { rate: 0.2, data_format: 'channels_last' }, is('Dropout', { rate: 0.2 })],
    ['RandomFlip', { mode: 'horizontal', seed: 7 }, is('Activation', { activation: 'linear' })],
    ['Resizing', { height: 2, width: 3 }, is('Resizing', { height: 2, width: 3, at_halves: true })],
    ['GRUCell', { units: 2, reset_after: true }, is('GRUResetAfterCell', { units: 2 })],
    ['UpSampling2D', { interpolation: 'nearest' }, is('UpSampling2D', { interpolation: 'nearest' })],
    ['UpSampling2D', { interpolation: 'bilinear' }, is('UpSampling2DBilinear', { interpolation: 'bilinear' })],
    ['GRU', { units: 2, reset_after: true, activation: 'tanh' }, is('GRUResetAfter', { units: 2, activation: 'tanh' })],
    ['GRU', { units: 2, reset_after: false }, is('GRU', { units: 2 })],
    [
      'Normalization',
      { axis: [-1], mean: null, variance: null, invert: false },
      is('Normalization', { axis: [-1], mean: null, variance: null, invert: false }),
    ],
    [
      'Dense',
      {
        units: 3,
        activation: 'hard_sigmoid',
        kernel_initializer: {},
        bias_regularizer: null,
        quantization_config: null,
      },
      is('Dense', { units: 3, activation: 'kerasHardSigmoid' }),
    ],
    ['Conv2D', { groups: 2, activation: 'silu' }, is('Conv2D', { groups: 2, activation: 'swish' })],
    [
      'Dense',
      { activation: layerOf('ReLU', { max_value: 6 }) },
      is('Dense', { activation: { class_name: 'ReLU', config: { max_value: 6 } } }),
    ],
    ['Dense', { activation: layerOf('Activation', { activation: 'silu' }) }, is('Dense', { activation: 'swish' })],
    [
      'Activation',
      { activation: layerOf('Activation', { activation: layerOf('LeakyReLU', { negative_slope: 0.1 }) }) },
      is('Activation', { activation: { class_name: 'LeakyReLU', config: { negative_slope: 0.1 } } }),
    ],
    ['Dense', { activation: null }, is('Dense', { activation: null })],
    [
      'Bidirectional',
      { layer: layerOf('LSTM', { name: 'forward_lstm' }), backward_layer: layerOf('LSTM', {}), merge_mode: 'sum' },
      is('Bidirectional', { merge_mode: 'sum', layer: { class_name: 'LSTM', config: { name: 'lstm' } } }),
    ],
  ])('%s %j', (className, config, expected) => {
    expect(translated(className, config)).toEqual(expected);
  });

  test.each<[string, Json, RegExp]>([
    ['Conv3D', { groups: 4 }, /with groups/],
    ['UpSampling2D', { interpolation: 'lanczos3' }, /use nearest or bilinear/],
    ['LayerNormalization', { rms_scaling: true }, /rms_scaling/],
    ['Dense', { activation: 'sparsemax' }, /the activation sparsemax, which tf\.js does not have/],
    ['Dense', { activation: layerOf('PReLU', {}) }, /PReLU, which learns weights of its own/],
    ['TimeDistributed', { layer: 5 }, /not described as Keras 3/],
  ])('that tf.js cannot compute is named: %s %j', (className, config, sentence) => {
    expect(translated(className, config)).toMatch(sentence);
  });
});

describe('names of weights', () => {
  test.each([
    ['Dense', 'sequential/it/kernel', { name: 'it/kernel' }],
    ['Dense', 'sequential/it/bias_3', { name: 'it/bias' }],
    ['Dense', 'it/kernel', { name: 'it/kernel' }],
    ['LSTM', 'sequential/it/lstm_cell_2/recurrent_kernel', { name: 'it/recurrent_kernel' }],
    ['DepthwiseConv2D', 'sequential/it/kernel', { name: 'it/depthwise_kernel' }],
    ['Normalization', 'it/variance_1', { name: 'it/variance' }],
    ['Normalization', 'it/count', { name: 'it/count', group: 'optimizer' }],
    ['Dropout', 'it/seed_generator/seed_generator_state', { group: 'optimizer' }],
    ['Dense', 'sequential/other/kernel', { name: 'sequential/other/kernel' }],
  ])('%s %s', (className, name, expected) => {
    const config = className === 'Normalization' ? { axis: -1 } : {};
    const result = translateModel(modelOf([layerOf(className, config)], [{ name }]));
    if (!result.ok) throw new Error(result.problem);
    expect(result.model['weightsManifest']).toMatchObject([{ paths: ['a.bin'], weights: [expected] }]);
  });
});

test('calls in a functional model become lists, and an argument with an effect is reported', () => {
  const tensor = (name: string) => ({
    class_name: '__keras_tensor__',
    config: { shape: [null, 2], dtype: 'float32', keras_history: [name, 0, 0] },
  });
  const functional = (kwargs: Json, args: unknown[] = [[tensor('a'), tensor('b')]]) => {
    const add = { ...layerOf('Add', { name: 'add' }), name: 'add', inbound_nodes: [{ args, kwargs }] };
    const config = { name: 'f', layers: [add], input_layers: ['a', 0, 0], output_layers: [['add', 0, 0]] };
    return translateModel({
      modelTopology: { keras_version: '3.0', model_config: { class_name: 'Functional', config } },
    });
  };
  expect(functional({ mask: null, training: false })).toMatchObject({
    model: {
      modelTopology: {
        model_config: {
          config: {
            input_layers: [['a', 0, 0]],
            output_layers: [['add', 0, 0]],
            layers: [
              {
                name: 'add',
                inbound_nodes: [
                  [
                    ['a', 0, 0, {}],
                    ['b', 0, 0, {}],
                  ],
                ],
              },
            ],
          },
        },
      },
    },
  });
  expect(functional({ initial_state: [1] })).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/initial_state/) as unknown,
  });
  expect(functional({}, [tensor('a'), 2])).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/a number/) as unknown,
  });
});

test('what no Keras 3 wrote is left as it is', () => {
  for (const version of ['2.15.0', 'tfjs-layers 4.22.0']) {
    const model = modelOf([layerOf('Dense', { units: 3, activation: 'hard_sigmoid', dtype: 'float32' })]);
    delete ((model['modelTopology'] as Json)['model_config'] as { config: Json }).config['dtype'];
    (model['modelTopology'] as Json)['keras_version'] = version;
    expect(translateModel(model)).toEqual({ ok: true, model });
  }
});

test(`${String(RUNS)} changed descriptions: a model or a sentence, never an error`, () => {
  const text = readFileSync('fixtures/keras3/k3-layers-resnetish/model.json', 'utf8');
  const paths: string[][] = [];
  const walk = (value: unknown, path: string[]) => {
    if (path.length > 0) paths.push(path);
    if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value)) walk(one, [...path, key]);
  };
  walk(JSON.parse(text), []);
  const change = fc.tuple(
    fc.constantFrom(...paths),
    fc.oneof(fc.jsonValue(), fc.constantFrom([], {}, null, '__proto__')),
  );
  const put = (root: unknown, path: readonly string[], value: unknown) => {
    let at: unknown = root;
    for (const key of path.slice(0, -1)) at = (at as Json | null | undefined)?.[key];
    if (typeof at === 'object' && at !== null) (at as Json)[path.at(-1) ?? ''] = value;
  };
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const model = JSON.parse(text) as Json;
      for (const [path, value] of changes) put(model, path, value);
      const result = translateModel(model);
      expect(result.ok ? typeof result.model : typeof result.problem).toMatch(/object|string/);
    }),
    { numRuns: RUNS },
  );
}, 120_000);

describe('a graph with channels first', () => {
  const graphOf = (s: unknown): Json => ({
    format: 'graph-model',
    modelTopology: {
      node: [
        { name: 'x', op: 'Placeholder', attr: {} },
        { name: 'pool', op: 'MaxPool', input: ['x'], attr: { data_format: { s } } },
      ],
    },
    weightsManifest: [],
  });

  // as the converter writes NCHW, NCDHW and NCW, and as protobuf's JavaScript does
  test.each([['TkNIVw=='], ['TkNESFc='], ['TkNX'], [[78, 67, 72, 87]]])('%j is refused by name', (s) => {
    const result = translateModel(graphOf(s));
    expect(result.ok ? null : result.problem).toMatch(/channels first \(its node pool, MaxPool\).*channels_last/);
  });

  test.each([['TkhXQw=='], ['TkRIV0M='], [[78, 72, 87, 67]], [undefined], [{}], [7], [Array(1e6).fill(78)]])(
    'one with channels last, or that does not say, is not',
    (s) => {
      expect(translateModel(graphOf(s)).ok).toBe(true);
    },
  );
});
