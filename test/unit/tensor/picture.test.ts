/** Pictures for reports: block means against a second computation, and PNG files as another library reads them. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { pictureOf, shrink, type SmallImage } from '../../../grader/tensor/picture.js';

const side = fc.integer({ min: 1, max: 80 });
const image = fc
  .record({ width: side, height: side, channels: fc.constantFrom<1 | 3>(1, 3) })
  .chain(({ width, height, channels }) =>
    fc
      .uint8Array({ minLength: width * height * channels, maxLength: width * height * channels })
      .map((pixels): SmallImage => ({ width, height, channels, pixels })),
  );

test('each pixel is the mean of its block, and no side is longer than 32', () => {
  fc.assert(
    fc.property(image, ({ width, height, channels, pixels }) => {
      const small = shrink({ width, height, channels, pixels });
      expect(Math.max(small.width, small.height)).toBeLessThanOrEqual(32);
      const block = Math.ceil(Math.max(width, height) / 32);
      const blocks = new Map<string, number[]>();
      for (const [at, value] of pixels.entries()) {
        const [channel, pixel] = [at % channels, Math.floor(at / channels)];
        const [column, row] = [Math.floor((pixel % width) / block), Math.floor(Math.floor(pixel / width) / block)];
        const key = String((row * small.width + column) * channels + channel);
        blocks.set(key, [...(blocks.get(key) ?? []), value]);
      }
      expect(small.pixels).toHaveLength(blocks.size);
      for (const [key, values] of blocks) {
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(Math.abs((small.pixels[Number(key)] ?? NaN) - mean)).toBeLessThanOrEqual(0.5);
      }
    }),
    { numRuns: 40 },
  );
});

test('another library reads the same pixels from the file, in grey and in colours', async () => {
  for (const channels of [1, 3] as const) {
    const pixels = Uint8Array.from({ length: 28 * 20 * channels }, (_, at) => (at * 37) % 256);
    const picture = pictureOf({ width: 28, height: 20, channels, pixels });
    const { data, info } = await sharp(Buffer.from(picture.png, 'base64')).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ format: 'raw', width: 28, height: 20 });
    const first = Array.from(data.subarray(0, info.channels * 560)).filter((_, at) => at % info.channels < channels);
    expect(first).toEqual(Array.from(pixels));
  }
});

test('the same pixels give the same bytes, which are those of every machine', () => {
  const black = { width: 2, height: 1, channels: 1, pixels: Uint8Array.of(0, 255) } as const;
  expect(pictureOf(black)).toEqual(pictureOf(black));
  expect(pictureOf(black).png).toBe(
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR42mNg+A8AAQIBANEay48AAAAASUVORK5CYII=',
  );
});
