/**
 * Frames on the worker's channel: u32 header length, u32 body length (little-endian), JSON header, binary body.
 * The other side may be hostile: lengths are capped before anything is allocated, headers are plain JSON that is
 * validated by whoever reads them, and tensors are checked against the bytes that really came.
 */
import { BYTES_PER_ELEMENT, sizeOf, type DType, type TensorData, type TensorValues } from './tensor.js';
import type { TensorHeader } from './protocol.js';

export interface Frame {
  readonly header: unknown;
  readonly body: Uint8Array;
}

export interface FrameCaps {
  readonly headerBytes: number;
  readonly bodyBytes: number;
}

/** The bytes on the channel are not a frame that this side accepts. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

const PREFIX_BYTES = 8;
/** Tensors start at multiples of this, so that any typed array can be laid over them. */
const ALIGNMENT = 8;
const MAX_RANK = 8;

/** One frame as bytes. */
export function encodeFrame(header: object, body: Uint8Array): Uint8Array {
  const headerBytes = new TextEncoder().encode(JSON.stringify(header));
  const frame = new Uint8Array(PREFIX_BYTES + headerBytes.length + body.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, headerBytes.length, true);
  view.setUint32(4, body.length, true);
  frame.set(headerBytes, PREFIX_BYTES);
  frame.set(body, PREFIX_BYTES + headerBytes.length);
  return frame;
}

/** Collects chunks into frames; memory stays below the caps plus one chunk. */
export class FrameDecoder {
  #caps: FrameCaps;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #needed = PREFIX_BYTES;

  constructor(caps: FrameCaps) {
    this.#caps = caps;
  }

  /** For the frames to come: what may come follows from what was asked. */
  limitTo(caps: FrameCaps): void {
    this.#caps = caps;
  }

  /** True while a frame has begun and is not complete. */
  get pending(): boolean {
    return this.#bytes > 0;
  }

  /** Adds a chunk and returns the frames that it completes; throws a FrameError for a length over its cap. */
  push(chunk: Uint8Array): Frame[] {
    if (chunk.length > 0) this.#chunks.push(plainBytes(chunk));
    this.#bytes += chunk.length;
    const frames: Frame[] = [];
    while (this.#bytes >= this.#needed) {
      const buffer = this.#joined();
      const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
      const headerLength = view.getUint32(0, true);
      const bodyLength = view.getUint32(4, true);
      this.#refuseOverCap(headerLength, bodyLength);
      const end = PREFIX_BYTES + headerLength + bodyLength;
      if (buffer.length < end) {
        this.#needed = end;
        break;
      }
      frames.push({
        header: parseHeader(buffer.subarray(PREFIX_BYTES, PREFIX_BYTES + headerLength)),
        // a copy: aligned, and independent of the buffer that later chunks share
        body: buffer.slice(PREFIX_BYTES + headerLength, end),
      });
      const rest = buffer.subarray(end);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#bytes = rest.length;
      this.#needed = PREFIX_BYTES;
    }
    return frames;
  }

  #refuseOverCap(headerLength: number, bodyLength: number): void {
    if (headerLength > this.#caps.headerBytes) {
      throw new FrameError(
        `a frame header of ${String(headerLength)} bytes, at most ${String(this.#caps.headerBytes)}`,
      );
    }
    if (bodyLength > this.#caps.bodyBytes) {
      throw new FrameError(`a frame body of ${String(bodyLength)} bytes, at most ${String(this.#caps.bodyBytes)}`);
    }
  }

  #joined(): Uint8Array {
    const [first] = this.#chunks;
    if (first !== undefined && this.#chunks.length === 1) return first;
    const joined = new Uint8Array(this.#bytes);
    let offset = 0;
    for (const chunk of this.#chunks) {
      joined.set(chunk, offset);
      offset += chunk.length;
    }
    this.#chunks = [joined];
    return joined;
  }
}

/** The same bytes as a plain Uint8Array: `slice` of a Node.js Buffer would share memory instead of copying. */
function plainBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}

function parseHeader(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new FrameError('a frame header that is not JSON', { cause });
  }
}

/** Lays tensors one after the other into one body. */
export function packTensors(tensors: Readonly<Record<string, TensorData>>): {
  headers: Record<string, TensorHeader>;
  body: Uint8Array;
} {
  let end = 0;
  const placed = Object.entries(tensors).map(([name, { dtype, shape, values }]) => {
    const offset = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    end = offset + values.byteLength;
    return { name, values, header: { dtype, shape, offset } };
  });
  const body = new Uint8Array(end);
  for (const { values, header } of placed) {
    body.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), header.offset);
  }
  // fromEntries defines own properties: a tensor named `__proto__` is a name like any other
  return { headers: Object.fromEntries(placed.map(({ name, header }) => [name, header])), body };
}

/**
 * The tensor that a header describes, copied out of the body. Throws a FrameError when the header is not one, or when
 * its bytes are not all there.
 */
export function unpackTensor(header: unknown, body: Uint8Array, name: string): TensorData {
  const { dtype, shape, offset } = readTensorHeader(header, name);
  const length = sizeOf(shape);
  const byteLength = length * BYTES_PER_ELEMENT[dtype];
  if (offset + byteLength > body.length) {
    throw new FrameError(
      `tensor ${name} of ${String(byteLength)} bytes at ${String(offset)} in ${String(body.length)}`,
    );
  }
  return { dtype, shape, values: valuesOf(dtype, plainBytes(body).slice(offset, offset + byteLength).buffer) };
}

function readTensorHeader(header: unknown, name: string): TensorHeader {
  if (typeof header !== 'object' || header === null) throw new FrameError(`tensor ${name} has no header`);
  const { dtype, shape, offset } = header as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(BYTES_PER_ELEMENT, dtype)) {
    throw new FrameError(`tensor ${name} has an unknown dtype`);
  }
  if (!Array.isArray(shape) || shape.length > MAX_RANK || !shape.every((side) => isCount(side))) {
    throw new FrameError(`tensor ${name} has no valid shape`);
  }
  if (!isCount(offset) || offset % ALIGNMENT !== 0) throw new FrameError(`tensor ${name} has no valid offset`);
  if (!Number.isSafeInteger(sizeOf(shape))) throw new FrameError(`tensor ${name} is too large`);
  return { dtype: dtype as DType, shape: shape, offset };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function valuesOf(dtype: DType, buffer: ArrayBuffer): TensorValues {
  switch (dtype) {
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'bool':
    case 'uint8':
      return new Uint8Array(buffer);
  }
}
