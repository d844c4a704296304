/** Activations by name and as layers, and other layers number by number, against tf.js. */
import { expect, test } from '@jest/globals';
import { both, gapOf, refusalOf, single, TOLERANCE, type Described } from '../../../support/onnx-fuzz/against-tfjs.js';
import { FORMULAS } from '../../../../grader/onnx/activations/formulas.js';
import { ACTIVATION_RULES } from '../../../../grader/onnx/activations/rectified.js';
import { ACTIVATIONS, isFunction, LAYERS } from '../../../../grader/models/vocabulary.js';
import { camelCase } from '../../../../grader/models/spelling.js';

test('every activation that the reader admits has a formula', () => {
  expect([...ACTIVATIONS].filter((name) => !FORMULAS.has(camelCase(name)))).toEqual([]);
  expect([...LAYERS].filter((name) => isFunction(name) && !ACTIVATION_RULES.has(name))).toEqual([]);
});

/** As tf.js writes them: the translation from Keras knows some by another name. */
test.each([...ACTIVATIONS].map((name) => [name]))('%s behind a convolution', async (activation) => {
  const described: Described = {
    origin: 'tfjs',
    layers: [{ class_name: 'Conv2D', name: 'it', config: { filters: 4, kernel_size: 2, activation }, from: ['in0'] }],
    inputs: [[4, 4, 2]],
  };
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

test.each<[string, Described]>([
  ['ReLU with all its options', single('ReLU', { max_value: 1, negative_slope: 0.2, threshold: 0.5 }, [4, 3])],
  ['LeakyReLU of Keras 3', single('LeakyReLU', { negative_slope: 0.1 }, [4, 3])],
  ['LeakyReLU without a slope', { ...single('LeakyReLU', {}, [4, 3]), origin: 'tfjs' }],
  ['ELU', single('ELU', { alpha: 0.5 }, [4, 3])],
  ['ThresholdedReLU', { ...single('ThresholdedReLU', { theta: 0.7 }, [4, 3]), origin: 'tfjs' }],
  ['Softmax along several axes', single('Softmax', { axis: [1, 2] }, [4, 3])],
  ['PReLU with shared axes', single('PReLU', { shared_axes: [1, 2] }, [3, 4, 2])],
  ['Rescaling with a number for each channel', single('Rescaling', { scale: [1, 2], offset: [0.5, -1] }, [3, 2])],
  ['Dropout', single('Dropout', { rate: 0.5 }, [4])],
  ['GaussianNoise', single('GaussianNoise', { stddev: 0.5 }, [4])],
  [
    'a layer in place of an activation',
    single('Dense', { units: 3, activation: { class_name: 'ReLU', config: { max_value: 0.5 } } }, [4]),
  ],
])('%s', async (_, described) => {
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

/** Behind a convolution, the last axis is stored second. */
test.each<[string, string, object]>([
  ['PReLU', 'PReLU', {}],
  ['Softmax along the rows', 'Softmax', { axis: 1 }],
  ['Rescaling', 'Rescaling', { scale: [1, 2, 3], offset: 1 }],
])('%s behind a convolution', async (_, class_name, config) => {
  const described: Described = {
    layers: [
      { class_name: 'Conv2D', name: 'conv', config: { filters: 3, kernel_size: 2 }, from: ['in0'] },
      { class_name, name: 'it', config: config as Record<string, unknown>, from: ['conv'] },
    ],
    inputs: [[4, 5, 2]],
  };
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

test('what it cannot read it refuses by name', () => {
  expect(refusalOf(single('Masking', { mask_value: 0 }, [3, 2]))).toBe('the layer it (Masking) that is not translated');
  const described = { ...single('ReLU', { max_value: 'six' }, [3]), origin: 'tfjs' as const };
  expect(refusalOf(described)).toBe('the layer it (ReLU) with maxValue that is not a number');
  expect(refusalOf({ ...single('Activation', { activation: 'relu7' }, [3]), origin: 'tfjs' })).toBe(
    'the layer it (Activation) with the activation relu7',
  );
});
