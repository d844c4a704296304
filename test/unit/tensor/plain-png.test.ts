/** The fast way to read a PNG file against fast-png, which is another implementation. */
import { describe, expect, test } from '@jest/globals';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { convertIndexedToRgb, decode } from 'fast-png';
import { plainPixels } from '../../../grader/tensor/plain-png.js';
import { chunksOf, type Chunk } from '../../../grader/tensor/png-chunks.js';
import { chunk, header, png } from '../../support/raw-png.js';

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Made {
  readonly width: number;
  readonly height: number;
  readonly colour: number;
  readonly bytes: Uint8Array;
  readonly filters: readonly number[];
  readonly palette: Uint8Array;
  readonly alphas: Uint8Array | null;
}

const made: fc.Arbitrary<Made> = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 6 }),
    colour: fc.constantFrom(0, 2, 3, 4, 6),
    colours: fc.integer({ min: 1, max: 256 }),
  })
  .chain(({ width, height, colour, colours }) => {
    const count = width * height * (CHANNELS[colour] ?? 0);
    const max = colour === 3 ? colours - 1 : 255;
    return fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      colour: fc.constant(colour),
      bytes: fc.uint8Array({ minLength: count, maxLength: count, max }),
      filters: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: height, maxLength: height }),
      palette: fc.uint8Array({ minLength: 3 * colours, maxLength: 3 * colours }),
      alphas: fc.option(fc.uint8Array({ maxLength: colours })),
    });
  });

/** Without PLTE and tRNS where there is no palette. In a palette all bytes of rows are unfiltered numbers. */
function partsOf({ width, height, colour, bytes, filters, palette, alphas }: Made): { file: Buffer; rows: Buffer } {
  const line = bytes.length / height;
  const rows = Buffer.concat(
    filters.map((filter, row) =>
      Buffer.from([colour === 3 ? 0 : filter, ...bytes.subarray(row * line, (row + 1) * line)]),
    ),
  );
  const plte = colour === 3 ? [chunk('PLTE', palette), ...(alphas === null ? [] : [chunk('tRNS', alphas)])] : [];
  const packed = deflateSync(rows);
  const idat = [packed.subarray(0, 5), packed.subarray(5)].map((part) => chunk('IDAT', part));
  return { file: png(header(width, height, 8, colour), ...plte, ...idat), rows };
}

const chunksIn = (file: Buffer) => chunksOf(file) as readonly Chunk[];

/** Pixels and whether one is transparent, from fast-png. */
function expected(file: Buffer): { pixels: number[]; isTransparent: boolean } {
  const image = decode(file, { checkCrc: true });
  const data = image.palette === undefined ? image.data : convertIndexedToRgb(image);
  const channels = data.length / (image.width * image.height);
  const all = Array.from({ length: image.width * image.height }, (_, at) =>
    Array.from(data.subarray(at * channels, (at + 1) * channels)),
  );
  const isGrey = channels < 3;
  return {
    pixels: all.flatMap(([first = 0, second = 0, third = 0]) =>
      isGrey ? [first, first, first] : [first, second, third],
    ),
    isTransparent: channels % 2 === 0 && all.some((pixel) => pixel.at(-1) !== 255),
  };
}

test('every colour type and filter gives the pixels that fast-png gives', () => {
  const law = fc.property(made, (one) => {
    const { file, rows } = partsOf(one);
    const found = plainPixels(chunksIn(file), rows, one);
    expect(found && { ...found, pixels: [...found.pixels] }).toEqual(expected(file));
  });
  fc.assert(law, { numRuns: 500 });
});

describe('left to fast-png:', () => {
  const size = { width: 2, height: 2 };
  const rows = Buffer.from([0, 1, 0, 0, 1, 0]);
  const idat = chunk('IDAT', deflateSync(rows));
  const plte = chunk('PLTE', Buffer.from([1, 2, 3, 4, 5, 6]));
  const indexed = header(2, 2, 8, 3);
  const read = (file: Buffer, bytes = rows) => plainPixels(chunksIn(file), bytes, size);
  test('not a plain file with a palette', () => {
    expect(read(png(indexed, plte, idat))?.pixels).toEqual(Uint8Array.of(4, 5, 6, 1, 2, 3, 4, 5, 6, 1, 2, 3));
  });
  test.each([
    ['4 bits a channel', png(header(2, 2, 4, 3), plte, idat)],
    ['an interlaced image', png(header(2, 2, 8, 3, 1), plte, idat)],
    ['an unknown colour type', png(header(2, 2, 8, 5), idat)],
    ['a palette after the pixels', png(indexed, idat, plte)],
    ['no palette', png(indexed, idat)],
    ['a palette of an image in grey', png(header(2, 2, 8, 0), plte, idat)],
    ['a transparent grey', png(header(2, 2, 8, 0), chunk('tRNS', Buffer.from([0, 1])), idat)],
    ['half a colour', png(indexed, chunk('PLTE', Buffer.from([1, 2, 3, 4, 5, 6, 7])), idat)],
    ['a number without a colour', png(indexed, chunk('PLTE', Buffer.from([1, 2, 3])), idat)],
    ['more alphas than colours', png(indexed, plte, chunk('tRNS', Buffer.from([1, 2, 3])), idat)],
    ['a wrong checksum', png(indexed, plte, chunk('IDAT', deflateSync(rows), 7))],
    ['a second header', png(indexed, indexed, plte, idat)],
    [
      'a last chunk that has bytes',
      Buffer.concat([png(indexed, plte, idat).subarray(0, -12), chunk('IEND', Buffer.from([1]))]),
    ],
  ])('%s', (_, file) => {
    expect(read(file)).toBeNull();
  });
  test.each([
    ['an unknown filter', Buffer.from([5, 1, 0, 0, 1, 0])],
    ['a row too few', Buffer.from([0, 1, 0])],
    ['a byte too many', Buffer.from([0, 1, 0, 0, 1, 0, 0])],
  ])('%s', (_, bytes) => {
    expect(read(png(indexed, plte, idat), bytes)).toBeNull();
  });
});
