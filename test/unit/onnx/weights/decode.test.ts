/** Weights as tf.js itself decodes them, plain and quantised. */
import { expect, test } from '@jest/globals';
import type { io } from '@tensorflow/tfjs-core';
import { tf } from '../../../../grader/runtime/tf.js';
import { decode, placesOf } from '../../../../grader/onnx/weights/decode.js';
import { Weights } from '../../../../grader/onnx/weights/weights.js';

const SPECS: io.WeightsManifestEntry[] = [
  { name: 'plain', shape: [2, 2], dtype: 'float32' },
  { name: 'bytes', shape: [3], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.1, min: -3 } },
  // begins at an odd byte
  { name: 'halves', shape: [5], dtype: 'float32', quantization: { dtype: 'float16' } },
  { name: 'words', shape: [2], dtype: 'float32', quantization: { dtype: 'uint16', scale: 1e-3, min: 2 } },
  { name: 'whole', shape: [2], dtype: 'int32', quantization: { dtype: 'uint8', scale: 1.5, min: -2 } },
  { name: 'counts', shape: [1], dtype: 'int32' },
  { name: 'flags', shape: [2], dtype: 'bool' },
  { name: 'single', shape: [], dtype: 'float32' },
];

function dataOf(): ArrayBuffer {
  const bytes = [
    ...new Uint8Array(Float32Array.of(1.5, -2, 1e-30, 3e30).buffer),
    ...[0, 128, 255],
    // 1, -2, the smallest, infinity, 65504
    ...new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7c00, 0x7bff).buffer),
    ...new Uint8Array(Uint16Array.of(0, 65535).buffer),
    ...[0, 9],
    ...new Uint8Array(Int32Array.of(-7).buffer),
    ...[0, 1],
    ...new Uint8Array(Float32Array.of(0.1).buffer),
  ];
  return Uint8Array.from(bytes).buffer;
}

test('as tf.js decodes them', () => {
  const expected = tf.io.decodeWeights(dataOf(), SPECS);
  const places = placesOf(SPECS, dataOf());
  expect(places.map(({ name }) => name)).toEqual(Object.keys(expected));
  for (const place of places) {
    const { shape, values } = decode(place, dataOf());
    expect([place.name, shape, Array.from(values)]).toEqual([
      place.name,
      expected[place.name]?.shape,
      Array.from(expected[place.name]?.dataSync() ?? []),
    ]);
  }
});

test('types that tf.js does not decode, and shapes that are none', () => {
  const why = (spec: object) => () =>
    placesOf([{ name: 'w', shape: [1], ...spec }], dataOf()).map((place) => decode(place, dataOf()));
  expect(why({ dtype: 'string' })).toThrow('the weight w of type string');
  expect(why({ dtype: 'int32', quantization: { dtype: 'float16' } })).toThrow(
    'the weight w of type int32, stored as float16',
  );
  expect(why({ dtype: 'float32', quantization: { dtype: 'uint8' } })).toThrow(
    'the weight w of type float32, stored as uint8',
  );
  expect(why({ dtype: 'float32', shape: [-1] })).toThrow('the weight w without a shape');
  expect(why({ dtype: 'float32', shape: [1000] })).toThrow('the weight w of type float32');
});

const float = (name: string, more: object = {}) => ({ name, shape: [1], dtype: 'float32', ...more });
const numbered = (count: number) => Float32Array.from({ length: count }, (_, at) => at).buffer;

test('found by the names under which the loader of tf.js finds them', () => {
  const specs = [
    float('a/kernel'),
    float('b/b_cell/kernel'),
    float('a/kernel', { group: 'optimizer' }),
    float('a/kernel'),
  ];
  const weights = new Weights(specs, numbered(4));
  expect(weights.find('a/kernel', [1])).toEqual(Float32Array.of(3));
  expect(weights.find('b/kernel', [1])).toEqual(Float32Array.of(1));
  expect(weights.find('b/b_cell/kernel', [1])).toEqual(Float32Array.of(1));
  expect(weights.find('c/kernel', [1])).toBeNull();
  expect(weights.shapeOf('a/kernel')).toEqual([1]);
  expect(() => weights.find('a/kernel', [2])).toThrow('the weight a/kernel of shape [1], not [2]');
});

test('numbered weights, and whole numbers as a kernel, are refused', () => {
  expect(() => new Weights([float('a/vars/0')], numbered(1))).toThrow('weights that are numbered, not named');
  const weights = new Weights([{ name: 'a/kernel', shape: [1], dtype: 'int32' }], numbered(1));
  expect(() => weights.find('a/kernel', [1])).toThrow('the weight a/kernel that is not of type float32');
});
