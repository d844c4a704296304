/**
 * Decodes a PNG file of unknown origin. Its chunks are examined before anything is decoded, sides first, so that no
 * file can make the decoder allocate more than one image of the expected size; chunks without pixels are dropped.
 */
import { inflateSync } from 'node:zlib';
import { convertIndexedToRgb, decode, type DecodedPng } from 'fast-png';
import type { DecodedImage, DecodeFault } from '../protocol/data-set.js';
import { isPointer } from '../files/lfs.js';
import { imageShapeOf, sizeWords, type ImageShape, type ImageSize } from '../tensor/images.js';
import { plainPixels, type Colours } from '../tensor/plain-png.js';
import { chunksOf, headerOf, isPng, PNG_SIGNATURE, type Chunk } from '../tensor/png-chunks.js';

const PIXEL_CHUNKS = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
/** Names of formats by their first bytes. */
const OTHERS: readonly (readonly [string, readonly number[]])[] = [
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['a WebP image or other RIFF file', [0x52, 0x49, 0x46, 0x46]],
  ['a BMP image', [0x42, 0x4d]],
  ['a TIFF image', [0x49, 0x49, 0x2a, 0x00]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['a zip archive', [0x50, 0x4b, 0x03, 0x04]],
];
const GREY = new Set([0, 4]);
const OPAQUE = 255;

class Fault extends Error {
  constructor(
    readonly code: DecodeFault,
    readonly found: string,
  ) {
    super(found);
  }
}

/** The image as [height, width, 3], or what is wrong with the file, in fixed phrases and numbers from its header. */
export function readPng(bytes: Uint8Array, size: ImageSize): DecodedImage {
  try {
    return decodeChunks(bytes, imageShapeOf(size));
  } catch (error) {
    if (error instanceof Fault) return { status: 'bad', code: error.code, found: error.found };
    return { status: 'bad', code: 'damaged', found: 'it does not decode' };
  }
}

function decodeChunks(bytes: Uint8Array, shape: ImageShape): DecodedImage {
  const { chunks, header } = partsOf(bytes);
  const { width, height, depth, colour } = header;
  if (width !== shape.width || height !== shape.height) {
    throw new Fault('wrong-size', `${sizeWords({ width, height })}, expected ${sizeWords(shape)}`);
  }
  const kept = chunks.filter(({ name }) => PIXEL_CHUNKS.has(name));
  const rows = unpack(kept, shape);
  const { pixels, isTransparent } = plainPixels(kept, rows, shape) ?? toRgb(decodeKept(kept));
  const modes = [
    ...(depth === 16 ? ['16 bits a channel, expected 8'] : []),
    ...(shape.channels === 3 && GREY.has(colour) ? ['grey, expected colours'] : []),
    ...(shape.channels === 1 && hasColours(pixels) ? ['in colours, expected grey'] : []),
    ...(isTransparent ? ['transparent in places'] : []),
  ].join('; ');
  const frames = chunks.some(({ name }) => name === 'acTL') ? 'it has several frames; the first is used' : '';
  const remarks = [
    { code: 'wrong-mode' as const, found: modes },
    { code: 'animated' as const, found: frames },
  ];
  return { status: 'decoded', pixels, remarks: remarks.filter(({ found }) => found !== '') };
}

function partsOf(bytes: Uint8Array) {
  if (!isPng(bytes)) throw new Fault('not-png', `it is ${formatOf(bytes)}`);
  const chunks = chunksOf(bytes);
  if (typeof chunks === 'string') throw new Fault('damaged', chunks);
  const header = headerOf(chunks[0]);
  if (header === null) throw new Fault('damaged', 'it has no header');
  return { chunks, header };
}

function formatOf(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'empty';
  if (isPointer(bytes)) return 'a pointer of Git LFS: run "git lfs pull" and hand in the image that it fetches';
  const known = OTHERS.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (known !== undefined) return known[0];
  return bytes.subarray(0, 256).every((byte) => byte >= 9 && byte < 127) ? 'text' : 'of no known kind';
}

/** Compressed pixels must be those of one image: at most 8 bytes for a pixel, 1 for a row, seven interlaced passes. */
function unpack(chunks: readonly Chunk[], { width, height }: ImageShape): Uint8Array {
  const packed = chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data);
  const most = width * height * 8 + 16 * height;
  try {
    return inflateSync(Buffer.concat(packed), { maxOutputLength: most });
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new Fault('damaged', 'it unpacks to more than one image of its size');
    throw new Fault('damaged', code === 'Z_BUF_ERROR' ? 'its pixels are cut off' : 'its pixels do not unpack');
  }
}

function decodeKept(chunks: readonly Chunk[]): DecodedPng {
  const file = Buffer.concat([PNG_SIGNATURE, ...chunks.map(({ whole }) => whole)]);
  try {
    return decode(file, { checkCrc: true });
  } catch (error) {
    const isChecksum = error instanceof Error && /CRC/i.test(error.message);
    throw new Fault('damaged', isChecksum ? 'a checksum is wrong' : 'its pixels do not decode');
  }
}

/** A pixel that is not grey. */
function hasColours(pixels: Uint8Array): boolean {
  return pixels.some((value, at) => value !== pixels[at - (at % 3)]);
}

function toRgb(image: DecodedPng): Colours {
  const { width, height, transparency } = image;
  const flat = image.palette === undefined ? { ...image } : { ...image, ...indexed(image) };
  const { channels } = flat;
  const bits = flat.depth === 16 ? 8 : 0;
  const scale = flat.depth < 8 ? OPAQUE / (2 ** flat.depth - 1) : 1;
  const valueAt = (at: number) => ((flat.data[at] ?? 0) >> bits) * scale;
  const colours = channels < 3 ? 1 : 3;
  const pixels = new Uint8Array(width * height * 3);
  let isTransparent = transparency !== undefined && image.palette === undefined;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      pixels[pixel * 3 + channel] = valueAt(pixel * channels + (colours === 1 ? 0 : channel));
    }
    if (channels > colours && valueAt(pixel * channels + colours) < OPAQUE) isTransparent = true;
  }
  return { pixels, isTransparent };
}

/** Palette images of any depth; with transparency the palette has four channels. */
function indexed(image: DecodedPng): Pick<DecodedPng, 'data' | 'channels' | 'depth'> {
  const data = convertIndexedToRgb(image);
  return { data, channels: data.length / (image.width * image.height), depth: 8 };
}
