/** Layers that arrange, and Dense and Embedding: the order of numbers is that of channels last. Against tf.js. */
import { expect, test } from '@jest/globals';
import type { LayerSpec } from '../../../support/witness/drawing.js';
import { both, gapOf, single, TOLERANCE, type Described } from '../../../support/onnx-fuzz/against-tfjs.js';

const behindConvolution = (class_name: string, config: object): Described => {
  const layers: LayerSpec[] = [
    { class_name: 'Conv2D', name: 'conv', config: { filters: 3, kernel_size: 2 }, from: ['in0'] },
    { class_name, name: 'it', config: config as LayerSpec['config'], from: ['conv'] },
  ];
  return { layers, inputs: [[4, 5, 2]] };
};

test.each<[string, Described]>([
  ['Flatten behind a convolution', behindConvolution('Flatten', {})],
  ['Flatten with channels first', single('Flatten', { data_format: 'channels_first' }, [2, 3, 4])],
  ['Reshape behind a convolution, with an open side', behindConvolution('Reshape', { target_shape: [6, -1] })],
  ['Permute behind a convolution', behindConvolution('Permute', { dims: [3, 1, 2] })],
  ['RepeatVector', single('RepeatVector', { n: 3 }, [4])],
  ['Dense behind a convolution', behindConvolution('Dense', { units: 4, activation: 'tanh' })],
  ['Dense of rows', single('Dense', { units: 3, use_bias: false }, [5])],
  ['Dense of a series', single('Dense', { units: 3, activation: 'softmax' }, [2, 5])],
  ['Embedding', { ...single('Embedding', { input_dim: 7, output_dim: 3 }, [4]), classes: 7 }],
])('%s', async (_, described) => {
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

test('a number below zero is no row of a table', async () => {
  const described: Described = {
    layers: [
      { class_name: 'Rescaling', name: 'below', config: { scale: 0, offset: -1 }, from: ['in0'] },
      { class_name: 'Embedding', name: 'it', config: { input_dim: 7, output_dim: 3 }, from: ['below'] },
    ],
    inputs: [[4]],
  };
  // as on cpu, where ONNX alone would take the last row
  await expect(both(described)).rejects.toThrow(/not in/);
});

test('multiply-adds of Dense: 5 x 3 at each of 2 places', async () => {
  const { onnx } = await both(single('Dense', { units: 3 }, [2, 5]));
  expect(onnx).toMatchObject({ macs: 30 });
});
