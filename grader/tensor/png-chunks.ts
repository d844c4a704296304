/** The chunks of a PNG file (https://www.w3.org/TR/png-3/#5DataRep). Nothing is decoded, and no checksum is looked at. */

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Bytes of the length, the name and the checksum of a chunk. */
const AROUND = 12;

export interface Chunk {
  readonly name: string;
  /** Includes length, name and checksum. */
  readonly whole: Uint8Array;
  readonly data: Uint8Array;
}

export const isPng = (bytes: Uint8Array) => PNG_SIGNATURE.every((byte, at) => bytes[at] === byte);

/** All up to the last one of a file that is a PNG, or what is wrong, as a sentence about `it`. */
export function chunksOf(bytes: Uint8Array): readonly Chunk[] | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks: Chunk[] = [];
  for (let at = PNG_SIGNATURE.length; ;) {
    if (at + AROUND > bytes.length) return 'it ends before its last chunk';
    const end = at + AROUND + view.getUint32(at);
    if (end > bytes.length) return 'it is cut off';
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push({ name, whole: bytes.subarray(at, end), data: bytes.subarray(at + 8, end - 4) });
    if (name === 'IEND') return chunks;
    at = end;
  }
}

/** Sides in pixels, bits a channel and the colour type; null for a chunk that is not a header. */
export function headerOf(chunk: Chunk | undefined) {
  if (chunk?.name !== 'IHDR' || chunk.data.length !== 13) return null;
  const view = new DataView(chunk.data.buffer, chunk.data.byteOffset, chunk.data.length);
  return { width: view.getUint32(0), height: view.getUint32(4), depth: view.getUint8(8), colour: view.getUint8(9) };
}
