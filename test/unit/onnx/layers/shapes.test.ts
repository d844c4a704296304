/** Layers that arrange, and Dense and Embedding: the order of numbers is that of channels last. Against tf.js. */
import { expect, test } from '@jest/globals';
import type { LayerSpec } from '../../../support/witness/drawing.js';
import { runTranslated, withWeights } from '../../../support/onnx-fuzz/translated.js';
import { onnxLibrary } from '../../../support/onnx-library.js';
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

test('a number that is no row of a table is an error, also below zero, where ONNX alone would count from the end', () => {
  const config = { name: 'it', input_dim: 4, output_dim: 1, batch_input_shape: [null, 1] };
  const topology = { class_name: 'Sequential', config: { name: 'm', layers: [{ class_name: 'Embedding', config }] } };
  const artifacts = withWeights(topology, [{ name: 'it/embeddings', shape: [4, 1], values: [5, 6, 7, 8] }]);
  const run = (value: number) => runTranslated(onnxLibrary(), artifacts, [{ shape: [1, 1], values: [value] }]);
  expect(run(3)).toMatchObject({ status: 'ran', outputs: [[{ values: Float32Array.of(8) }]] });
  for (const outside of [-1, 4])
    expect(run(outside)).toMatchObject({ status: 'failed', why: expect.stringMatching(/out of.*bounds/) });
});

test('multiply-adds of Dense: 5 x 3 at each of 2 places', async () => {
  const { onnx } = await both(single('Dense', { units: 3 }, [2, 5]));
  expect(onnx).toMatchObject({ macs: 30 });
});
