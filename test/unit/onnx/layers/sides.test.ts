/** Padding, cropping and resizing against tf.js, with pixels where each program has them. */
import { expect, test } from '@jest/globals';
import { both, gapOf, refusalOf, single, TOLERANCE, type Described } from '../../../support/onnx-fuzz/against-tfjs.js';
import { nearest } from '../../../../grader/onnx/layers/resizing.js';

test.each<[string, Described]>([
  [
    'ZeroPadding2D, each side another',
    single(
      'ZeroPadding2D',
      {
        padding: [
          [1, 2],
          [0, 3],
        ],
      },
      [3, 4, 2],
    ),
  ],
  [
    'ZeroPadding2D, channels first',
    single('ZeroPadding2D', { padding: [1, 2], data_format: 'channels_first' }, [2, 3, 4]),
  ],
  ['ZeroPadding1D', single('ZeroPadding1D', { padding: [0, 2] }, [3, 2])],
  [
    'Cropping2D',
    single(
      'Cropping2D',
      {
        cropping: [
          [1, 0],
          [0, 2],
        ],
      },
      [4, 5, 2],
    ),
  ],
  ['Cropping3D', single('Cropping3D', { cropping: 1 }, [3, 4, 5, 2])],
  ['UpSampling2D, nearest', single('UpSampling2D', { size: [2, 3] }, [3, 2, 2])],
  [
    'UpSampling2D, bilinear as Keras has it',
    single('UpSampling2D', { size: [2, 3], interpolation: 'bilinear' }, [3, 4, 2]),
  ],
  [
    'UpSampling2D, bilinear as tf.js has it',
    { ...single('UpSampling2D', { size: [2, 3], interpolation: 'bilinear' }, [3, 4, 2]), origin: 'tfjs' },
  ],
  ['UpSampling1D', single('UpSampling1D', { size: 3 }, [3, 2])],
  ['UpSampling3D', single('UpSampling3D', { size: [1, 2, 2] }, [2, 2, 3, 1])],
  ['Resizing, bilinear to sides that are no multiples', single('Resizing', { height: 5, width: 7 }, [4, 3, 2])],
  ['Resizing, nearest', single('Resizing', { height: 5, width: 2, interpolation: 'nearest' }, [4, 3, 2])],
  [
    'Resizing of the largest part of the same proportions',
    single('Resizing', { height: 2, width: 4, crop_to_aspect_ratio: true }, [6, 6, 1]),
  ],
  [
    'Resizing as tf.js has it, corners on corners',
    { ...single('Resizing', { height: 5, width: 7 }, [4, 3, 2]), origin: 'tfjs' },
  ],
  [
    'Resizing to nearest as tf.js has it',
    { ...single('Resizing', { height: 5, width: 7, interpolation: 'nearest' }, [4, 3, 2]), origin: 'tfjs' },
  ],
  ['CenterCrop', single('CenterCrop', { height: 2, width: 3 }, [5, 5, 2])],
  ['CenterCrop of a smaller image', single('CenterCrop', { height: 6, width: 3 }, [4, 5, 2])],
])('%s', async (_, described) => {
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

test('nearest places: of 5 for 3, by corners, centres and corners of the image', () => {
  const places = (alignment: Parameters<typeof nearest>[0]) =>
    [0, 1, 2].map((index) => nearest(alignment)(index, 5, 3));
  // 5/3 i; 5/3 (i + 1/2); 4/2 i, rounded
  expect(places('asymmetric')).toEqual([0, 1, 3]);
  expect(places('half_pixel')).toEqual([0, 2, 4]);
  expect(places('align_corners')).toEqual([0, 2, 4]);
});

test('what crops everything is refused', () => {
  expect(refusalOf(single('Cropping1D', { cropping: [2, 2] }, [4, 1]))).toBe(
    'the layer it (Cropping1D) that crops everything',
  );
  expect(refusalOf(single('ZeroPadding2D', { padding: [1, 2, 3] }, [4, 4, 1]))).toBe(
    'the layer it (ZeroPadding2D) with padding that cannot be read',
  );
});
