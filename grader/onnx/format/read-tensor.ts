/**
 * Reads a TensorProto: a weight or a constant. Its numbers stay where they are in the file, except whole numbers that
 * are written as varints. Throws an OnnxProblem for what a model must not have: numbers in another file, text, parts,
 * and fewer or more numbers than its shape says. Pure.
 */
import { showName } from '../../files/names.js';
import { formatBytes } from '../../files/caps.js';
import { sizeOf } from '../../tensor/tensor.js';
import { MOST_RANK, checkedName, type Budget } from './budget.js';
import { ELEMENT_TYPES, WIDTHS, type ElementType, type OnnxTensor } from './model.js';
import { OnnxProblem, SKIP, damaged, eachInt, readFields, toNumber, type Message } from './wire.js';

const NO_EXTERNAL =
  'export it in one file, with torch.onnx.export(..., external_data=False), or in Python with onnx.save(onnx.load("model.onnx"), "model.onnx")';

/** The fields that hold numbers, with the types that each may hold. */
const FLOAT_DATA = 4;
const INT32_DATA = 5;
const INT64_DATA = 7;
const RAW_DATA = 9;
const DOUBLE_DATA = 10;
const UINT64_DATA = 11;
const HELD: Readonly<Record<number, readonly ElementType[]>> = {
  [FLOAT_DATA]: ['float32'],
  [INT32_DATA]: ['int32', 'int16', 'int8', 'uint16', 'uint8', 'bool', 'float16', 'bfloat16'],
  [INT64_DATA]: ['int64'],
  [DOUBLE_DATA]: ['float64'],
  [UINT64_DATA]: ['uint32', 'uint64'],
};

/** What was found so far. Numbers come in the order of the file, in one field. */
interface Found {
  name: string;
  type: number;
  readonly shape: number[];
  /** The field of the numbers; null before the first. */
  field: number | null;
  /** Its bytes; the varints among these are read when the shape is known. */
  readonly parts: Uint8Array[];
}

export function readTensor(bytes: Uint8Array, budget: Budget): OnnxTensor {
  budget.count('tensors');
  const found: Found = { name: '', type: 0, shape: [], field: null, parts: [] };
  const numbers = (field: number, read: (message: Message) => Uint8Array) => (message: Message) => {
    // in one place, and in the raw form at once
    if (found.field !== null && (found.field !== field || field === RAW_DATA)) throw damaged();
    found.field = field;
    found.parts.push(read(message));
  };
  const unfit = (what: string) => () => {
    throw new OnnxProblem(`has ${what}, ${showTensor(found.name)}: export the network with weights of numbers alone`);
  };
  readFields(bytes, {
    1: (message) => {
      eachInt(message.varints(), (side) => {
        addSide(toNumber(side), found);
      });
    },
    2: (message) => (found.type = message.int()),
    3: unfit('a tensor in parts'),
    [FLOAT_DATA]: numbers(FLOAT_DATA, (message) => message.fixed(4)),
    [INT32_DATA]: numbers(INT32_DATA, (message) => message.varints()),
    6: unfit('text'),
    [INT64_DATA]: numbers(INT64_DATA, (message) => message.varints()),
    8: (message) => (found.name = checkedName(message.text(), 'a weight with a name')),
    [RAW_DATA]: numbers(RAW_DATA, (message) => message.bytes()),
    [DOUBLE_DATA]: numbers(DOUBLE_DATA, (message) => message.fixed(8)),
    [UINT64_DATA]: numbers(UINT64_DATA, (message) => message.varints()),
    12: SKIP, // doc_string
    13: () => {
      throw external(found.name);
    },
    14: (message) => {
      if (message.int() !== 0) throw external(found.name);
    },
    16: SKIP, // metadata_props
  });
  return tensorOf(found);
}

function addSide(side: number, { shape }: Found): void {
  if (!Number.isSafeInteger(side) || side < 0) throw damaged();
  if (shape.length === MOST_RANK)
    throw new OnnxProblem(`has a weight with more than ${String(MOST_RANK)} sides: export a smaller model`);
  shape.push(side);
}

function tensorOf({ name, type: number, shape, field, parts }: Found): OnnxTensor {
  const type = elementType(number, name);
  if (field !== null && field !== RAW_DATA && HELD[field]?.includes(type) !== true) throw damaged();
  const count = sizeOf(shape);
  const isVaried = field !== null && [INT32_DATA, INT64_DATA, UINT64_DATA].includes(field);
  const bytes = isVaried ? fromVarints(parts, type, count) : joined(parts);
  const declared = count * WIDTHS[type];
  if (bytes.length === declared) return { name, type, shape, bytes };
  throw new OnnxProblem(
    `declares ${name === '' ? 'a constant' : `the weight ${showName(name)}`} with shape [${shape.join(', ')}], which needs ${formatBytes(declared)} of ${type}, ` +
      `and ${formatBytes(bytes.length)} are there: the file was cut off or edited; export the model again`,
  );
}

/** The type by its number in TensorProto.DataType. */
export function elementType(number: number, name: string): ElementType {
  const types: Readonly<Record<number, ElementType>> = ELEMENT_TYPES;
  const type = Object.hasOwn(types, number) ? types[number] : undefined;
  if (type !== undefined) return type;
  const kind =
    number === 8
      ? 'text'
      : number === 14 || number === 15
        ? 'complex numbers'
        : 'numbers of a type that is not supported';
  throw new OnnxProblem(`has ${kind}, ${showTensor(name)}: export the network with float32 numbers alone`);
}

export function showTensor(name: string): string {
  return name === '' ? 'in a constant without a name' : `in ${showName(name)}`;
}

function external(name: string): OnnxProblem {
  return new OnnxProblem(`keeps its weights in another file (external data, ${showTensor(name)}): ${NO_EXTERNAL}`);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only, ...others] = parts;
  if (only === undefined) return new Uint8Array();
  return others.length === 0 ? only : Buffer.concat(parts);
}

/** Numbers of `type` from varints; less than `count` of them if there are fewer or more. */
function fromVarints(parts: readonly Uint8Array[], type: ElementType, count: number): Uint8Array {
  const most = parts.reduce((sum, { length }) => sum + length, 0);
  // a varint has one byte at least: no more is allocated than the file could fill
  if (count > most) return new Uint8Array();
  const width = WIDTHS[type];
  const bytes = Buffer.alloc(count * width);
  let at = 0;
  for (const part of parts) {
    eachInt(part, (value) => {
      if (at < count) writeInt(bytes, at * width, width, value);
      at += 1;
    });
  }
  return at === count ? bytes : new Uint8Array();
}

/** The lowest bytes of a number, as protocol buffers read it into a field of that width. */
function writeInt(bytes: Buffer, at: number, width: number, value: bigint): void {
  if (width === 8) bytes.writeBigUInt64LE(BigInt.asUintN(64, value), at);
  else bytes.writeUIntLE(Number(BigInt.asUintN(8 * width, value)), at, width);
}
