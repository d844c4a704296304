/** A small RGB canvas that records the owner of each pixel. */
import type { Picture } from './pictures.js';
import type { Region } from './tiles.js';

/** Owners: 0 is the background, `SOLID` a solid tile; items of a scene count from 1. */
export const SOLID = -1;
/** A pixel is owned by what covers it with at least this alpha. */
const OPAQUE = 128;

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue; rows from the top. */
  readonly rgb: Uint8Array;
  readonly owner: Int32Array;
}

export function makeCanvas(width: number, height: number): Canvas {
  return { width, height, rgb: new Uint8Array(3 * width * height), owner: new Int32Array(width * height) };
}

export interface Stamp {
  readonly picture: Picture;
  readonly region?: Region;
  /** The position of its top left corner on the canvas, in whole pixels. */
  readonly x: number;
  readonly y: number;
  readonly mirrored?: boolean;
  readonly flipped?: boolean;
  readonly alpha?: number;
  readonly owner: number;
}

/** Draws over the canvas, clipped to it. */
export function stamp(canvas: Canvas, stamped: Stamp): void {
  const { picture, region, x, y, mirrored, flipped, alpha = 1, owner } = stamped;
  const from = region ?? { x: 0, y: 0, width: picture.width, height: picture.height };
  const lastRow = Math.min(from.height, canvas.height - y);
  const lastColumn = Math.min(from.width, canvas.width - x);
  for (let row = Math.max(0, -y); row < lastRow; row += 1) {
    const sourceY = from.y + (flipped ? from.height - 1 - row : row);
    if (sourceY >= picture.height) continue;
    for (let column = Math.max(0, -x); column < lastColumn; column += 1) {
      const sourceX = from.x + (mirrored ? from.width - 1 - column : column);
      if (sourceX >= picture.width) continue;
      const source = 4 * (sourceY * picture.width + sourceX);
      const cover = (picture.rgba[source + 3] ?? 0) * alpha;
      if (cover > 0) blend(canvas, (y + row) * canvas.width + x + column, picture.rgba, source, cover, owner);
    }
  }
}

/** How many pixels of a picture are opaque enough to be owners. */
export function countOpaque({ rgba }: Picture): number {
  let opaque = 0;
  for (let alpha = 3; alpha < rgba.length; alpha += 4) if ((rgba[alpha] ?? 0) >= OPAQUE) opaque += 1;
  return opaque;
}

function blend(
  { rgb, owner: owners }: Canvas,
  pixel: number,
  rgba: Uint8Array,
  source: number,
  cover: number,
  owner: number,
): void {
  const share = cover / 255;
  for (let channel = 0; channel < 3; channel += 1) {
    const under = rgb[3 * pixel + channel] ?? 0;
    rgb[3 * pixel + channel] = Math.round(under + share * ((rgba[source + channel] ?? 0) - under));
  }
  if (cover >= OPAQUE) owners[pixel] = owner;
}

/** Fills with colours in [0, 1] from top to bottom of a screen that starts `above` pixels above the canvas. */
export function fillGradient(
  canvas: Canvas,
  top: readonly number[],
  bottom: readonly number[],
  above: number,
  screenHeight: number,
): void {
  for (let row = 0; row < canvas.height; row += 1) {
    const share = Math.min(1, Math.max(0, (above + row) / screenHeight));
    for (let column = 0; column < canvas.width; column += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const from = top[channel] ?? 0;
        const value = from + share * ((bottom[channel] ?? 0) - from);
        canvas.rgb[3 * (row * canvas.width + column) + channel] = Math.round(255 * Math.min(1, Math.max(0, value)));
      }
    }
  }
}

/** Multiplies every pixel by the light, no darker than `floor`. */
export function shade({ rgb }: Canvas, light: readonly number[], floor: number): void {
  for (let index = 0; index < rgb.length; index += 1) {
    rgb[index] = Math.round((rgb[index] ?? 0) * Math.min(1, Math.max(floor, light[index % 3] ?? 1)));
  }
}

/**
 * The canvas at `side` x `side`; each pixel is the mean of the area that it covers. Computed from prefix sums of
 * integers, so that the result is the same on every machine.
 */
export function shrink({ width, height, rgb }: Canvas, side: number): Uint8Array {
  const out = new Uint8Array(3 * side * side);
  const spanX = spansOf(width, side);
  const spanY = spansOf(height, side);
  for (const [row, ys] of spanY.entries()) {
    for (const [column, xs] of spanX.entries()) {
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        let area = 0;
        for (const [y, weightY] of ys) {
          for (const [x, weightX] of xs) {
            sum += weightY * weightX * (rgb[3 * (y * width + x) + channel] ?? 0);
            area += weightY * weightX;
          }
        }
        out[3 * (row * side + column) + channel] = Math.round(sum / area);
      }
    }
  }
  return out;
}

/** For each of `side` equal parts of a line of `length`, the cells that it covers, in parts of 1 / side. */
function spansOf(length: number, side: number): readonly (readonly (readonly [number, number])[])[] {
  return Array.from({ length: side }, (_, part) => {
    const from = part * length;
    const to = from + length;
    const cells: (readonly [number, number])[] = [];
    for (let cell = Math.floor(from / side); cell * side < to; cell += 1) {
      const overlap = Math.min(to, (cell + 1) * side) - Math.max(from, cell * side);
      if (overlap > 0) cells.push([cell, overlap]);
    }
    return cells;
  });
}

/** The value at the middle of each of `side` x `side` parts. */
export function sample<T>({ width, height, owner }: Canvas, side: number, valueOf: (owner: number) => T): T[] {
  return Array.from({ length: side * side }, (_, index) => {
    const x = Math.floor((((index % side) + 0.5) * width) / side);
    const y = Math.floor(((Math.floor(index / side) + 0.5) * height) / side);
    return valueOf(owner[y * width + x] ?? 0);
  });
}
