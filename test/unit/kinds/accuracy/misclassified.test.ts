/** Examples that are classified wrong: which are listed, and the picture of each. */
import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { misclassifiedOf } from '../../../../grader/kinds/accuracy/misclassified.js';
import type { ExampleSet } from '../../../../grader/stages/resolved.js';

/** Images of 2 x 2 in one colour each: red is ten times the index. */
const images = (count: number): ExampleSet => ({
  examples: {
    ...{ dtype: 'uint8', shape: [count, 2, 2, 3] },
    values: Uint8Array.from({ length: 12 * count }, (_, at) => (at % 3 === 0 ? 10 * Math.floor(at / 12) : 0)),
  },
  ...{ labels: new Int32Array(count), classes: 3, divisor: 255, digest: 'd' },
});

test('the first 24 by their place, without those whose outputs are not finite', () => {
  const classes = Int32Array.from({ length: 30 }, (_, row) => (row === 1 ? 0 : row === 2 ? -1 : 2));
  const found = misclassifiedOf(images(30), classes);
  expect(found).toHaveLength(24);
  expect(found.slice(0, 3).map(({ index }) => index)).toEqual([0, 3, 4]);
  expect(found[0]).toMatchObject({ label: 0, predicted: 2 });
  expect(found.map(({ picture }) => picture !== undefined)).toEqual(Array.from({ length: 24 }, (_, at) => at < 12));
});

test('a picture has the pixels of the data set at that place, before scaling', async () => {
  const [, second] = misclassifiedOf(images(6), Int32Array.of(1, 0, 0, 0, 1, 0));
  expect(second).toMatchObject({ index: 4, picture: { width: 2, height: 2 } });
  const { data } = await sharp(Buffer.from(second?.picture?.png ?? '', 'base64'))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(Array.from(data)).toEqual([40, 0, 0, 40, 0, 0, 40, 0, 0, 40, 0, 0]);
});

test('points have no picture', () => {
  const points = { dtype: 'float32', shape: [1, 2], values: new Float32Array(2) } as const;
  expect(misclassifiedOf({ ...images(1), examples: points }, Int32Array.of(1))).toEqual([
    { index: 0, label: 0, predicted: 1 },
  ]);
});
