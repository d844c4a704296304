/**
 * Frames on the worker's channel: u32 header length, u32 body length (little-endian), JSON header, binary body. The
 * other side may be hostile: lengths must be checked before anything is allocated, headers are plain JSON that their
 * readers must validate, and tensors are checked against the received bytes.
 */
import { BYTES_PER_ELEMENT, sizeOf, type DType, type TensorData, type TensorValues } from '../tensor/tensor.js';
import { withoutPrototype } from './without-prototype.js';
import type { TensorHeader } from './worker.js';

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
/** Tensors start at multiples of this, so that any typed array can be used for them. */
const ALIGNMENT = 8;
const MAX_RANK = 8;

// captured before student code, which shares a process with one side, can replace them
const { parse, stringify } = JSON;
const { min, max } = Math;
const decoder = new TextDecoder('utf-8', { fatal: true });
const decode = decoder.decode.bind(decoder);
const encoder = new TextEncoder();
const encode = encoder.encode.bind(encoder);

/** One frame as bytes. No method that a student can replace decides about the members of the header itself. */
export function encodeFrame(header: object, body: Uint8Array): Uint8Array {
  const headerBytes = encode(stringify(withoutPrototype(header)));
  const frame = new Uint8Array(PREFIX_BYTES + headerBytes.length + body.length);
  frame.set(body, PREFIX_BYTES + headerBytes.length);
  // last, so that nothing comes after it
  writeLength(frame, 0, headerBytes.length);
  writeLength(frame, 4, body.length);
  for (let index = 0; index < headerBytes.length; index += 1) frame[PREFIX_BYTES + index] = headerBytes[index] ?? 0;
  return frame;
}

/** u32, little-endian. */
function writeLength(frame: Uint8Array, at: number, length: number): void {
  for (let byte = 0; byte < 4; byte += 1) frame[at + byte] = (length >>> (8 * byte)) & 0xff;
}

/**
 * Collects chunks into frames. Each byte is copied once, to its place in a frame of the announced length, so that the
 * work is linear however small the chunks are, and memory is that of one frame.
 */
export class FrameDecoder {
  #caps: FrameCaps;
  readonly #prefix = new Uint8Array(PREFIX_BYTES);
  #prefixBytes = 0;
  #part: Part | null = null;

  constructor(caps: FrameCaps) {
    this.#caps = caps;
  }

  /** The limits of the next frames. */
  allow(caps: FrameCaps): void {
    this.#caps = caps;
  }

  /** True while a frame has started but is not complete. */
  get pending(): boolean {
    return this.#prefixBytes > 0;
  }

  /** Adds a chunk and returns the frames that it completes; throws a FrameError for a length over its cap. */
  push(chunk: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#part === null) {
        const taken = min(rest.length, PREFIX_BYTES - this.#prefixBytes);
        this.#prefix.set(rest.subarray(0, taken), this.#prefixBytes);
        this.#prefixBytes += taken;
        rest = rest.subarray(taken);
        if (this.#prefixBytes < PREFIX_BYTES) return frames;
        this.#part = this.#begin();
      }
      rest = fill(this.#part, rest);
      if (this.#part.filled < this.#part.header.length + this.#part.body.length) return frames;
      frames[frames.length] = { header: parseHeader(this.#part.header), body: this.#part.body };
      this.#part = null;
      this.#prefixBytes = 0;
    }
    return frames;
  }

  #begin(): Part {
    const view = new DataView(this.#prefix.buffer);
    const headerLength = view.getUint32(0, true);
    const bodyLength = view.getUint32(4, true);
    this.#refuseOverCap(headerLength, bodyLength);
    return { header: new Uint8Array(headerLength), body: new Uint8Array(bodyLength), filled: 0 };
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
}

/** A frame that has been received in part. */
interface Part {
  readonly header: Uint8Array;
  readonly body: Uint8Array;
  filled: number;
}

/** Copies what belongs to the frame; returns what comes after it. */
function fill(part: Part, bytes: Uint8Array): Uint8Array {
  const { header, body } = part;
  const toHeader = bytes.subarray(0, max(0, header.length - part.filled));
  if (toHeader.length > 0) header.set(toHeader, part.filled);
  part.filled += toHeader.length;
  const rest = bytes.subarray(toHeader.length);
  // an incomplete header has used all bytes
  const at = part.filled - header.length;
  const toBody = rest.subarray(0, max(0, body.length - at));
  if (toBody.length > 0) body.set(toBody, at);
  part.filled += toBody.length;
  return rest.subarray(toBody.length);
}

/** The same bytes as a plain Uint8Array: `slice` of a Node.js Buffer would share memory instead of copying. */
function plainBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
}

function parseHeader(bytes: Uint8Array): unknown {
  try {
    return parse(decode(bytes));
  } catch (cause) {
    throw new FrameError('a frame header that is not JSON', { cause });
  }
}

/** The most bytes in a body with a given number of tensors and of numbers in them. */
export function mostBodyBytes(tensors: number, values: number): number {
  return tensors * ALIGNMENT + values * Math.max(...Object.values(BYTES_PER_ELEMENT));
}

/** Packs tensors one after the other into one body. */
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
  // fromEntries defines own properties, so `__proto__` is an ordinary name
  return { headers: Object.fromEntries(placed.map(({ name, header }) => [name, header])), body };
}

/**
 * Reads the tensors of one body. Each byte must belong to at most one tensor, so that the copies are never larger than
 * the received body.
 */
export class TensorReader {
  readonly #body: Uint8Array;
  /** One for each step of the alignment: 1 where a tensor was read. */
  readonly #taken: Uint8Array;

  constructor(body: Uint8Array) {
    this.#body = plainBytes(body);
    this.#taken = new Uint8Array(Math.ceil(body.length / ALIGNMENT));
  }

  /**
   * The tensor that a header describes, copied out of the body. Throws a FrameError when the header is not one, when
   * its bytes are not all there, or when they belong to another tensor.
   */
  read(header: unknown, name: string): TensorData {
    const { dtype, shape, offset } = readTensorHeader(header, name);
    const length = sizeOf(shape);
    const byteLength = length * BYTES_PER_ELEMENT[dtype];
    if (offset + byteLength > this.#body.length) {
      throw new FrameError(
        `tensor ${name} of ${String(byteLength)} bytes at ${String(offset)} in ${String(this.#body.length)}`,
      );
    }
    const steps = this.#taken.subarray(offset / ALIGNMENT, Math.ceil((offset + byteLength) / ALIGNMENT));
    if (byteLength > 0 && steps.includes(1)) throw new FrameError(`tensor ${name} lies over another one`);
    if (byteLength > 0) steps.fill(1);
    return { dtype, shape, values: valuesOf(dtype, this.#body.slice(offset, offset + byteLength).buffer) };
  }
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
