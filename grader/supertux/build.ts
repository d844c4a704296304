/**
 * Builds a labelled data set of crops from the game's own files. It is deterministic and split by level. The repository
 * contains a sample; an instructor's private set has another seed.
 */
import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import sharp from 'sharp';
import { GraderError } from '../errors.js';
import { SEGMENT_CLASSES, SIDE, type Crop } from './crops.js';
import { CLASSES, type ClassName } from './kinds.js';
import { loadLevels, type Level } from './levels.js';
import { openGame } from './pictures.js';
import { CLASS_LIST, MASKS } from '../images/mask-names.js';
import { compareDigests, digestOfPixels } from '../images/order.js';
import { makeScene, type Scene, type SceneSource } from './scene.js';
import { rngOf, type Seed } from './seed.js';
import { makeSources, type CropSource } from './sources.js';
import { loadTileSet } from './tiles.js';

export const SPLITS = ['train', 'valid', 'heldout'] as const;
export type Split = (typeof SPLITS)[number];

export interface BuildOptions {
  /** The game's data folder, which contains `images` and `levels`. */
  readonly game: string;
  readonly seed: Seed;
  /** The seed must not be written into the set. */
  readonly isPrivate: boolean;
  readonly splits: readonly Split[];
  /** Crops of each class in each split. */
  readonly perClass: number | Readonly<Record<Split, number>>;
  /** Class maps as well, in a folder beside the images. */
  readonly segmentation: boolean;
  /** Writes one file, by its path below the data set. */
  readonly write: (path: string, data: Uint8Array | string) => Promise<void>;
  readonly onProgress?: (finished: number, total: number) => void;
}

/** Shares of the levels by a hash of their names. */
const SHARES: Readonly<Record<Split, number>> = { train: 0.64, valid: 0.16, heldout: 0.2 };
/** Tries for each wanted crop; few fail on most levels, nearly all where a class does not occur. */
const TRIES = 200;
const COLOURS = 128;
/** Files that are written concurrently. */
const AT_ONCE = 16;

interface Labelled {
  readonly crop: Crop;
  readonly className: ClassName;
  readonly level: string;
}

/** Writes the splits and MANIFEST.json. Throws DATA_MISSING if the game does not have enough crops. */
export async function buildDataSet(options: BuildOptions): Promise<void> {
  const game = openGame(options.game);
  const source: SceneSource = { game, tileSet: await loadTileSet(game, 'images/tiles.strf'), sprites: new Map() };
  const levels = await loadLevels(game);
  const files: Record<string, string> = {};
  const total = options.splits.reduce((sum, split) => sum + CLASSES.length * perClassOf(options, split), 0);
  let finished = 0;
  const write = async (path: string, data: Uint8Array | string) => {
    files[path] = createHash('sha256').update(data).digest('hex');
    await options.write(path, data);
  };
  for (const split of options.splits) {
    const scenes = await scenesOf(
      source,
      levels.filter(({ name }) => splitOf(name) === split),
      options.seed,
    );
    const sources = await makeSources(scenes, source);
    const images: Labelled[] = [];
    for (const className of CLASSES) {
      images.push(...collect(sources.get(className), className, split, options));
      options.onProgress?.(finished + Math.floor(images.length / 2), total);
    }
    const ordered = await orderImages(images);
    await writeSplit(split, ordered, options.segmentation, write, (count) => {
      options.onProgress?.(finished + Math.floor((images.length + count) / 2), total);
    });
    finished += images.length;
  }
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  const seed = options.isPrivate ? {} : { seed: options.seed };
  const manifest = { schemaVersion: 1, ...seed, classes: CLASSES, levels: levels.length, sha256: sorted };
  await options.write('MANIFEST.json', `${JSON.stringify(manifest, null, 2)}\n`);
}

function perClassOf({ perClass }: BuildOptions, split: Split): number {
  return typeof perClass === 'number' ? perClass : perClass[split];
}

