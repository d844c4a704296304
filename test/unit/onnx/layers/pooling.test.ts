/** Pooling, where cells of padding do not count, against tf.js; and by hand. */
import { expect, test } from '@jest/globals';
import { both, gapOf, refusalOf, single, TOLERANCE, type Described } from '../../../support/onnx-fuzz/against-tfjs.js';

test.each<[string, Described]>([
  [
    'maximum, same, odd strides',
    single('MaxPooling2D', { pool_size: [2, 3], strides: [3, 2], padding: 'same' }, [7, 8, 2]),
  ],
  [
    'average, same: padding is not counted',
    single('AveragePooling2D', { pool_size: 3, strides: 2, padding: 'same' }, [4, 6, 2]),
  ],
  [
    'strides of the window where none are given',
    single('MaxPooling2D', { pool_size: [2, 3], strides: null }, [6, 6, 1]),
  ],
  ['channels first', single('AveragePooling2D', { pool_size: 2, data_format: 'channels_first' }, [2, 5, 4])],
  ['of a series', single('MaxPooling1D', { pool_size: 3, strides: 2, padding: 'same' }, [8, 2])],
  ['of a series, channels first', single('AveragePooling1D', { pool_size: 2, data_format: 'channels_first' }, [2, 8])],
  ['of a volume', single('AveragePooling3D', { pool_size: [2, 1, 2], strides: 2, padding: 'same' }, [3, 4, 5, 2])],
  ['over all, channels last', single('GlobalAveragePooling2D', {}, [3, 5, 4])],
  ['over all, kept as sides of 1', single('GlobalMaxPooling2D', { keepdims: true }, [3, 5, 4])],
  ['over all, channels first', single('GlobalMaxPooling2D', { data_format: 'channels_first' }, [4, 3, 5])],
  ['over a series', single('GlobalAveragePooling1D', {}, [6, 3])],
  ['over a volume', single('GlobalMaxPooling3D', {}, [2, 3, 2, 3])],
])('%s', async (_, described) => {
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

test('what it cannot read it refuses by name', () => {
  expect(refusalOf(single('MaxPooling2D', { pool_size: 5 }, [3, 3, 1]))).toBe(
    'the layer it (MaxPooling2D) with a window that does not fit into its input',
  );
  expect(refusalOf(single('MaxPooling2D', { pool_size: 2, padding: 'causal' }, [3, 3, 1]))).toBe(
    'the layer it (MaxPooling2D) with padding that is not one of valid, same',
  );
  expect(refusalOf(single('GlobalMaxPooling2D', {}, [3, 3]))).toBe(
    'the layer it (GlobalMaxPooling2D) with an input of 2 axes for each example, not 3',
  );
});
