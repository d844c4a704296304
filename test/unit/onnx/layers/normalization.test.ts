/** Normalisations against tf.js; batch normalisation over an axis that is not the last by hand, where tf.js's own is wrong. */
import { expect, test } from '@jest/globals';
import { both, gapOf, single, TOLERANCE, type Described } from '../../../support/onnx-fuzz/against-tfjs.js';
import { runTranslated, withWeights } from '../../../support/onnx-fuzz/translated.js';
import { onnxLibrary } from '../../../support/onnx-library.js';

test.each<[string, Described]>([
  ['batch, over the last axis of images', single('BatchNormalization', { epsilon: 0.01 }, [3, 4, 2])],
  ['batch, over rows', single('BatchNormalization', { scale: false }, [5])],
  ['batch, over the first axis of images', single('BatchNormalization', { axis: 1, center: false }, [3, 4, 2])],
  ['layer, over the last axis', single('LayerNormalization', { epsilon: 1e-3 }, [4, 6])],
  ['layer, over two axes', single('LayerNormalization', { axis: [1, 2], scale: false }, [4, 3, 2])],
  ['groups', single('GroupNormalization', { groups: 2 }, [3, 4, 4])],
  ['one channel in each group, channels first', single('GroupNormalization', { groups: -1, axis: 1 }, [4, 3, 3])],
  ['unit', single('UnitNormalization', { axis: -1 }, [3, 4])],
  ['root mean square', single('RMSNormalization', {}, [3, 5])],
  ['by weights', single('Normalization', { axis: -1 }, [3, 4, 2])],
  [
    'by numbers in the description',
    single('Normalization', { axis: -1, mean: [[1, 2, 3]], variance: [[4, 1, 9]] }, [2, 3]),
  ],
  ['inverted', single('Normalization', { axis: null, mean: 2, variance: 4, invert: true }, [2, 3])],
])('%s', async (_, described) => {
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

/** Behind a convolution, channels are stored second: the other axes then lie elsewhere. */
test.each([1, 2, 3, -1])('batch, over axis %i behind a convolution', async (axis) => {
  const described: Described = {
    layers: [
      { class_name: 'Conv2D', name: 'conv', config: { filters: 3, kernel_size: 2 }, from: ['in0'] },
      { class_name: 'BatchNormalization', name: 'it', config: { axis }, from: ['conv'] },
    ],
    inputs: [[4, 5, 2]],
  };
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

test('batch normalisation over axis 1 of [2, 2, 1], by hand', () => {
  const layers = [
    { class_name: 'InputLayer', config: { name: 'in0', batch_input_shape: [null, 2, 2] } },
    { class_name: 'BatchNormalization', config: { name: 'bn', axis: 1, epsilon: 0 } },
  ];
  const weights = [
    { name: 'bn/gamma', shape: [2], values: [2, 3] },
    { name: 'bn/beta', shape: [2], values: [10, 20] },
    { name: 'bn/moving_mean', shape: [2], values: [1, 2] },
    { name: 'bn/moving_variance', shape: [2], values: [4, 9] },
  ];
  const artifacts = withWeights({ class_name: 'Sequential', config: { name: 'model', layers } }, weights);
  const ran = runTranslated(onnxLibrary(), artifacts, [{ shape: [1, 2, 2], values: [3, 5, 8, -1] }]);
  // (3 - 1) / 2 * 2 + 10, (5 - 1) / 2 * 2 + 10, (8 - 2) / 3 * 3 + 20, (-1 - 2) / 3 * 3 + 20
  expect(ran).toMatchObject({ status: 'ran', outputs: [[{ shape: [1, 2, 2] }]] });
  if (ran.status === 'ran') expect(Array.from(ran.outputs[0]?.[0]?.values ?? [])).toEqual([12, 14, 26, 17]);
});

test('a large mean does not cost the digits of the rest', async () => {
  const described: Described = {
    layers: [
      { class_name: 'Rescaling', name: 'far', config: { scale: 1, offset: 1000 }, from: ['in0'] },
      { class_name: 'LayerNormalization', name: 'it', config: {}, from: ['far'] },
    ],
    inputs: [[64]],
  };
  // single precision has steps of 6e-5 at 1000; the squares of 1000 would have steps of 0.06
  expect(gapOf(await both(described))).toBeLessThan(2e-4);
});