/** The split of a level, independent of other levels: by the first bytes of the hash of its name. */
export function splitOf(level: string): Split {
  const share = createHash('sha256').update(level).digest().readUInt32BE(0) / 2 ** 32;
  if (share < SHARES.train) return 'train';
  return share < SHARES.train + SHARES.valid ? 'valid' : 'heldout';
}

function streamOf(split: Split, index: number): number {
  return 100 + 10 * SPLITS.indexOf(split) + index;
}

async function scenesOf(source: SceneSource, levels: readonly Level[], seed: Seed): Promise<Scene[]> {
  const scenes: Scene[] = [];
  for (const { name, sectors } of levels) {
    for (const sector of sectors) scenes.push(await makeScene(source, name, sector, seed));
  }
  return scenes;
}

function collect(
  source: CropSource | undefined,
  className: ClassName,
  split: Split,
  options: BuildOptions,
): Labelled[] {
  const wanted = perClassOf(options, split);
  const rng = rngOf(options.seed, streamOf(split, CLASSES.indexOf(className)));
  const found: Labelled[] = [];
  for (let tries = TRIES * wanted; source !== undefined && tries > 0 && found.length < wanted; tries -= 1) {
    const sourced = source(rng);
    if (sourced !== null) found.push({ ...sourced, className });
  }
  if (found.length === wanted) return found;
  const message = `the ${split} levels show ${className} well in ${String(found.length)} crops, expected ${String(wanted)}`;
  throw new GraderError('DATA_MISSING', message, {
    advice: 'Ask for fewer with --per-class, or check that --game is complete.',
  });
}

interface Encoded extends Labelled {
  readonly png: Uint8Array;
  readonly digest: string;
}

/** Sorted by the digest of their pixels as a reader decodes them: the order must not reveal the classes. */
async function orderImages(images: readonly Labelled[]): Promise<Encoded[]> {
  const encoded: Encoded[] = [];
  for (let start = 0; start < images.length; start += AT_ONCE) {
    const some = images.slice(start, start + AT_ONCE).map(async (image): Promise<Encoded> => {
      const png = await encode(image.crop.rgb);
      const pixels = await sharp(png).removeAlpha().toColourspace('srgb').raw().toBuffer();
      return { ...image, png, digest: digestOfPixels(pixels) };
    });
    encoded.push(...(await Promise.all(some)));
  }
  return encoded.sort((a, b) => compareDigests(a.digest, b.digest));
}

async function writeSplit(
  split: Split,
  images: readonly Encoded[],
  segmentation: boolean,
  write: BuildOptions['write'],
  onWritten: (count: number) => void,
): Promise<void> {
  const digits = Math.max(5, String(images.length).length);
  const nameOf = (index: number) => String(index + 1).padStart(digits, '0');
  for (let start = 0; start < images.length; start += AT_ONCE) {
    await Promise.all(
      images.slice(start, start + AT_ONCE).map(async ({ crop, png }, offset) => {
        const name = nameOf(start + offset);
        await write(`${split}/${name}.png`, png);
        if (segmentation) await write(`${split}/${MASKS}/${name}.png`, await encodeMap(crop.segments));
      }),
    );
    onWritten(Math.min(images.length, start + AT_ONCE));
  }
  const rows = images.map(({ className, level }, index) => [`${nameOf(index)}.png`, className, level]);
  await write(`${split}/labels.csv`, stringify([['file', 'label', 'level'], ...rows]));
  if (segmentation) await write(`${split}/${CLASS_LIST}`, `${SEGMENT_CLASSES.join('\n')}\n`);
}

function encode(rgb: Uint8Array): Promise<Uint8Array> {
  const options = { palette: true, colours: COLOURS, dither: 0, compressionLevel: 9, effort: 10 };
  return sharp(rgb, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .png(options)
    .toBuffer();
}

/** One byte for each pixel: the class number, or 255. */
function encodeMap(segments: Uint8Array): Promise<Uint8Array> {
  return sharp(segments, { raw: { width: SIDE, height: SIDE, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 9 })
    .toBuffer();
}
