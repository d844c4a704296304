/** Students' images in the real sandbox: the result for each kind of file, and the effect of a crashing decoder. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { decodeImages } from '../../grader/sandbox/reading/decode.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { DecodedImage } from '../../grader/protocol/data-set.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { chunk, header, picture, plainPng, png, rows, SIGNATURE } from '../support/raw-png.js';
import { snapshotOf } from '../support/snapshots.js';
import { takenOver } from '../support/taken-over.js';

afterAll(removeFolders);

const PIXELS = picture();
const RAW = { raw: { width: 64, height: 64, channels: 3 as const } };
const PACKED = deflateSync(rows(PIXELS, 64));

async function makeFiles(): Promise<Record<string, Uint8Array>> {
  const image = () => sharp(PIXELS, RAW);
  const good = plainPng();
  const wrongSum = png(header(64, 64), chunk('IDAT', PACKED, 0x12345678));
  const alpha = (value: number) =>
    Uint8Array.from({ length: 64 * 64 * 4 }, (_, at) =>
      at % 4 === 3 ? value : (PIXELS[Math.floor(at / 4) * 3 + (at % 4)] ?? 0),
    );
  const rgba = (value: number) => png(header(64, 64, 8, 6), chunk('IDAT', deflateSync(rows(alpha(value), 64))));
  const sixteen = Uint8Array.from({ length: PIXELS.length * 2 }, (_, at) => PIXELS[at >> 1] ?? 0);
  return {
    'good.png': good,
    'interlaced.png': await image().png({ progressive: true }).toBuffer(),
    'deep.png': png(header(64, 64, 16), chunk('IDAT', deflateSync(rows(sixteen, 64)))),
    'opaque.png': rgba(255),
    'text-chunk.png': png(header(64, 64), chunk('tEXt', Buffer.from('a\0b')), chunk('IDAT', PACKED)),
    'seen-through.png': rgba(17),
    'grey.png': await image().greyscale().toColourspace('b-w').png().toBuffer(),
    'animated.png': png(header(64, 64), chunk('acTL', new Uint8Array(8)), chunk('IDAT', PACKED)),
    'jpeg.png': await image().jpeg().toBuffer(),
    'webp.png': await image().webp().toBuffer(),
    'text.png': Buffer.from('not an image at all'),
    'empty.png': Buffer.alloc(0),
    'cut.png': good.subarray(0, good.length - 40),
    'endless.png': Buffer.concat([SIGNATURE, header(64, 64), chunk('IDAT', PACKED)]),
    'long-chunk.png': Buffer.concat([
      SIGNATURE,
      header(64, 64),
      Buffer.from([0x7f, 255, 255, 255, 73, 68, 65, 84, 0, 0, 0, 0]),
    ]),
    'checksum.png': wrongSum,
    'huge-sides.png': png(header(50_000, 50_000), chunk('IDAT', PACKED)),
    'small.png': await image().resize(32, 32).png().toBuffer(),
    'bomb.png': png(header(64, 64), chunk('IDAT', deflateSync(Buffer.alloc(200 << 20)))),
    'half.png': png(header(64, 64), chunk('IDAT', deflateSync(rows(PIXELS, 64).subarray(0, 3000)))),
    'noise.png': png(header(64, 64), chunk('IDAT', Buffer.from('no zlib here'))),
    'icc-bomb.png': png(
      header(64, 64),
      chunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), deflateSync(Buffer.alloc(200 << 20))])),
      chunk('IDAT', PACKED),
    ),
  };
}

let driver: Driver;
let decoded: ReadonlyMap<string, DecodedImage>;
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
  const files = await makeFiles();
  decoded = await decodeImages(snapshotOf(files).root, Object.keys(files), { driver, side: 64 });
});

const EXPECTED: readonly (readonly [string, string])[] = [
  ['good.png', ''],
  ['interlaced.png', ''],
  ['opaque.png', ''],
  ['text-chunk.png', ''],
  ['icc-bomb.png', ''],
  ['deep.png', 'wrong-mode: 16 bits a channel, expected 8'],
  ['seen-through.png', 'wrong-mode: transparent in places'],
  ['animated.png', 'animated: it has several frames; the first is used'],
];

describe('images that can be decoded', () => {
  test.each(EXPECTED)('%s has the pixels that were written; %s', (file, remark) => {
    const image = decoded.get(file);
    expect(image?.status).toBe('decoded');
    if (image?.status !== 'decoded') return;
    expect(Buffer.compare(image.pixels, PIXELS)).toBe(0);
    expect(image.remarks.map(({ code, found }) => `${code}: ${found}`).join()).toBe(remark);
  });

  test('grey becomes three equal channels, and a remark', () => {
    const image = decoded.get('grey.png');
    expect(image).toMatchObject({
      status: 'decoded',
      remarks: [{ code: 'wrong-mode', found: 'grey, expected colours' }],
    });
  });
});

describe('images that cannot', () => {
  test.each([
    ['jpeg.png', 'not-png', 'it is a JPEG image'],
    ['webp.png', 'not-png', 'it is a WebP image or other RIFF file'],
    ['text.png', 'not-png', 'it is text'],
    ['empty.png', 'not-png', 'it is empty'],
    ['cut.png', 'damaged', 'it is cut off'],
    ['endless.png', 'damaged', 'it ends before its last chunk'],
    ['long-chunk.png', 'damaged', 'it is cut off'],
    ['checksum.png', 'damaged', 'a checksum is wrong'],
    ['huge-sides.png', 'wrong-size', '50000 x 50000, expected 64 x 64'],
    ['small.png', 'wrong-size', '32 x 32, expected 64 x 64'],
    ['bomb.png', 'damaged', 'it unpacks to more than one image of its size'],
    ['half.png', 'damaged', 'its pixels do not decode'],
    ['noise.png', 'damaged', 'its pixels do not unpack'],
  ])('%s: %s, %s', (file, code, found) => {
    expect(decoded.get(file)).toEqual({ status: 'bad', code, found });
  });
});

const BROKEN = { status: 'bad', code: 'damaged', found: 'the decoder broke on it' };
const OK = `{ status: 'decoded', remarks: [] }`;

describe('a decoder that was taken over', () => {
  test.each([
    [
      'answers for more files than it was asked',
      `send({ images: [...asked.files.map(() => (${OK})), ${OK}] }, Buffer.alloc(12288 * (asked.files.length + 1)));`,
    ],
    ['sends too few pixels', `send({ images: asked.files.map(() => (${OK})) }, Buffer.alloc(100));`],
    [
      'sends too many pixels',
      `send({ images: asked.files.map(() => (${OK})) }, Buffer.alloc(12288 * asked.files.length + 1));`,
    ],
    [
      'knows other codes',
      `send({ images: asked.files.map(() => ({ status: 'bad', code: 'points', found: '100' })) });`,
    ],
    ['sends no list', `send({ images: 'all' });`],
    ['sends what is not JSON', `send('{');`],
    ['dies', `process.exit(3);`],
  ])('%s: the files are damaged, and nothing else happens', async (_, does) => {
    const images = await decodeImages(makeFolder(), ['a.png', 'b.png'], { driver: takenOver(does), side: 64 });
    expect([...images]).toEqual([
      ['a.png', BROKEN],
      ['b.png', BROKEN],
    ]);
  });

  test('never answers: the file is damaged', async () => {
    const images = await decodeImages(makeFolder(), ['a.png'], { driver: takenOver(''), side: 64 });
    expect([...images]).toEqual([['a.png', BROKEN]]);
  });

  test('its words are cut and cleaned', async () => {
    const does = `send({ images: asked.files.map(() => ({ status: 'bad', code: 'damaged', found: '\\u001b[2J' + 'x'.repeat(500) })) });`;
    const images = await decodeImages(makeFolder(), ['a.png'], { driver: takenOver(does), side: 64 });
    expect(images.get('a.png')).toEqual({ status: 'bad', code: 'damaged', found: 'x'.repeat(120) });
  });

  test('one file that kills it takes only itself down', async () => {
    const does = `if (asked.files.includes('evil.png')) process.exit(1);
      send({ images: asked.files.map(() => (${OK})) }, Buffer.alloc(12288 * asked.files.length));`;
    const names = Array.from({ length: 40 }, (_value, index) => (index === 17 ? 'evil.png' : `${String(index)}.png`));
    const images = await decodeImages(makeFolder(), names, { driver: takenOver(does), side: 64 });
    expect(names.filter((name) => images.get(name)?.status !== 'decoded')).toEqual(['evil.png']);
  });
});
