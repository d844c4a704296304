/**
 * The fast way for an instructor's image: a PNG of the usual kind takes a fifth of the time that sharp takes. Must give the
 * pixels that sharp gives, and must leave to it whatever could change colours (a profile, a gamma) or is damaged.
 */
import { inflateSync } from 'node:zlib';
import type { ImageShape } from '../tensor/images.js';
import { plainPixels, type Chunk } from '../tensor/plain-png.js';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Length, name and checksum. */
const AROUND = 12;
/** They say nothing about colours: the size on paper, remarks, the time. */
const IGNORED: ReadonlySet<string> = new Set(['pHYs', 'tEXt', 'tIME']);

/** [height, width, 3], without alpha; null if the file is for sharp, as is one of another size. */
export function plainPicture(bytes: Uint8Array, { width, height }: Pick<ImageShape, 'width' | 'height'>) {
  const chunks = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const header = chunks?.[0];
  if (chunks === null || header?.name !== 'IHDR' || header.data.length !== 13) return null;
  const view = new DataView(header.data.buffer, header.data.byteOffset);
  if (view.getUint32(0) !== width || view.getUint32(4) !== height) return null;
  const packed = chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data);
  try {
    // four bytes for a pixel at most, and the filter of each row
    const rows = inflateSync(Buffer.concat(packed), { maxOutputLength: height * (4 * width + 1) });
    return plainPixels(chunks, rows, { width, height })?.pixels ?? null;
  } catch {
    return null;
  }
}

/** Those that can matter; null if the file is not a whole PNG. */
function chunksOf(file: Buffer): Chunk[] | null {
  if (!file.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null;
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at + AROUND <= file.length;) {
    const end = at + AROUND + file.readUInt32BE(at);
    if (end > file.length) return null;
    const name = file.toString('latin1', at + 4, at + 8);
    if (!IGNORED.has(name)) chunks.push({ name, whole: file.subarray(at, end), data: file.subarray(at + 8, end - 4) });
    if (name === 'IEND') return chunks;
    at = end;
  }
  return null;
}
