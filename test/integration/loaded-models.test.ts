/**
 * The facts read from the files of real exports are those of the model that tf.js loads; any manipulation of one of the
 * two is detected.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { confirmModels } from '../../grader/intake/models/confirm.js';
import { factsOfModel } from '../../grader/runtime/loaded-facts.js';
import { loadModel } from '../../grader/runtime/model.js';
import { tf as workers } from '../../grader/runtime/tf.js';
import type { LoadedModel } from '../../grader/protocol/worker.js';
import type { ModelFacts } from '../../grader/protocol/model-facts.js';
import { examineJson } from '../support/examined.js';
import { exportModel, modelFiles, smallModel, tfl, type ExportedModel } from '../support/exported-model.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { graphJson } from '../support/graph-json.js';

beforeAll(async () => {
  await workers.setBackend('cpu');
  return removeFolders;
});

async function load(model: ExportedModel, { format, inputShape }: ModelFacts): Promise<LoadedModel> {
  const root = writeFiles(makeFolder(), modelFiles(model));
  const loaded = await loadModel(root, 'deep/model.json', format);
  return factsOfModel(loaded, inputShape?.map((side) => side ?? 8) ?? [2]);
}

function read({ json }: ExportedModel): ModelFacts {
  const { facts, problem } = examineJson(json);
  if (facts === null || problem !== null) throw new Error(problem ?? 'no facts');
  return facts;
}

function verdict(facts: ModelFacts, model: LoadedModel) {
  return confirmModels(
    new Map([['m', { status: 'admitted', facts }]]),
    new Map([['m', { status: 'loaded', model }]]),
  ).get('m');
}

type Symbolic = ReturnType<typeof tfl.input>;
const { layers } = tfl;
const image = { inputShape: [8, 8, 3] };
const open = { inputShape: [null, null, 3] };
const sequence = { inputShape: [5, 3], recurrentInitializer: 'zeros' as const };
const cell = () => layers.lstmCell({ units: 2, recurrentInitializer: 'zeros', activation: 'relu' });

function functional() {
  const input = tfl.input({ shape: [2], name: 'in' });
  const shared = layers.dense({ units: 2, activation: 'hardSigmoid' });
  const inner = tfl.sequential({ layers: [layers.dense({ units: 2, inputShape: [2], activation: 'selu' })] });
  const sum = layers.add().apply([shared.apply(shared.apply(input)), inner.apply(input)] as Symbolic[]) as Symbolic;
  return tfl.model({ inputs: input, outputs: layers.dense({ units: 1 }).apply(sum) as Symbolic });
}

describe('equal for', () => {
  test.each<[string, () => ReturnType<typeof smallModel>]>([
    ['a small one', smallModel],
    ['a functional one with a model inside and a layer used twice', functional],
    [
      'convolutions',
      () =>
        tfl.sequential({
          layers: [
            layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu6', ...image }),
            layers.separableConv2d({ filters: 2, kernelSize: 3, padding: 'same' }),
            layers.depthwiseConv2d({ kernelSize: 2 }),
            layers.conv2dTranspose({ filters: 2, kernelSize: 2 }),
            layers.batchNormalization(),
            layers.leakyReLU(),
            layers.globalAveragePooling2d({}),
            layers.softmax(),
          ],
        }),
    ],
    [
      'images of any size',
      () =>
        tfl.sequential({
          layers: [layers.conv2d({ filters: 4, kernelSize: 3, ...open }), layers.globalMaxPooling2d({})],
        }),
    ],
    [
      'recurrent layers',
      () =>
        tfl.sequential({
          layers: [
            layers.gru({ units: 2, returnSequences: true, ...sequence }),
            layers.bidirectional({
              layer: layers.lstm({ units: 2, recurrentInitializer: 'zeros', returnSequences: true }),
              mergeMode: 'concat',
            }),
            layers.timeDistributed({ layer: layers.dense({ units: 2, activation: 'softplus' }) }),
            layers.rnn({ cell: cell(), returnSequences: true }),
            layers.rnn({ cell: layers.stackedRNNCells({ cells: [cell(), cell()] }) }),
          ],
        }),
    ],
    [
      'an embedding',
      () =>
        tfl.sequential({ layers: [layers.embedding({ inputDim: 5, outputDim: 2, inputLength: 3 }), layers.flatten()] }),
    ],
    [
      'the advanced activations',
      () =>
        tfl.sequential({
          layers: [
            layers.prelu({ inputShape: [4] }),
            layers.elu(),
            layers.thresholdedReLU(),
            layers.reLU(),
            layers.activation({ activation: 'swish' }),
          ],
        }),
    ],
  ])('%s', async (_, make) => {
    const model = await exportModel(make());
    const facts = read(model);
    expect(verdict(facts, await load(model, facts))).toEqual({ status: 'admitted', facts });
  });

  test('a graph, with and without a format', async () => {
    for (const format of ['graph-model', null]) {
      const json = graphJson({
        nodes: [
          ['w', 'Const'],
          ['y', 'MatMul', ['x', 'w']],
          ['out', 'Tanh', ['y']],
        ],
        weights: [{ name: 'w', shape: [2, 1] }],
        format,
      });
      const model = { json: json as unknown as ExportedModel['json'], weights: new Uint8Array(8) };
      const facts = read(model);
      expect(verdict(facts, await load(model, facts))).toEqual({ status: 'admitted', facts });
    }
  });
});

describe('rejected', () => {
  const rejection = (sentence: RegExp) => ({
    status: 'rejected',
    sentence: expect.stringMatching(sentence) as unknown,
  });

  test.each<[string, (facts: ModelFacts) => ModelFacts, RegExp]>([
    [
      'another format',
      (facts) => ({ ...facts, format: 'graph-model' }),
      /^m: the file is a graph-model, loaded it is a layers/,
    ],
    ['another input', (facts) => ({ ...facts, inputShape: [3] }), /takes \[3\], loaded it takes \[2\]/],
    [
      'fewer layers',
      (facts) => ({ ...facts, layers: facts.layers.slice(1) }),
      /a layer that its file does not show: Dense with relu/,
    ],
    [
      'another activation',
      (facts) => ({ ...facts, layers: facts.layers.map((layer) => ({ ...layer, activation: 'linear' })) }),
      /Dense with relu/,
    ],
    [
      'fewer weights',
      (facts) => ({ ...facts, weights: facts.weights.slice(1) }),
      /weights of 7 numbers, loaded it has 13/,
    ],
  ])('%s than was read', async (_, change, sentence) => {
    const model = await exportModel(smallModel());
    const facts = read(model);
    expect(verdict(change(facts), await load(model, facts))).toMatchObject(rejection(sentence));
  });

  test('an operation that was not read', async () => {
    const json = graphJson({
      nodes: [
        ['w', 'Const'],
        ['y', 'MatMul', ['x', 'w']],
      ],
      weights: [{ name: 'w', shape: [2, 1] }],
    });
    const model = { json: json as unknown as ExportedModel['json'], weights: new Uint8Array(8) };
    const facts = read(model);
    expect(verdict({ ...facts, layers: [] }, await load(model, facts))).toMatchObject(
      rejection(/does not show: MatMul/),
    );
  });

  test.each([
    [9, image, /the layer wide \(Conv2D\) gives an output of shape \[null, 0, 6, 2\], which has no size/],
    [12, image, /the layer wide \(Conv2D\) gives an output of shape \[null, -3, 6, 2\], which has no size/],
    [9, open, /gives an output of shape \[1, 0, 6, 2\], which has no size/],
  ])('a window of %d on an image of 8, %j', async (side, shape, sentence) => {
    const wide = layers.conv2d({ filters: 2, kernelSize: [side, 3], name: 'wide' });
    const input = tfl.input({ shape: shape.inputShape });
    const outputs = layers.globalMaxPooling2d({}).apply(wide.apply(input)) as Symbolic;
    const model = await exportModel(tfl.model({ inputs: input, outputs }));
    const facts = read(model);
    expect(verdict(facts, await load(model, facts))).toMatchObject(rejection(sentence));
  });

  test('a pooling of a graph that leaves nothing', async () => {
    const ints = (list: readonly number[]) => ({ list: { i: list.map(String) } });
    const attr = { ksize: ints([1, 4, 4, 1]), strides: ints([1, 1, 1, 1]), padding: { s: 'VkFMSUQ=' } };
    const json = graphJson({
      nodes: [
        ['shape', 'Const'],
        ['w', 'Const'],
        ['square', 'Reshape', ['x', 'shape']],
        ['pool', 'MaxPool', ['square'], attr],
        ['out', 'MatMul', ['x', 'w']],
        ['rest', 'Sum', ['pool', 'shape']],
      ],
      weights: [
        { name: 'shape', shape: [4], dtype: 'int32' },
        { name: 'w', shape: [2, 1] },
      ],
      outputs: ['pool'],
    });
    const weights = new Uint8Array(Int32Array.of(1, 1, 2, 1, 0, 0).buffer);
    const model = { json: json as unknown as ExportedModel['json'], weights };
    const facts = read(model);
    expect(verdict(facts, await load(model, facts))).toMatchObject(rejection(/has no size/));
  });
});
