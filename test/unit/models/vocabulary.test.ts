import { describe, expect, test } from '@jest/globals';
import { examineModel } from '../../../grader/reader/models/examine.js';
import { ACTIVATIONS, CONTAINERS, LAYERS } from '../../../grader/models/vocabulary.js';
import { registerKeras } from '../../../grader/runtime/keras/register.js';
import { exportModel, tf, tfl } from '../../support/exported-model.js';

/** True when a registered class descends from one of that name. */
function descendsFrom(registered: string, ancestor: string): boolean {
  const entry = tf.serialization.SerializationMap.getMap().classNameMap[registered];
  for (let type: unknown = entry?.[0]; typeof type === 'function'; type = Object.getPrototypeOf(type)) {
    if (type.name === ancestor) return true;
  }
  return false;
}
registerKeras();
const registered = Object.keys(tf.serialization.SerializationMap.getMap().classNameMap);

test('the layers are those that tfjs-layers and the runtime register', () => {
  const theirs = registered.filter((name) => descendsFrom(name, 'Layer') && !CONTAINERS.has(name));
  expect([...LAYERS].sort()).toEqual(theirs.sort());
});

test('the activations are those that tfjs-layers and the runtime register, and their spelling in Keras', () => {
  const theirs = registered.filter(
    (name) => ['Activation', 'KerasActivation'].some((type) => descendsFrom(name, type)) && name !== 'Activation',
  );
  const keras = new Set(['hard_sigmoid', 'log_softmax', 'leaky_relu']);
  // leaky_relu and gelu_new are looked up under these names
  const lookedFor = new Set(['leakyRelu', 'geluNew']);
  expect([...ACTIVATIONS].filter((name) => !keras.has(name)).sort()).toEqual(
    theirs.filter((name) => !lookedFor.has(name)).sort(),
  );
});

describe('each layer with weights that tfjs-layers exports is admitted', () => {
  const image = { inputShape: [8, 8, 3] };
  const sequence = { inputShape: [5, 3], recurrentInitializer: 'zeros' as const };
  const { layers } = tfl;
  test.each([
    ['dense', [layers.dense({ units: 4, inputShape: [3], useBias: false })]],
    ['conv1d', [layers.conv1d({ filters: 4, kernelSize: 3, inputShape: [8, 3] })]],
    [
      'conv2d',
      [layers.conv2d({ filters: 4, kernelSize: [3, 2], ...image }), layers.flatten(), layers.dense({ units: 2 })],
    ],
    ['conv3d', [layers.conv3d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 8, 2] })]],
    ['conv2dTranspose', [layers.conv2dTranspose({ filters: 5, kernelSize: 3, ...image })]],
    ['conv3dTranspose', [layers.conv3dTranspose({ filters: 5, kernelSize: 3, inputShape: [8, 8, 8, 2] })]],
    ['separableConv2d', [layers.separableConv2d({ filters: 2, kernelSize: 3, depthMultiplier: 2, ...image })]],
    ['depthwiseConv2d', [layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, ...image })]],
    ['embedding', [layers.embedding({ inputDim: 7, outputDim: 4, inputLength: 3 })]],
    [
      'norms',
      [layers.batchNormalization({ scale: false, inputShape: [4] }), layers.layerNormalization({ center: false })],
    ],
    ['prelu', [layers.prelu({ inputShape: [5, 4] })]],
    ['lstm', [layers.lstm({ units: 4, ...sequence })]],
    ['gru', [layers.gru({ units: 4, ...sequence })]],
    ['simpleRNN', [layers.simpleRNN({ units: 4, ...sequence })]],
    [
      'wrappers',
      [
        layers.timeDistributed({ layer: layers.dense({ units: 2 }), inputShape: [5, 3] }),
        layers.bidirectional({
          layer: layers.lstm({ units: 2, recurrentInitializer: 'zeros' }),
          mergeMode: 'concat',
          inputShape: [5, 2],
        }),
      ],
    ],
    ['nested', [tfl.sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] }), layers.dense({ units: 1 })]],
  ])('%s', async (_name, list) => {
    const model = tfl.sequential({ layers: list });
    const { json, weights } = await exportModel(model);
    const text = new TextEncoder().encode(JSON.stringify(json));
    const sizes = new Map([
      ['model.json', text.length],
      ['weights.bin', weights.length],
    ]);
    const { facts, problem } = examineModel('model.json', text, sizes);
    expect(problem).toBeNull();
    expect(facts?.parameters).toBe(model.countParams());
    expect(facts?.inputShape).toEqual(model.inputs[0]?.shape.slice(1));
  });
});
