/**
 * Several contents in one buffer, with a head in JSON that says what they are. Who reads one must not trust it: every
 * number is checked against the bytes that are there.
 */

/** The length of the head, as a 32-bit number at the start. */
const LENGTH_BYTES = 4;

export function pack(head: unknown, contents: readonly Uint8Array[]): Buffer {
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, ...contents]);
}

export interface Unpacked {
  /** To be checked by a schema. */
  readonly head: unknown;
  /** The contents, one after the other. */
  readonly body: Buffer;
}

/** null if it is not what `pack` makes. */
export function unpack(bytes: Buffer): Unpacked | null {
  if (bytes.length < LENGTH_BYTES) return null;
  const end = LENGTH_BYTES + bytes.readUInt32BE(0);
  if (end > bytes.length) return null;
  try {
    const head: unknown = JSON.parse(bytes.toString('utf8', LENGTH_BYTES, end));
    return { head, body: bytes.subarray(end) };
  } catch {
    return null;
  }
}

/** Cuts `body` into parts of these sizes; null unless they are all of it. */
export function cut(body: Buffer, sizes: readonly number[]): readonly Buffer[] | null {
  const parts: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    if (!Number.isSafeInteger(size) || size < 0 || size > body.length - at) return null;
    parts.push(body.subarray(at, at + size));
    at += size;
  }
  return at === body.length ? parts : null;
}
