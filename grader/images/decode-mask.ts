/**
 * Decodes one class map of an instructor. Its bytes are class numbers, so a file that a decoder would have to convert is
 * refused: a palette, colours, or fewer or more than 8 bits.
 */
import sharp from 'sharp';
import { IGNORED } from '../tensor/class-maps.js';
import { sizeWords, type ImageShape } from '../tensor/images.js';
import { isPng } from '../tensor/png-chunks.js';

/** Places in the header of a PNG file. */
const BIT_DEPTH = 24;
const COLOUR_TYPE = 25;
const GREY = 0;
const COLOUR_TYPES: Readonly<Record<number, string>> = {
  2: 'has colours (RGB)',
  3: 'has a palette, whose colours are not class numbers',
  4: 'has transparency',
  6: 'has colours and transparency (RGBA)',
};

/** [height, width], one class number for each pixel; or a sentence that names the file. */
export async function decodeMask(
  path: string,
  bytes: Uint8Array,
  shape: ImageShape,
  classes: readonly string[],
): Promise<Uint8Array | string> {
  const form = faultOfForm(bytes);
  if (form !== null) return `${path} ${form}`;
  const decoded = await decodeGrey(bytes);
  if (decoded === null) return `${path} is damaged: write it again`;
  if (decoded.width !== shape.width || decoded.height !== shape.height) {
    return `${path} has ${sizeWords(decoded)} pixels, expected ${sizeWords(shape)} like its image (width x height)`;
  }
  const at = decoded.values.findIndex((value) => value >= classes.length && value !== IGNORED);
  if (at < 0) return decoded.values;
  const place = `row ${String(Math.floor(at / shape.width))}, column ${String(at % shape.width)}`;
  const most = classes.length - 1;
  return `${path}, ${place}: class ${String(decoded.values[at])}, expected 0 to ${String(most)} (${classes[most] ?? ''}), or ${String(IGNORED)} for a pixel that does not count`;
}

/** What is wrong with the kind of file; null for an 8-bit grey PNG. */
function faultOfForm(bytes: Uint8Array): string | null {
  const expected = 'expected an 8-bit grey PNG of class numbers';
  if (!isPng(bytes) || bytes.length <= COLOUR_TYPE) {
    return `is not a PNG file, ${expected}`;
  }
  const type = bytes[COLOUR_TYPE] ?? GREY;
  if (type !== GREY) return `${COLOUR_TYPES[type] ?? 'is of an unknown kind'}, ${expected}`;
  const depth = bytes[BIT_DEPTH] ?? 0;
  return depth === 8 ? null : `has ${String(depth)} ${depth === 1 ? 'bit' : 'bits'} for each pixel, ${expected}`;
}

async function decodeGrey(bytes: Uint8Array) {
  try {
    // a colour profile would change values
    const image = sharp(bytes, { ignoreIcc: true, failOn: 'warning' }).removeAlpha().toColourspace('b-w');
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    return info.channels === 1 ? { values: new Uint8Array(data), width: info.width, height: info.height } : null;
  } catch {
    return null;
  }
}
