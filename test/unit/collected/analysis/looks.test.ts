/** What images are compared by, against second implementations. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bitsApart,
  digestOf,
  looksOf,
  mirror,
  shrink,
  thumbnailsApart,
} from '../../../../grader/collected/analysis/looks.js';
import { mirroredPicture, picture, SIDE, SIZE } from '../../../support/entries.js';

/** An image of random size with its pixels. */
const image = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      pixels: fc.uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 }),
    }),
  );

describe('mirroring', () => {
  test('twice gives the image again, and moves each pixel within its row', () => {
    const law = fc.property(image, ({ width, pixels }) => {
      const turned = mirror(pixels, width);
      expect(mirror(turned, width)).toEqual(pixels);
      for (let at = 0; at < pixels.length; at += 1) {
        const [pixel, channel] = [Math.floor(at / 3), at % 3];
        const from = pixel - (pixel % width) + (width - 1 - (pixel % width));
        expect(turned[at]).toBe(pixels[from * 3 + channel]);
      }
    });
    fc.assert(law);
  });
  test('exchanges the digests of an image', () => {
    const [one, turned] = [looksOf(picture(1), SIDE), looksOf(mirroredPicture(picture(1)), SIDE)];
    expect([turned.digest, turned.mirrored]).toEqual([one.mirrored, one.digest]);
    expect(one.digest).not.toBe(one.mirrored);
  });
});

describe('a thumbnail', () => {
  test('has the mean of the pixels in each block', () => {
    const law = fc.property(image, fc.nat(8), fc.nat(8), ({ width, height, pixels }, moreRows, moreColumns) => {
      const [rows, columns] = [1 + (moreRows % height), 1 + (moreColumns % width)];
      const sums = Array.from({ length: rows * columns * 3 }, () => [0, 0] as [number, number]);
      for (const [at, value] of pixels.entries()) {
        const [x, y] = [Math.floor(at / 3) % width, Math.floor(Math.floor(at / 3) / width)];
        const cell = Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width);
        const sum = sums[cell * 3 + (at % 3)] ?? [0, 0];
        sum[0] += value;
        sum[1] += 1;
      }
      expect([...shrink(pixels, { width, height }, rows, columns)]).toEqual(
        sums.map(([sum, count]) => Math.round(sum / count)),
      );
    });
    fc.assert(law, { numRuns: 300 });
  });
  test('of the same number of cells is the image', () => {
    fc.assert(
      fc.property(image, ({ width, height, pixels }) => {
        expect(shrink(pixels, { width, height }, height, width)).toEqual(pixels);
      }),
    );
  });
  test('of the middle leaves a quarter away at each side', () => {
    const pixels = Uint8Array.from({ length: SIZE }, (_, at) => {
      const [x, y] = [Math.floor(at / 3) % SIDE, Math.floor(Math.floor(at / 3) / SIDE)];
      return x >= 4 && x < 12 && y >= 4 && y < 12 ? 16 * x + y : 255;
    });
    const expected = Array.from({ length: 64 }, (_, at) => 16 * (4 + (at % 8)) + 4 + Math.floor(at / 8));
    expect([...looksOf(pixels, SIDE).middle]).toEqual(expected.flatMap((value) => [value, value, value]));
  });
});

describe('differences', () => {
  const word = fc.nat(0xffffffff);
  const hash = fc.tuple(word, word);
  test('of hashes are the bits that differ', () => {
    const valueOf = ([high, low]: readonly [number, number]) => (BigInt(high) << 32n) | BigInt(low);
    const law = fc.property(hash, hash, (left, right) => {
      expect(bitsApart(left, right)).toBe((valueOf(left) ^ valueOf(right)).toString(2).replaceAll('0', '').length);
    });
    fc.assert(law, { numRuns: 500 });
    expect(bitsApart([0xffffffff, 0xffffffff], [0, 0])).toBe(64);
  });
  test('of thumbnails are means', () => {
    expect(thumbnailsApart(Uint8Array.of(0, 10, 255), Uint8Array.of(0, 13, 249))).toBe(3);
  });
});

describe('one colour', () => {
  const count = SIDE * SIDE;
  /** This many pixels differ from the others by `by` in one channel. */
  const flat = (others: number, by: number, channel: number) =>
    Uint8Array.from({ length: SIZE }, (_, at) => 100 + (at % 3 === channel && at < 3 * others ? by : 0));
  test.each([0, 1, 2])('may have 2 %% of pixels that differ in channel %i', (channel) => {
    const most = Math.floor(count * 0.02);
    expect(looksOf(flat(most, 5, channel), SIDE).isConstant).toBe(true);
    expect(looksOf(flat(most + 1, 5, channel), SIDE).isConstant).toBe(false);
    expect(looksOf(flat(most + 1, -5, channel), SIDE).isConstant).toBe(false);
    expect(looksOf(flat(most + 1, 4, channel), SIDE).isConstant).toBe(true);
  });
  test('is not that of a picture', () => {
    expect(looksOf(picture(1), SIDE).isConstant).toBe(false);
  });
});

test('digests are equal for equal pixels only', () => {
  const bytes = fc.uint8Array({ maxLength: 6 });
  const law = fc.property(bytes, bytes, (left, right) => {
    expect(digestOf(left) === digestOf(right)).toBe(Buffer.compare(left, right) === 0);
  });
  fc.assert(law);
  expect(digestOf(Uint8Array.of())).toBe('e3b0c44298fc1c149afbf4c8996fb924');
});
