/** Exports of Keras 3, read and run as handed in and compared with Keras's own answers. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { convertIndexedToRgb, decode } from 'fast-png';
import { readModel } from '../../grader/reader/models/read.js';
import { loadModel } from '../../grader/runtime/model.js';
import { predictAll } from '../../grader/runtime/predict.js';
import { tfNetwork } from '../../grader/runtime/tf-network.js';
import { tf } from '../../grader/runtime/tf.js';
import type { ModelReading } from '../../grader/protocol/model-facts.js';
import { casesOf } from '../support/runs.js';

const ROOT = resolve('fixtures/keras3');
const IMAGES = resolve('fixtures/supertux/heldout');
/** float16 has eleven bits; everything else differs by rounding of float32 only. */
const TOLERANCE = { half: 5e-3, single: 2e-5 };

interface Expected {
  readonly images: readonly string[];
  readonly outputs: readonly (readonly number[])[];
}
const EXPECTED = JSON.parse(readFileSync(join(ROOT, 'expected.json'), 'utf8')) as Record<string, Expected>;
/** Of the images of each network. */
const FIRST = casesOf({ usual: 4, full: 12 });

function pixelsOf(images: readonly string[]): Uint8Array {
  return Buffer.concat(
    images.map((image) => Buffer.from(convertIndexedToRgb(decode(readFileSync(join(IMAGES, image)))))),
  );
}

function admit(name: string): ModelReading {
  const files = readdirSync(join(ROOT, name)).map((file): [string, number] => [
    `${name}/${file}`,
    statSync(join(ROOT, name, file)).size,
  ]);
  return JSON.parse(Buffer.from(readModel(ROOT, `${name}/model.json`, files)).toString()) as ModelReading;
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(Object.keys(EXPECTED))('%s', (name) => {
  test('is admitted, and answers as Keras does', async () => {
    const reading = admit(name);
    expect(reading).toMatchObject({ status: 'admitted' });
    const expected = EXPECTED[name] as Expected;
    const [images, outputs] = [expected.images.slice(0, FIRST), expected.outputs.slice(0, FIRST)];
    const format = reading.facts?.format ?? 'layers-model';
    const model = await loadModel(ROOT, `${name}/model.json`, format);
    const values = Float32Array.from(pixelsOf(images));
    const input = { dtype: 'float32', shape: [images.length, 64, 64, 3], values } as const;
    const seen = await predictAll(tfNetwork(model), input, { batchSize: images.length, divisor: 255, mostValues: 1e6 });
    if (seen.outputs.kind !== 'numbers') throw new Error('no numbers');
    const found = [...seen.outputs.data.values];
    const largest = Math.max(1, ...outputs.flat().map(Math.abs));
    const worst = Math.max(...outputs.flat().map((value, index) => Math.abs(value - (found[index] ?? NaN))));
    expect(found).toHaveLength(outputs.flat().length);
    expect(worst / largest).toBeLessThan(name.includes('float16') ? TOLERANCE.half : TOLERANCE.single);
  });
});
