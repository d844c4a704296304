/** Images with class maps of an instructor: what is read, and a clear sentence for everything that is not as it must be. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { GraderError } from '../../grader/errors.js';
import { loadSegmentation } from '../../grader/images/load-masks.js';
import { readSegmentation } from '../../grader/rubric/data.js';
import { makeFolder, removeFolders } from '../support/folders.js';

afterAll(removeFolders);

const FORMAT = { classes: ['nothing', 'tux', 'tile'], width: 3, height: 2 };
const image = (first: number, width = 3, height = 2) =>
  sharp(
    Uint8Array.from({ length: 3 * width * height }, (_, at) => first + at),
    {
      raw: { width, height, channels: 3 },
    },
  )
    .png()
    .toBuffer();
const grey = (values: readonly number[], width = 3, height = 2) =>
  sharp(Uint8Array.from(values), { raw: { width, height, channels: 1 } }).toColourspace('b-w');
const MAPS = { a: [0, 1, 2, 255, 0, 1], b: [2, 2, 2, 0, 0, 0] };

async function folderWith(changed: Readonly<Record<string, Uint8Array | string | null>> = {}): Promise<string> {
  const folder = makeFolder();
  const files: Record<string, Uint8Array | string | null> = {
    'a.png': await image(10),
    'b.png': await image(90),
    'masks/a.png': await grey(MAPS.a).png().toBuffer(),
    'masks/b.png': await grey(MAPS.b).png().toBuffer(),
    'classes.txt': 'nothing\ntux\ntile\n',
    ...changed,
  };
  for (const [name, data] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    if (data !== null) writeFileSync(join(folder, name), data);
  }
  return folder;
}

async function faultOf(folder: string): Promise<string> {
  try {
    await loadSegmentation(folder, FORMAT);
    return 'none';
  } catch (error) {
    if (!(error instanceof GraderError) || error.code !== 'DATA_MISSING') throw error;
    return error.message.replaceAll(`${folder}/`, '').replaceAll(folder, 'DIR');
  }
}

test('images and their maps, byte for byte', async () => {
  const { pixels, maps } = await loadSegmentation(await folderWith(), FORMAT);
  expect([...maps]).toEqual([...MAPS.a, ...MAPS.b]);
  expect([...pixels.subarray(0, 3), pixels[18]]).toEqual([10, 11, 12, 90]);
});

test('a rubric has them in an order that tells nothing of names, each with its own map', async () => {
  const files = await folderWith();
  const set = await readSegmentation({ kind: 'segmentation', path: files, ...FORMAT }, files);
  const renamed = await folderWith({
    'a.png': await image(90),
    'b.png': await image(10),
    'masks/a.png': await grey(MAPS.b).png().toBuffer(),
    'masks/b.png': await grey(MAPS.a).png().toBuffer(),
  });
  const other = await readSegmentation({ kind: 'segmentation', path: renamed, ...FORMAT }, renamed);
  expect(other.digest).toBe(set.digest);
  const first = set.examples.values[0] === 10 ? [...MAPS.a, ...MAPS.b] : [...MAPS.b, ...MAPS.a];
  expect([...set.maps]).toEqual(first);
  expect(set.examples.shape).toEqual([2, 2, 3, 3]);
});

test('without classes.txt, the rubric says what the numbers mean', async () => {
  expect(await faultOf(await folderWith({ 'classes.txt': null }))).toBe('none');
});

type Changed = Readonly<Record<string, Uint8Array | string | null>>;

describe('bad data', () => {
  const rgb = () => image(0);
  const palette = () => grey(MAPS.a).toColourspace('srgb').png({ palette: true }).toBuffer();
  const deep = async () => {
    const bytes = await grey(MAPS.a).png().toBuffer();
    bytes[24] = 16;
    return bytes;
  };
  const cut = async () => (await grey(MAPS.a).png().toBuffer()).subarray(0, 60);
  test.each<[string, () => Changed | Promise<Changed>, string]>([
    ['no map', () => ({ 'masks/a.png': null }), 'a.png has no class map: masks/a.png is missing'],
    ['no image', () => ({ 'b.png': null }), 'masks/b.png is the class map of b.png, which is not in DIR'],
    [
      'another size',
      async () => ({ 'masks/a.png': await grey(MAPS.a, 2, 3).png().toBuffer() }),
      'masks/a.png has 2 x 3 pixels, expected 3 x 2 like its image (width x height)',
    ],
    ['an image of another size', async () => ({ 'a.png': await image(0, 2, 3) }), 'a.png has 2 x 3 pixels, expected 3 x 2 (width x height)'], // prettier-ignore
    [
      'a class beyond the list',
      async () => ({ 'masks/b.png': await grey([0, 0, 0, 0, 7, 0]).png().toBuffer() }),
      'masks/b.png, row 1, column 1: class 7, expected 0 to 2 (tile), or 255 for a pixel that does not count',
    ],
    ['colours', async () => ({ 'masks/a.png': await rgb() }), 'masks/a.png has colours (RGB), expected an 8-bit grey PNG of class numbers'], // prettier-ignore
    ['a palette', async () => ({ 'masks/a.png': await palette() }), 'masks/a.png has a palette, whose colours are not class numbers, expected an 8-bit grey PNG of class numbers'], // prettier-ignore
    ['16 bits', async () => ({ 'masks/a.png': await deep() }), 'masks/a.png has 16 bits for each pixel, expected an 8-bit grey PNG of class numbers'], // prettier-ignore
    ['a damaged map', async () => ({ 'masks/a.png': await cut() }), 'masks/a.png is damaged: write it again'],
    ['no PNG', () => ({ 'masks/a.png': 'GIF89a' }), 'masks/a.png is not a PNG file, expected an 8-bit grey PNG of class numbers'], // prettier-ignore
    ['classes in another order', () => ({ 'classes.txt': 'nothing\ntile\ntux\n' }), '2 faults in the data\nclasses.txt:2: class 1 is "tile", in the rubric "tux"\nclasses.txt:3: class 2 is "tux", in the rubric "tile"'], // prettier-ignore
    ['fewer classes', () => ({ 'classes.txt': 'nothing\ntux\n' }), 'classes.txt has 2 classes, the rubric has 3'],
    [
      'nothing that counts',
      async () => ({
        'masks/a.png': await grey([255, 255, 255, 255, 255, 255]).png().toBuffer(),
        'masks/b.png': await grey([255, 255, 255, 255, 255, 255]).png().toBuffer(),
      }),
      'masks has no pixel that counts: all are 255',
    ],
  ])('%s', async (_name, changed, sentence) => {
    expect(await faultOf(await folderWith(await changed()))).toBe(sentence);
  });
  test('no folder, no maps, no images', async () => {
    expect(await faultOf(join(makeFolder(), 'gone'))).toMatch(/^cannot read .*gone|DIR/);
    const folder = await folderWith();
    rmSync(join(folder, 'masks'), { recursive: true });
    expect(await faultOf(folder)).toBe('cannot read masks: there is no such folder');
    expect(await faultOf(makeFolder())).toBe('DIR has no PNG files');
  });
});
