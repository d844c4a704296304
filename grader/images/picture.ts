/**
 * Decodes an image file of an instructor. It must not change the image: no resizing, no loss of colours. sharp is loaded
 * for the first image that needs it, which takes 60 ms; most data sets have none.
 */
import { sizeWords, type ImageShape } from '../tensor/images.js';
import { explainMissingLibrary } from './library.js';
import { plainPicture } from './plain-picture.js';

const COLOURS = 3;

/** To be raised with every change of what `plainPicture` reads. */
const PLAIN = 1;

/** Changes with what decodes images of the usual kind. */
export const plainVersion = (): string => JSON.stringify({ plain: PLAIN });

/** Changes with what decodes any image. Throws DATA_MISSING without sharp. */
export async function decoderVersion(): Promise<string> {
  const { versions } = await loadSharp();
  return JSON.stringify({ ...versions, plain: PLAIN });
}

/** [height, width, channels] of an image of the usual kind; null for one that `decodePicture` must decode or refuse. */
export function decodePlain(bytes: Uint8Array, shape: ImageShape): Uint8Array | null {
  const pixels = plainPicture(bytes, shape);
  return pixels === null || shape.channels === COLOURS ? pixels : greyOf(pixels);
}

/**
 * Pixels as [height, width, channels], or a predicate that says what is wrong with the file. Throws DATA_MISSING without
 * sharp if it is needed.
 */
export async function decodePicture(
  bytes: Uint8Array,
  shape: ImageShape,
): Promise<{ readonly pixels: Uint8Array } | { readonly found: string }> {
  const plain = plainPicture(bytes, shape);
  const decoded = plain === null ? await decodeColours(bytes) : { ...shape, pixels: plain };
  if (decoded === null) return { found: 'is not an image that can be read: make it a PNG again' };
  if (decoded.width !== shape.width || decoded.height !== shape.height) {
    return { found: `has ${sizeWords(decoded)} pixels, expected ${sizeWords(shape)} (width x height)` };
  }
  if (shape.channels === COLOURS) return { pixels: decoded.pixels };
  const grey = greyOf(decoded.pixels);
  return grey === null ? { found: 'has colours, expected grey (channels: 1)' } : { pixels: grey };
}

interface Colours {
  /** [height, width, 3], without alpha. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

async function loadSharp() {
  const { default: sharp } = await import('sharp').catch(explainMissingLibrary);
  return sharp;
}

async function decodeColours(bytes: Uint8Array): Promise<Colours | null> {
  const sharp = await loadSharp();
  try {
    const image = sharp(bytes).removeAlpha().toColourspace('srgb');
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    return info.channels === COLOURS ? { pixels: data, width: info.width, height: info.height } : null;
  } catch {
    return null;
  }
}

/** One value for each pixel; null if a pixel has a colour. */
function greyOf(pixels: Uint8Array): Uint8Array | null {
  const grey = new Uint8Array(pixels.length / COLOURS);
  for (let at = 0; at < grey.length; at += 1) {
    const value = pixels[at * COLOURS] ?? 0;
    if (value !== pixels[at * COLOURS + 1] || value !== pixels[at * COLOURS + 2]) return null;
    grey[at] = value;
  }
  return grey;
}
