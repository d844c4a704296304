/** Writes small pictures for reports as PNG files in base64. Bytes depend on the pixels alone. */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const INDEXED = 3;
const COLOURS = 2;
const MOST_COLOURS = 256;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** One byte for each pixel is the place of its colour in the palette, which is three bytes for each. */
export function indexedPng(pixels: Uint8Array, size: Size, palette: Uint8Array): string {
  return filesOf(size, INDEXED, rowsOf(pixels, size.width), [chunk('PLTE', palette)]);
}

/** Red, green and blue of each pixel; with a palette if there are few colours. */
export function colourPng(rgb: Uint8Array, size: Size): string {
  const known = new Map<number, number>();
  const indices = Uint8Array.from({ length: rgb.length / 3 }, (_pixel, at) => {
    const colour = ((rgb[3 * at] ?? 0) << 16) | ((rgb[3 * at + 1] ?? 0) << 8) | (rgb[3 * at + 2] ?? 0);
    const index = known.get(colour) ?? known.size;
    known.set(colour, index);
    return index;
  });
  if (known.size > MOST_COLOURS) return filesOf(size, COLOURS, rowsOf(rgb, 3 * size.width), []);
  const palette = Uint8Array.from(
    [...known.keys()].flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]),
  );
  return indexedPng(indices, size, palette);
}

/** Each row after the number of its filter, which is none. */
function rowsOf(bytes: Uint8Array, length: number): Uint8Array {
  const rows = new Uint8Array(bytes.length + bytes.length / length);
  for (let row = 0; row * length < bytes.length; row += 1) {
    rows.set(bytes.subarray(row * length, (row + 1) * length), row * (length + 1) + 1);
  }
  return rows;
}

function filesOf({ width, height }: Size, colourType: number, rows: Uint8Array, more: readonly Buffer[]): string {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourType], 8);
  const data = deflateSync(rows, { level: 9 });
  const parts = [SIGNATURE, chunk('IHDR', header), ...more, chunk('IDAT', data), chunk('IEND', new Uint8Array())];
  return Buffer.concat(parts).toString('base64');
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
