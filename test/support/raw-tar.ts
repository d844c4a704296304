/** Tar archives written block by block, so that a test can put a false value of any size into each header. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export interface RawTarEntry {
  readonly name: string;
  /**
   * One character of the format: `0` a file, `1` a hard link, `2` a symbolic one, `5` a folder, `g` and `x` extended
   * headers.
   */
  readonly type?: string;
  readonly linkName?: string;
  /** The content is `start`, followed by repetitions of `fill`. */
  readonly start?: string;
  readonly fill?: string;
  readonly times?: number;
  /** Default: what the content really has. */
  readonly declaredBytes?: number;
}

const BLOCK = 512;
const CHUNK_BYTES = 1 << 20;

/** A header of 512 bytes with its checksum (POSIX.1-1988, ustar). */
export function tarHeader({ name, type = '0', linkName = '', declaredBytes = 0 }: RawTarEntry): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name.slice(0, 100), 0);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${declaredBytes.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write(linkName.slice(0, 100), 157);
  block.write('ustar\x0000', 257);
  let sum = 0;
  // by index: an iterator takes ten times longer, and there are archives of 199,000 headers
  for (let at = 0; at < BLOCK; at += 1) sum += block[at] ?? 0;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** Writes a compressed archive; what it unpacks to is never in memory as a whole. */
export async function writeTarGz(path: string, entries: Iterable<RawTarEntry>): Promise<void> {
  // the fastest level: repeated bytes still compress to a 200th
  const gzip = createGzip({ level: 1 });
  const file = gzip.pipe(createWriteStream(path));
  // collected first: a write for every header of many empty files takes longer than their compression
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const flush = async () => {
    const bytes = Buffer.concat(waiting);
    [waiting, waitingBytes] = [[], 0];
    if (!gzip.write(bytes)) await once(gzip, 'drain');
  };
  const put = async (bytes: Buffer) => {
    waiting.push(bytes);
    waitingBytes += bytes.length;
    if (waitingBytes >= CHUNK_BYTES) await flush();
  };
  for (const entry of entries) {
    const { start = '', fill = '', times = fill === '' ? 0 : 1 } = entry;
    const bytes = Buffer.byteLength(start) + Buffer.byteLength(fill) * times;
    await put(tarHeader({ declaredBytes: bytes, ...entry }));
    await put(Buffer.from(start));
    const perChunk = Math.max(1, Math.floor(CHUNK_BYTES / Math.max(1, Buffer.byteLength(fill))));
    for (let left = times; left > 0; left -= perChunk) await put(Buffer.from(fill.repeat(Math.min(left, perChunk))));
    await put(Buffer.alloc((BLOCK - (bytes % BLOCK)) % BLOCK));
  }
  await flush();
  gzip.end(Buffer.alloc(2 * BLOCK));
  await finished(file);
}

/** An extended header of one record of the given size: `<length> comment=aaaa...`, which ends in a line break. */
export function paxEntry(type: 'g' | 'x', bytes: number): RawTarEntry {
  const start = `${String(bytes)} comment=`;
  return { name: 'pax', type, start, fill: 'a', times: bytes - start.length };
}
