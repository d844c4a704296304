/**
 * Plain values as JSON and back, with typed arrays and numbers that JSON lacks. Each of these becomes an object with one
 * member, whose name is that of no other object in a record. Pure.
 */
const ARRAYS = { Float32Array, Float64Array, Int32Array, Uint8Array } as const;
type ArrayName = keyof typeof ARRAYS;

const ODD_NUMBERS: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

export function toText(value: unknown): string {
  return JSON.stringify(pack(value));
}

/** Throws a SyntaxError for anything that `toText` does not write. */
export function fromText(text: string): unknown {
  return unpack(JSON.parse(text) as unknown);
}

function pack(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return packArray(value);
  if (Array.isArray(value)) return value.map(pack);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, pack(member)]));
}

function packArray(view: ArrayBufferView): unknown {
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  // a Buffer is an array of bytes
  const name = (Object.keys(ARRAYS) as ArrayName[]).find((known) => view instanceof ARRAYS[known]);
  if (name === undefined) throw new TypeError('this array has no form in a record');
  return { [name]: bytes.toString('base64') };
}

function unpack(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(unpack);
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first !== undefined && typeof first[1] === 'string') {
    const special = unpackSpecial(first[0], first[1]);
    if (special !== null) return special;
  }
  return Object.fromEntries(entries.map(([key, member]) => [key, unpack(member)]));
}

function unpackSpecial(name: string, text: string): unknown {
  if (name === 'number') {
    const number = ODD_NUMBERS[text];
    if (number === undefined) throw new SyntaxError(`"${text}" is not a number`);
    return number;
  }
  if (!Object.hasOwn(ARRAYS, name)) return null;
  const make = ARRAYS[name as ArrayName];
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % make.BYTES_PER_ELEMENT !== 0) throw new SyntaxError(`a ${name} of ${String(bytes.length)} bytes`);
  // a copy, because the view of an array has to begin at a multiple of its element
  const own = new Uint8Array(bytes);
  return new make(own.buffer);
}
