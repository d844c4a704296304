/** A file that two readers could interpret as two models is refused, with the reason. */
import { describe, expect, test } from '@jest/globals';
import { LONGEST_NAME } from '../../../../grader/text/fields.js';
import { examineJson } from '../../../support/examined.js';
import { exportModel, layerOf, smallModel, tfl, weightOf, type ModelJson } from '../../../support/exported-model.js';
import { graphJson } from '../../../support/graph-json.js';

async function problemAfter(change: (json: ModelJson) => void): Promise<string | null> {
  const { json } = await exportModel(smallModel());
  change(json);
  return examineJson(json).problem;
}

const GRAPH = () =>
  graphJson({
    nodes: [
      ['w', 'Const'],
      ['y', 'MatMul', ['x', 'w']],
    ],
    weights: [{ name: 'w', shape: [2, 1] }],
  });

describe('one field in two spellings', () => {
  test.each<[string, (json: ModelJson) => void, string]>([
    [
      'of a class',
      (json) => Object.assign(layerOf(json, 0), { className: 'SimpleRNN' }),
      'gives one field twice, as "class_name" and as "className"',
    ],
    ['of an option', (json) => (layerOf(json, 0).config['useBias'] = false), '"use_bias" and as "useBias"'],
    ['that only the loader takes for one', (json) => (layerOf(json, 0).config['use__bias'] = false), '"use__bias"'],
    ['with an underscore behind', (json) => (layerOf(json, 0).config['activation_'] = 'relu'), '"activation_"'],
    [
      'deep inside',
      (json) => (layerOf(json, 1).config['kernel_initializer'] = { class_name: 'Zeros', className: 'Ones' }),
      '"class_name" and as "className"',
    ],
  ])('%s', async (_, change, said) => {
    expect(await problemAfter(change)).toContain(said);
  });

  test('an odd spelling alone is read as the loader reads it', async () => {
    const { json } = await exportModel(smallModel());
    const config = layerOf(json, 0).config;
    config['activation_'] = config['activation'];
    delete config['activation'];
    expect(examineJson(json)).toMatchObject({ problem: null, facts: { layers: [{ activation: 'relu' }, {}] } });
  });
});

describe('a model beside the model', () => {
  test.each<[string, (json: ModelJson) => void, RegExp]>([
    [
      'modelConfig',
      (json) => (json.modelTopology['modelConfig'] = { ...json.modelTopology }),
      /describes a model in "modelConfig"/,
    ],
    [
      'modelConfig at the top',
      (json) => Object.assign(json, { modelConfig: json.modelTopology }),
      /describes a model in "modelConfig"/,
    ],
    [
      'model_config beside the class',
      (json) => (json.modelTopology['model_config'] = { ...json.modelTopology }),
      /describes several models, in model_config and in class_name and config/,
    ],
    ['a graph beside the layers', (json) => (json.modelTopology['node'] = []), /several models, in .* and in node/],
  ])('%s', async (_, change, said) => {
    expect(await problemAfter(change)).toMatch(said);
  });
});

describe('the format', () => {
  test('is that of the topology where none is written, as by old exporters', async () => {
    const { json } = await exportModel(smallModel());
    delete json.format;
    expect(examineJson(json)).toMatchObject({ problem: null, facts: { format: 'layers-model' } });
    const { format: _, ...graph } = GRAPH();
    expect(examineJson(graph)).toMatchObject({ problem: null, facts: { format: 'graph-model' } });
  });

  test('that is written must be true', async () => {
    expect(await problemAfter((json) => (json.format = 'graph-model'))).toContain(
      'says that its format is graph-model, but its topology is that of a layers-model',
    );
    expect(await problemAfter((json) => (json.format = 'onnx'))).toContain('a format that is "onnx"; expected');
    expect(examineJson({ ...GRAPH(), format: 'layers-model' }).problem).toContain(
      'its topology is that of a graph-model',
    );
  });
});

