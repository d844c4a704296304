/** The fast way to read an instructor's PNG against sharp, which is another implementation. */
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { decodePicture } from '../../../grader/images/picture.js';
import { plainPicture } from '../../../grader/images/plain-picture.js';
import { chunk, header, png, rows } from '../../support/raw-png.js';

const bySharp = async (file: Uint8Array) =>
  new Uint8Array(await sharp(file).removeAlpha().toColourspace('srgb').raw().toBuffer());

/** Channels by colour type: grey, RGB, palette, grey with alpha, RGB with alpha. */
const CHANNELS = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);
const WIDTH = 5;
const HEIGHT = 4;
const SIZE = { width: WIDTH, height: HEIGHT };

const made = fc
  .record({ colour: fc.constantFrom(...CHANNELS.keys()), colours: fc.integer({ min: 1, max: 256 }) })
  .chain(({ colour, colours }) => {
    const count = WIDTH * HEIGHT * (CHANNELS.get(colour) ?? 0);
    return fc.record({
      colour: fc.constant(colour),
      values: fc.uint8Array({ minLength: count, maxLength: count, max: colour === 3 ? colours - 1 : 255 }),
      palette: fc.uint8Array({ minLength: 3 * colours, maxLength: 3 * colours }),
      alphas: fc.option(fc.uint8Array({ minLength: 1, maxLength: colours })),
      isSized: fc.boolean(),
    });
  });

const pHYs = chunk('pHYs', Buffer.from([0, 0, 11, 19, 0, 0, 11, 19, 1]));
const tEXt = chunk('tEXt', Buffer.from('Comment\0made by hand', 'latin1'));

test('every colour type gives the pixels that sharp gives', async () => {
  const law = fc.asyncProperty(made, async ({ colour, values, palette, alphas, isSized }) => {
    const plte = colour === 3 ? [chunk('PLTE', palette), ...(alphas === null ? [] : [chunk('tRNS', alphas)])] : [];
    const idat = chunk('IDAT', deflateSync(rows(values, HEIGHT)));
    const file = png(header(WIDTH, HEIGHT, 8, colour), ...(isSized ? [pHYs, tEXt] : []), ...plte, idat);
    expect(plainPicture(file, SIZE)).toEqual(await bySharp(file));
  });
  await fc.assert(law, { numRuns: 200 });
});

test('the images that are shipped are read so, as sharp reads them', async () => {
  const folder = join('fixtures', 'supertux', 'valid');
  const names = readdirSync(folder, { encoding: 'utf8', recursive: true }).filter((name) => name.endsWith('.png'));
  expect(names.length).toBeGreaterThan(100);
  for (const name of names.slice(0, 120)) {
    const file = readFileSync(join(folder, name));
    expect(plainPicture(file, { width: 64, height: 64 })).toEqual(await bySharp(file));
  }
});

describe('left to sharp:', () => {
  const values = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, at) => at * 4);
  const idat = chunk('IDAT', deflateSync(rows(values, HEIGHT)));
  const start = header(WIDTH, HEIGHT);
  const whole = png(start, idat);
  test('not a plain file', () => {
    expect(plainPicture(whole, SIZE)).toEqual(values);
  });
  test.each([
    ['a gamma', png(start, chunk('gAMA', Buffer.from([0, 0, 0x80, 0])), idat)],
    ['a profile of colours', png(start, chunk('iCCP', Buffer.from('x')), idat)],
    ['chromaticities', png(start, chunk('cHRM', Buffer.alloc(32)), idat)],
    ['an interlaced image', png(header(WIDTH, HEIGHT, 8, 2, 1), idat)],
    ['16 bits', png(header(WIDTH, HEIGHT, 16), idat)],
    ['another size', png(header(WIDTH + 1, HEIGHT), idat)],
    ['no header', png(idat)],
    ['a wrong checksum', png(start, chunk('IDAT', deflateSync(rows(values, HEIGHT)), 7))],
    ['pixels that do not unpack', png(start, chunk('IDAT', Buffer.from('zzzz')))],
    ['a row too many', png(start, chunk('IDAT', deflateSync(Buffer.alloc((HEIGHT + 1) * (3 * WIDTH + 1)))))],
    ['a bomb', png(start, chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))))],
    ['a file that is cut off', whole.subarray(0, -20)],
    ['a file without its last chunk', whole.subarray(0, -12)],
    ['no file', new Uint8Array()],
    ['a JPEG image', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
  ])('%s', (_, file) => {
    expect(plainPicture(file, SIZE)).toBeNull();
  });

  test('grey pixels are told from colours, and a size that is not the one expected', async () => {
    const grey = png(header(2, 1), chunk('IDAT', deflateSync(rows(Uint8Array.of(1, 1, 1, 9, 9, 9), 1))));
    const shape = { width: 2, height: 1, channels: 1 } as const;
    expect(await decodePicture(grey, shape)).toEqual({ pixels: Uint8Array.of(1, 9) });
    const coloured = png(header(2, 1), chunk('IDAT', deflateSync(rows(Uint8Array.of(1, 1, 1, 9, 8, 9), 1))));
    expect(await decodePicture(coloured, shape)).toEqual({ found: 'has colours, expected grey (channels: 1)' });
    expect(await decodePicture(coloured, { ...shape, width: 3 })).toEqual({
      found: 'has 2 x 1 pixels, expected 3 x 1 (width x height)',
    });
  });
});
