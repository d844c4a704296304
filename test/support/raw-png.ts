/** PNG files chunk by chunk, as no encoder would write them. */
import { crc32, deflateSync } from 'node:zlib';

export const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function chunk(name: string, data: Uint8Array, crc?: number): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc ?? crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** `colour`: 0 grey, 2 RGB, 3 palette, 6 RGBA. */
export function header(width: number, height: number, depth = 8, colour = 2, interlace = 0): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colour, 0, 0, interlace], 8);
  return chunk('IHDR', data);
}

/** Rows of `bytes` each, without filter. */
export function rows(pixels: Uint8Array, count: number): Buffer {
  const length = pixels.length / count;
  return Buffer.concat(
    Array.from({ length: count }, (_, row) =>
      Buffer.concat([Buffer.from([0]), pixels.subarray(row * length, (row + 1) * length)]),
    ),
  );
}

export function png(...chunks: readonly Uint8Array[]): Buffer {
  return Buffer.concat([SIGNATURE, ...chunks, chunk('IEND', new Uint8Array())]);
}

/** [64, 64, 3] */
export function picture(seed = 1): Uint8Array {
  return Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => (at * 7 * seed + Math.floor(at / 192) * 13 * seed) % 251);
}

export function plainPng(pixels = picture()): Buffer {
  return png(header(64, 64), chunk('IDAT', deflateSync(rows(pixels, 64))));
}
