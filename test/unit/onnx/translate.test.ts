/** The entry: one input and one output, keys in either spelling, and the model of ONNX that comes out. */
import { expect, test } from '@jest/globals';
import { translateToOnnx } from '../../../grader/onnx/translate.js';
import { withWeights } from '../../support/onnx-fuzz/translated.js';

const sequential = (key: 'use_bias' | 'useBias') => ({
  class_name: 'Sequential',
  config: { name: 'm', layers: [{ class_name: 'Dense', config: { name: 'd', units: 2, [key]: false } }] },
});
const kernel = { name: 'd/kernel', shape: [3, 2], values: [1, 2, 3, 4, 5, 6] };

test.each(['use_bias', 'useBias'] as const)('a dense layer with %s', (key) => {
  const translated = translateToOnnx({ ...withWeights(sequential(key), [kernel]), example: [3] });
  expect(translated).toEqual({
    ok: true,
    macs: 6,
    model: {
      irVersion: 10,
      opset: 21,
      producer: 'tuxgrade',
      graph: {
        name: 'model',
        nodes: [
          { name: '', operator: 'Gemm', domain: '', inputs: ['in0', 'w1'], outputs: ['x2'], attributes: {} },
          { name: '', operator: 'Identity', domain: '', inputs: ['x2'], outputs: ['out0'], attributes: {} },
        ],
        initializers: [
          {
            name: 'w1',
            type: 'float32',
            shape: [3, 2],
            bytes: new Uint8Array(Float32Array.from(kernel.values).buffer),
          },
        ],
        inputs: [{ name: 'in0', type: 'float32', shape: ['N', 3] }],
        outputs: [{ name: 'out0', type: 'float32', shape: ['N', 2] }],
      },
    },
  });
});

test('both spellings at once, and weights that are cut off', () => {
  const layer = { class_name: 'Dense', config: { name: 'd', units: 2, use_bias: false, useBias: true } };
  const twice = withWeights({ class_name: 'Sequential', config: { layers: [layer] } }, [kernel]);
  expect(translateToOnnx({ ...twice, example: [3] })).toMatchObject({
    ok: false,
    problem: expect.stringContaining('gives one field twice'),
  });
  const cut = { ...withWeights(sequential('use_bias'), [kernel]), weightData: new ArrayBuffer(20), example: [3] };
  expect(translateToOnnx(cut)).toEqual({ ok: false, problem: 'the weight d/kernel of type float32' });
});

test('several outputs are refused', () => {
  const input = {
    class_name: 'InputLayer',
    name: 'x',
    config: { name: 'x', batch_input_shape: [null, 2] },
    inbound_nodes: [],
  };
  const config = {
    name: 'm',
    layers: [input],
    input_layers: [['x', 0, 0]],
    output_layers: [
      ['x', 0, 0],
      ['x', 0, 0],
    ],
  };
  const artifacts = { ...withWeights({ class_name: 'Functional', config }, []), example: [2] };
  expect(translateToOnnx(artifacts)).toEqual({ ok: false, problem: 'a model of 2 outputs' });
});
