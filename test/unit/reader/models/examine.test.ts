import { describe, expect, test } from '@jest/globals';
import { examineModel } from '../../../../grader/reader/models/examine.js';
import {
  exportModel,
  groupOf,
  layerOf,
  layersOf,
  smallModel,
  type ModelJson,
} from '../../../support/exported-model.js';

const PATH = 'deep/model.json';
const encode = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

function examine(json: unknown, weightBytes: number) {
  const bytes = encode(json);
  const sizes = new Map(Object.entries({ [PATH]: bytes.length, 'deep/weights.bin': weightBytes }));
  return examineModel(PATH, bytes, sizes);
}
/** The verdict on the small model after `change`. */
async function changed(change: (json: ModelJson) => void, weightBytes = 52) {
  const { json } = await exportModel(smallModel());
  change(json);
  return examine(json, weightBytes);
}

test('a real export is taken, and measured', async () => {
  const { json } = await exportModel(smallModel());
  const { facts, problem, groups } = examine(json, 52);
  expect(problem).toBeNull();
  expect(groups).toHaveLength(1);
  expect(facts).toEqual({
    format: 'layers-model',
    parameters: 13,
    fileBytes: encode(json).length + 52,
    inputShape: [2],
    layers: [
      { name: 'hidden', className: 'Dense', activation: 'relu', output: false },
      { name: 'out', className: 'Dense', activation: 'sigmoid', output: true },
    ],
    weights: [
      { name: 'hidden/kernel', shape: [2, 3], dtype: 'float32' },
      { name: 'hidden/bias', shape: [3], dtype: 'float32' },
      { name: 'out/kernel', shape: [3, 1], dtype: 'float32' },
      { name: 'out/bias', shape: [1], dtype: 'float32' },
    ],
  });
});

test("the optimizer's weights are bytes, not parameters", async () => {
  const model = smallModel();
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const { json } = await exportModel(model);
  groupOf(json).weights.push({ name: 'iter', shape: [], dtype: 'int32', group: 'optimizer' });
  expect(examine(json, 56)).toMatchObject({ problem: null, facts: { parameters: 13 } });
});

describe("what Keras' converter writes", () => {
  test('is read as well: model_config, batch_shape, cell names, a list as config', async () => {
    const keras = await changed((json) => {
      const { config } = layerOf(json, 0);
      config['batch_shape'] = config['batch_input_shape'];
      delete config['batch_input_shape'];
      json.modelTopology = { keras_version: '2.9', model_config: { class_name: 'Sequential', config: layersOf(json) } };
      for (const weight of groupOf(json).weights) weight.name = weight.name.replace('/', '/cell/');
    });
    expect(keras).toMatchObject({ problem: null, facts: { inputShape: [2], parameters: 13 } });
  });
});

describe('a graph model', () => {
  const graph = (): ModelJson & { signature: unknown } => ({
    format: 'graph-model',
    modelTopology: {
      node: [
        { name: 'x', op: 'Placeholder', attr: { shape: { shape: { dim: [{ size: '-1' }, { size: '2' }] } } } },
        { name: 'w', op: 'Const' },
        { name: 'y', op: 'MatMul', input: ['x', 'w'] },
      ],
    },
    signature: { inputs: { x: { tensorShape: { dim: [{ size: '-1' }, { size: '2' }] } } } },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: [
          { name: 'w', shape: [2, 3], dtype: 'float32' },
          { name: 'axis', shape: [1], dtype: 'int32' },
        ],
      },
    ],
  });
  test('is measured', () => {
    const { facts, problem } = examine(graph(), 28);
    expect(problem).toBeNull();
    expect(facts).toMatchObject({
      format: 'graph-model',
      parameters: 6,
      inputShape: [2],
      layers: [{ name: 'y', className: 'MatMul', activation: null, output: false }],
    });
  });
  test('without one of its constants is refused', () => {
    const json = graph();
    groupOf(json).weights.shift();
    expect(examine(json, 4).problem).toMatch(/weight w is missing: the graph uses it/);
  });
});
