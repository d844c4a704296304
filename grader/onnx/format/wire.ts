/**
 * Reads the fields of one message of a protocol buffer whose bytes are hostile. Whatever is read is a view of the given
 * bytes. A message inside is handed out as bytes and not entered, so that nesting costs nothing; no length is believed
 * beyond the bytes that there are. Groups, which nobody has written for twenty years, are refused. Pure.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** Why a file is not a model that can be read: a sentence that continues "model.onnx …". */
export class OnnxProblem extends Error {
  override readonly name = 'OnnxProblem';
}

const DAMAGED =
  'is damaged, or is not a model in ONNX format: export the model again, and hand in the file as it was written';

export function damaged(): OnnxProblem {
  return new OnnxProblem(DAMAGED);
}

/** What to do with a field; the value must be read. */
export type Handler = (message: Message) => void;

/** For a field that cannot change what a model computes. */
export const SKIP: Handler = (message) => {
  message.skip();
};

/** Reads a message, each field by its handler. A field without one is not of this kind of message. */
export function readFields(bytes: Uint8Array, handlers: Readonly<Record<number, Handler>>): void {
  const message = new Message(bytes);
  for (let field = message.next(); field !== null; field = message.next()) {
    const handler = Object.hasOwn(handlers, field) ? handlers[field] : undefined;
    if (handler === undefined) throw damaged();
    handler(message);
  }
}

/** For a field that may come only once: a second one would be merged by some readers and replace the first in others. */
export function once(read: Handler): Handler {
  let wasRead = false;
  return (message) => {
    if (wasRead) throw damaged();
    wasRead = true;
    read(message);
  };
}

/** For a field that a model must not have; completes "model.onnx …". */
export function refusing(problem: string): Handler {
  return () => {
    throw new OnnxProblem(problem);
  };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
/** Largest and smallest whole numbers that are multiples of a double and fit into 64 bits. */
const MOST_INT = 2 ** 63 - 1024;
const LEAST_INT = -(2 ** 63);

export class Message {
  readonly #reader: BinaryReader;
  #wire: WireType = WireType.Varint;

  constructor(bytes: Uint8Array) {
    this.#reader = new BinaryReader(bytes);
  }

  /** The number of the next field; null at the end. Its value must then be read or skipped. */
  next(): number | null {
    const reader = this.#reader;
    if (reader.pos >= reader.len) return null;
    const [field, wire] = orDamaged(() => reader.tag());
    this.#wire = wire;
    return field;
  }

  skip(): void {
    if (this.#wire === WireType.StartGroup) throw damaged();
    orDamaged(() => this.#reader.skip(this.#wire));
  }

  bytes(): Uint8Array {
    this.#expect(WireType.LengthDelimited);
    return orDamaged(() => this.#reader.bytes());
  }

  text(): string {
    const bytes = this.bytes();
    return orDamaged(() => UTF8.decode(bytes));
  }

  int(): number {
    return toNumber(this.bigint());
  }

  bigint(): bigint {
    this.#expect(WireType.Varint);
    return orDamaged(() => BigInt(this.#reader.int64()));
  }

  float(): number {
    this.#expect(WireType.Bit32);
    return orDamaged(() => this.#reader.float());
  }

  /** The bytes of the varints of a repeated field, packed or not: those of this occurrence. */
  varints(): Uint8Array {
    if (this.#wire === WireType.LengthDelimited) return this.bytes();
    this.#expect(WireType.Varint);
    return orDamaged(() => this.#reader.skip(this.#wire));
  }

  /** The bytes of a repeated field of numbers of `width` bytes each, packed or not: those of this occurrence. */
  fixed(width: 4 | 8): Uint8Array {
    if (this.#wire === WireType.LengthDelimited) {
      const bytes = this.bytes();
      if (bytes.length % width !== 0) throw damaged();
      return bytes;
    }
    this.#expect(width === 4 ? WireType.Bit32 : WireType.Bit64);
    return orDamaged(() => this.#reader.skip(this.#wire));
  }

  #expect(wire: WireType): void {
    if (this.#wire !== wire) throw damaged();
  }
}

/** Visits the whole numbers in these bytes, one varint after the other. */
export function eachInt(bytes: Uint8Array, visit: (value: bigint) => void): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) visit(orDamaged(() => BigInt(reader.int64())));
}

/** The library's errors are about the bytes; all of them mean the same to a student. */
function orDamaged<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw damaged();
  }
}

/** As a number; beyond 2^53 it is rounded to a double, because such numbers only say "to the end". */
export function toNumber(value: bigint): number {
  return Math.min(Math.max(Number(value), LEAST_INT), MOST_INT);
}
