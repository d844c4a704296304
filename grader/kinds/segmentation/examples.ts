/** Chooses a few images for a report, with their true and predicted class maps. */
import type { Picture } from '../../schema/evidence.js';
import type { SegmentedSet } from '../../stages/resolved.js';
import { spreadRows } from '../../tensor/rows.js';
import { paletteOf } from './colours.js';
import { countPixels, rightOf } from './counts.js';
import { mapFormOf } from './probes.js';
import { colourPng, indexedPng } from '../../tensor/indexed-png.js';

const MOST = 6;
/** Longest side of a picture; larger images are thinned. */
const LONGEST = 64;

export interface Example {
  readonly index: number;
  readonly correct: number;
  readonly pixels: number;
  readonly image: Picture;
  readonly truth: Picture;
  readonly predicted: Picture;
}

/** From the image with the smallest share of right pixels to that with the largest, evenly spread between. */
export function chooseExamples(set: SegmentedSet, predicted: Uint8Array): Example[] {
  const { height, width, classes } = mapFormOf(set);
  const area = height * width;
  const part = (bytes: Uint8Array, index: number, size: number) => bytes.subarray(index * size, (index + 1) * size);
  const images = Array.from({ length: set.maps.length / area }, (_image, index) => {
    const { correct, pixels } = rightOf(
      countPixels(part(set.maps, index, area), part(predicted, index, area), classes),
    );
    return { index, correct, pixels, share: pixels === 0 ? 1 : correct / pixels };
  });
  const sorted = images.filter(({ pixels }) => pixels > 0).sort((a, b) => a.share - b.share || a.index - b.index);
  const thinned = thinner({ height, width });
  const palette = paletteOf(classes);
  const pictureOf = (png: string): Picture => ({ width: thinned.width, height: thinned.height, png });
  const map = (bytes: Uint8Array, index: number) =>
    pictureOf(indexedPng(placesIn(thinned.take(part(bytes, index, area)), classes), thinned, palette));
  return spreadRows(sorted.length, MOST).flatMap((place) => {
    const found = sorted[place];
    if (found === undefined) return [];
    const { index, correct, pixels } = found;
    return [
      {
        ...{ index, correct, pixels },
        image: pictureOf(colourPng(thinned.take(rgbOf(set, index)), thinned)),
        truth: map(set.maps, index),
        predicted: map(predicted, index),
      },
    ];
  });
}

/** The places of classes in their palette; the last is of what is no class. */
function placesIn(map: Uint8Array, classes: number): Uint8Array {
  return map.map((label) => Math.min(label, classes));
}

/** Takes every n-th pixel of every n-th row. */
function thinner({ height, width }: { readonly height: number; readonly width: number }) {
  const step = Math.ceil(Math.max(height, width) / LONGEST);
  const [rows, columns] = [Math.ceil(height / step), Math.ceil(width / step)];
  const take = (bytes: Uint8Array): Uint8Array => {
    const size = bytes.length / (height * width);
    const taken = new Uint8Array(rows * columns * size);
    for (let at = 0; at < rows * columns; at += 1) {
      const from = (Math.floor(at / columns) * width + (at % columns)) * step;
      taken.set(bytes.subarray(from * size, (from + 1) * size), at * size);
    }
    return taken;
  };
  return { height: rows, width: columns, take };
}

function rgbOf({ examples: { shape, values } }: SegmentedSet, index: number): Uint8Array {
  const [, height = 1, width = 1, channels = 3] = shape;
  const size = height * width * channels;
  const pixels = Uint8Array.from(values.subarray(index * size, (index + 1) * size));
  return channels === 3
    ? pixels
    : Uint8Array.from({ length: 3 * size }, (_value, at) => pixels[Math.floor(at / 3)] ?? 0);
}