describe('the listed layers are those that run', () => {
  test.each(['ReLU', 'LeakyReLU', 'ELU', 'Softmax', 'ThresholdedReLU'])('%s is never linear', async (className) => {
    const { json } = await exportModel(
      tfl.sequential({ layers: [tfl.layers.reLU({ inputShape: [2] }), tfl.layers.dense({ units: 1 })] }),
    );
    layerOf(json, 0).class_name = className;
    expect(examineJson(json).problem).toBeNull();
    layerOf(json, 0).config['activation'] = 'linear';
    expect(examineJson(json).problem).toContain('with the activation linear, but such a layer always is');
  });

  test('a recurrent layer that names no activation applies tanh', async () => {
    const rnn = tfl.layers.simpleRNN({ units: 2, inputShape: [3, 2], recurrentInitializer: 'zeros', name: 'r' });
    const { json } = await exportModel(tfl.sequential({ layers: [rnn] }));
    delete layerOf(json, 0).config['activation'];
    expect(examineJson(json).facts?.layers).toEqual([
      { name: 'r', className: 'SimpleRNN', activation: 'tanh', output: true },
    ]);
  });

  test('cells are layers', async () => {
    const cells = [tfl.layers.simpleRNNCell({ units: 2, activation: 'relu', recurrentInitializer: 'zeros' })];
    const rnn = tfl.layers.rnn({ cell: tfl.layers.stackedRNNCells({ cells }), inputShape: [3, 2] });
    const { json } = await exportModel(tfl.sequential({ layers: [rnn] }));
    const { facts, problem } = examineJson(json);
    expect(problem).toBeNull();
    expect(facts?.layers.map(({ className, activation }) => [className, activation])).toEqual([
      ['RNN', null],
      ['StackedRNNCells', null],
      ['SimpleRNNCell', 'relu'],
    ]);
  });

  test.each(['activation', 'kernel_regularizer', 'anything'])('a layer in the field %s', async (key) => {
    const problem = await problemAfter((json) => {
      layerOf(json, 0).config[key] = { class_name: 'LSTM', config: { units: 3 } };
    });
    expect(problem).toMatch(/with another layer in its ".*", where none belongs/);
  });
});

test.each<[string, (json: ModelJson, name: string) => void]>([
  ['a class', (json, name) => (layerOf(json, 0).class_name = name)],
  ['a layer', (json, name) => (layerOf(json, 0).config['name'] = name)],
  ['an activation', (json, name) => (layerOf(json, 0).config['activation'] = name)],
  ['a weight', (json, name) => (weightOf(json, 0).name = name)],
])('the name of %s has an end', async (_, change) => {
  const problem = await problemAfter((json) => {
    change(json, 'n'.repeat(3_000_000));
  });
  expect(problem).toContain(`of 3000000 characters; the limit is ${String(LONGEST_NAME)}`);
});

test('so have those of a graph, and the number of its kinds', () => {
  const long = 'N'.repeat(1001);
  const weights = [{ name: 'w', shape: [2] }];
  for (const nodes of [[[long, 'Relu', ['x']]], [['y', long, ['x']]]] as const) {
    expect(examineJson(graphJson({ nodes, weights })).problem).toContain('of 1001 characters; the limit is 1000');
  }
  const many = Array.from({ length: 1001 }, (_, index): [string, string] => [
    `n${String(index)}`,
    `Op${String(index)}`,
  ]);
  expect(examineJson(graphJson({ nodes: many, weights })).problem).toContain('more than 1000 kinds of operations');
});

test('10,001 weights are more than is taken', async () => {
  const problem = await problemAfter((json) => {
    json.weightsManifest[0]?.weights.push(
      ...Array.from({ length: 9_997 }, (_, index) => ({ name: `w${String(index)}`, shape: [0], dtype: 'float32' })),
    );
  });
  expect(problem).toContain('lists 10001 weights; the limit is 10000');
});

test('an object of 10,001 fields is refused', async () => {
  const problem = await problemAfter((json) => {
    for (let index = 0; index <= 10_000; index += 1) layerOf(json, 0).config[`f${String(index)}`] = 1;
  });
  expect(problem).toMatch(/has an object of 100\d\d fields in its topology; the limit is 10000/);
});
