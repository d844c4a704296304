/**
 * The fast way for the PNG files that almost everyone has: 8 bits a channel, not interlaced, chunks in their usual order.
 * Takes bytes that the caller has unpacked. Must give what fast-png and sharp give, and must leave to them whatever is
 * unusual or damaged, so that there is one source of error messages.
 */
import { crc32 } from 'node:zlib';
import type { ImageShape } from './images.js';
import type { Chunk } from './png-chunks.js';

/** [height, width, 3] */
export interface Colours {
  readonly pixels: Uint8Array;
  readonly isTransparent: boolean;
}

/** Bytes of a pixel by the colour type of the header: grey, RGB, palette, grey and RGB with alpha. */
const STEPS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const PALETTE = 3;
const OPAQUE = 255;
const ORDERS: ReadonlySet<string> = new Set(['IHDR IDAT IEND', 'IHDR PLTE IDAT IEND', 'IHDR PLTE tRNS IDAT IEND']);

/** `rows` are the unpacked bytes of the IDAT chunks; null if the file is for a library. */
export function plainPixels(chunks: readonly Chunk[], rows: Uint8Array, size: Omit<ImageShape, 'channels'>) {
  const [, , , , , , , , depth = 0, colour = 0, ...methods] = chunks[0]?.data ?? [];
  const step = STEPS[colour];
  const isPlain = depth === 8 && methods.every((method) => method === 0);
  if (!isPlain || step === undefined || !isWhole(chunks, colour === PALETTE)) return null;
  const line = size.width * step;
  if (rows.length !== size.height * (line + 1)) return null;
  const bytes = unfilter(rows, line, step);
  if (bytes === null) return null;
  return colour === PALETTE ? throughPalette(bytes, chunks) : coloursOf(bytes, step);
}

function isWhole(chunks: readonly Chunk[], isIndexed: boolean): boolean {
  return hasUsualOrder(chunks, isIndexed) && chunks.every(hasChecksum);
}

function hasUsualOrder(chunks: readonly Chunk[], isIndexed: boolean): boolean {
  const names = chunks.map(({ name }) => name).filter((name, at, all) => name !== 'IDAT' || all[at - 1] !== 'IDAT');
  return ORDERS.has(names.join(' ')) && names.includes('PLTE') === isIndexed && chunks.at(-1)?.data.length === 0;
}

function hasChecksum({ whole }: Chunk): boolean {
  const { length } = whole;
  const view = new DataView(whole.buffer, whole.byteOffset, length);
  return crc32(whole.subarray(4, length - 4)) === view.getUint32(length - 4);
}

/** The bytes of all rows without their filters (https://www.w3.org/TR/png-3/#9Filters); null for an unknown filter. */
function unfilter(rows: Uint8Array, line: number, step: number): Uint8Array | null {
  // a row of zeros is above the first
  const out = new Uint8Array(rows.length - rows.length / (line + 1) + line);
  for (let from = 0, to = line; from < rows.length; from += line + 1, to += line) {
    const row = rows.subarray(from + 1, from + line + 1);
    out.set(row, to);
    const filter = rows[from] ?? 0;
    if (filter === 1) addLeft(out, to, to + line, step);
    else if (filter === 2) addAbove(out, to, to + line, line);
    else if (filter === 3) addMean(out, to, line, step);
    else if (filter === 4) addPaeth(out, to, line, step);
    else if (filter !== 0) return null;
  }
  return out.subarray(line);
}

function addLeft(out: Uint8Array, from: number, end: number, step: number): void {
  for (let at = from + step; at < end; at += 1) out[at] = (out[at] ?? 0) + (out[at - step] ?? 0);
}

function addAbove(out: Uint8Array, from: number, end: number, line: number): void {
  for (let at = from; at < end; at += 1) out[at] = (out[at] ?? 0) + (out[at - line] ?? 0);
}

function addMean(out: Uint8Array, from: number, line: number, step: number): void {
  for (let at = from; at < from + line; at += 1) {
    const left = at - from < step ? 0 : (out[at - step] ?? 0);
    out[at] = (out[at] ?? 0) + ((left + (out[at - line] ?? 0)) >> 1);
  }
}

function addPaeth(out: Uint8Array, from: number, line: number, step: number): void {
  addAbove(out, from, from + step, line);
  for (let at = from + step; at < from + line; at += 1) {
    const [left, above, corner] = [out[at - step] ?? 0, out[at - line] ?? 0, out[at - line - step] ?? 0];
    const toLeft = Math.abs(above - corner);
    const toAbove = Math.abs(left - corner);
    const toCorner = Math.abs(left + above - 2 * corner);
    const nearest = toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    out[at] = (out[at] ?? 0) + nearest;
  }
}

/** null if a pixel has a number that is not in the palette, or the palette itself is unusual. */
function throughPalette(numbers: Uint8Array, chunks: readonly Chunk[]): Colours | null {
  const palette = chunks[1]?.data ?? numbers;
  const alphas = chunks[2]?.name === 'tRNS' ? chunks[2].data : new Uint8Array();
  const count = palette.length / 3;
  if (!Number.isInteger(count) || alphas.length > count) return null;
  const isUsed = usedOf(numbers);
  if (isUsed.indexOf(1, count) !== -1) return null;
  const isTransparent = alphas.some((alpha, number) => alpha !== OPAQUE && isUsed[number] === 1);
  return { pixels: paint(numbers, palette), isTransparent };
}

/** 1 for each number that occurs. */
function usedOf(numbers: Uint8Array): Uint8Array {
  const isUsed = new Uint8Array(256);
  for (const number of numbers) isUsed[number] = 1;
  return isUsed;
}

function paint(numbers: Uint8Array, palette: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(numbers.length * 3);
  let to = 0;
  for (const number of numbers) {
    pixels[to] = palette[number * 3] ?? 0;
    pixels[to + 1] = palette[number * 3 + 1] ?? 0;
    pixels[to + 2] = palette[number * 3 + 2] ?? 0;
    to += 3;
  }
  return pixels;
}

function coloursOf(bytes: Uint8Array, step: number): Colours {
  if (step === 3) return { pixels: bytes, isTransparent: false };
  const pixels = new Uint8Array((bytes.length / step) * 3);
  const isGrey = step < 3;
  let isTransparent = false;
  for (let from = 0, to = 0; from < bytes.length; from += step, to += 3) {
    pixels[to] = bytes[from] ?? 0;
    pixels[to + 1] = bytes[isGrey ? from : from + 1] ?? 0;
    pixels[to + 2] = bytes[isGrey ? from : from + 2] ?? 0;
    if (step !== 1 && bytes[from + step - 1] !== OPAQUE) isTransparent = true;
  }
  return { pixels, isTransparent };
}
