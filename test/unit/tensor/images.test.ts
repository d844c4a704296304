/** The values that models get for pixels, equal to the last bit to what tf.js computes from the same bytes. */
import { describe, expect, test } from '@jest/globals';
import { imageShapeOf, scale, scalingOf } from '../../../grader/tensor/images.js';
import { tf } from '../../support/exported-model.js';

const BYTES = Uint8Array.from({ length: 256 * 3 }, (_, at) => Math.floor(at / 3));
const pixels = () => tf.tensor(Float32Array.from(BYTES), [256, 3], 'float32');
const bits = (values: ArrayLike<number>) => [...new Uint32Array(Float32Array.from(values).buffer)];

describe('pixels as a student writes it in tf.js', () => {
  test.each([
    ['0..1', {}, () => tf.div(pixels(), 255)],
    ['0..255', { range: '0..255' }, () => pixels()],
    ['-1..1', { range: '-1..1' }, () => tf.sub(tf.div(pixels(), 127.5), 1)],
    [
      'one mean and deviation, as for MNIST',
      { mean: [0.1307], std: [0.3081] },
      () => tf.div(tf.sub(tf.div(pixels(), 255), 0.1307), 0.3081),
    ],
    [
      'one for each channel, as for ImageNet',
      { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
      () =>
        tf.div(tf.sub(tf.div(pixels(), 255), tf.tensor1d([0.485, 0.456, 0.406])), tf.tensor1d([0.229, 0.224, 0.225])),
    ],
    [
      'of pixels as they are',
      { range: '0..255', mean: [33.3], std: [78.6] },
      () => tf.div(tf.sub(pixels(), 33.3), 78.6),
    ],
  ] as const)('%s', (_name, set, inTf) => {
    const fed = scale(BYTES, 0, BYTES.length, scalingOf({ ...set }));
    expect(bits(fed)).toEqual(bits(inTf().dataSync()));
  });

  test('a part of many images starts with the first channel', () => {
    const scaling = scalingOf({ mean: [0, 0.5, 1], std: [1, 1, 1] });
    expect([...scale(BYTES, 3 * 255, 3, scaling)]).toEqual([1, 0.5, 0]);
  });
});

test('sides: square, or width and height; colours by default', () => {
  expect(imageShapeOf(28)).toEqual({ width: 28, height: 28, channels: 3 });
  expect(imageShapeOf({ width: 224, height: 160, channels: 1 })).toEqual({ width: 224, height: 160, channels: 1 });
});
