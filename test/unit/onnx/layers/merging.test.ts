/** Layers of several inputs, against tf.js. */
import { expect, test } from '@jest/globals';
import { both, gapOf, refusalOf, single, TOLERANCE, type Described } from '../../../support/onnx-fuzz/against-tfjs.js';

const image = [3, 4, 2];

test.each<[string, Described]>([
  ...['Add', 'Multiply', 'Average', 'Maximum', 'Minimum'].map((name): [string, Described] => [
    name,
    single(name, {}, image, image, image),
  ]),
  ['Subtract', single('Subtract', {}, image, image)],
  ['sides of 1 spread', single('Multiply', {}, image, [1, 1, 2])],
  ['axes that an input lacks come after the batch', single('Add', {}, [4, 3], [3])],
  ['Concatenate along an axis in the middle', single('Concatenate', { axis: 2 }, [2, 3, 4], [2, 1, 4])],
  ['Concatenate along an axis counted from the end', single('Concatenate', { axis: -2 }, [2, 3, 4], [2, 1, 4])],
  ['Dot of two rows', single('Dot', { axes: 1 }, [4], [4])],
  ['Dot of matrices', single('Dot', { axes: [2, 1] }, [3, 4], [4, 2])],
  ['Dot of a matrix and a row, normalised', single('Dot', { axes: [1, 1], normalize: true }, [4, 3], [4])],
  ['Attention', single('Attention', { use_scale: true }, [3, 4], [5, 4])],
  ['MultiHeadAttention', single('MultiHeadAttention', { num_heads: 2, key_dim: 3, value_dim: 4 }, [3, 5], [4, 6])],
  [
    'EinsumDense',
    single(
      'EinsumDense',
      { equation: 'abc,cd->abd', output_shape: [null, 3], bias_axes: 'd', activation: 'relu' },
      [2, 4],
    ),
  ],
  ['EinsumDense with an ellipsis', single('EinsumDense', { equation: '...c,cd->...d', output_shape: [3] }, [2, 2, 4])],
])('%s', async (_, described) => {
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

test('one behind a convolution and one not: Concatenate along the channels', async () => {
  const described: Described = {
    layers: [
      { class_name: 'Conv2D', name: 'conv', config: { filters: 3, kernel_size: 1 }, from: ['in0'] },
      { class_name: 'Concatenate', name: 'it', config: { axis: -1 }, from: ['conv', 'in0'] },
    ],
    inputs: [image],
  };
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

test('multiply-adds: of a product of [3, 4] and [4, 2]', async () => {
  const { onnx } = await both(single('Dot', { axes: [2, 1] }, [3, 4], [4, 2]));
  expect(onnx).toMatchObject({ macs: 3 * 4 * 2 });
});

test('an equation that sums over the examples is refused, and inputs that do not fit together', () => {
  const weights = { 'it/kernel': [4, 3] };
  const equation = (written: string) => single('EinsumDense', { equation: written, output_shape: [3] }, [4]);
  expect(refusalOf(equation('ab,bc->ac'), weights)).toBeNull();
  expect(refusalOf(equation('ab,bc->bc'), weights)).toBe(
    'the layer it (EinsumDense) with an equation that is not translated',
  );
  expect(refusalOf(single('Add', {}, [2, 3], [2, 4]))).toBe(
    'the layer it (Add) with inputs of shapes that do not fit together',
  );
  expect(refusalOf(single('Concatenate', { axis: 0 }, [2], [2]))).toBe(
    'the layer it (Concatenate) with an axis that its inputs do not have',
  );
  expect(refusalOf(single('Dot', { axes: 1 }, [2, 3], [4, 2]))).toBe(
    'the layer it (Dot) with axes of different lengths',
  );
});
