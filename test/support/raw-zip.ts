/**
 * Zip archives written byte by byte, so that a test can put a false value into each field. Valid ones come from yazl.
 */
import { crc32, deflateRawSync } from 'node:zlib';
import { createRequire } from 'node:module';
import type * as Yazl from 'yazl';

const yazl = createRequire(import.meta.url)('yazl') as typeof Yazl;

export interface RawEntry {
  readonly name: string | Uint8Array;
  readonly data?: Uint8Array | string;
  /** 8 deflate (default), 0 stored, anything else as a number only. */
  readonly method?: number;
  readonly flags?: number;
  /** Unix mode with the kind of file; the maker is then Unix. */
  readonly mode?: number;
  readonly declaredBytes?: number;
  readonly checksum?: number;
}

/** One archive of these entries, in this order. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const data = Buffer.from(entry.data ?? '');
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflated(data) : data;
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(entry.flags ?? 0x800, 2);
    fixed.writeUInt16LE(method, 4);
    fixed.writeUInt32LE(entry.checksum ?? crc32(data), 10);
    fixed.writeUInt32LE(packed.length, 14);
    fixed.writeUInt32LE(entry.declaredBytes ?? data.length, 18);
    fixed.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fixed, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, entry.mode === undefined ? 0 : 3]);
    central.push(Buffer.concat([Buffer.from('504b0102', 'hex'), madeBy, fixed, tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** An honest archive, as a common tool writes it. */
export async function honestZip(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, data] of Object.entries(files)) zip.addBuffer(Buffer.from(data), name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** What nothing is deflated to; to start zlib for each of 60,000 empty files takes a second. */
const NOTHING = deflateRawSync(new Uint8Array(), { level: 1 });

function deflated(data: Uint8Array): Buffer {
  return data.length === 0 ? NOTHING : deflateRawSync(data, { level: 1 });
}
