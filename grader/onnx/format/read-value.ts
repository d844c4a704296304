/** Reads a ValueInfoProto: an input or output of a graph, which must be a tensor of numbers. Pure. */
import { showName } from '../../files/names.js';
import { MOST_RANK, checkedName, type Budget } from './budget.js';
import type { OnnxValue } from './model.js';
import { elementType } from './read-tensor.js';
import { OnnxProblem, SKIP, damaged, once, readFields, refusing } from './wire.js';

/** Fields of TypeProto, other than a tensor. */
const OTHER_TYPES: Readonly<Record<number, string>> = {
  4: 'a list of tensors (sequence)',
  5: 'a map',
  7: 'of a type of its own (opaque)',
  8: 'a sparse tensor',
  9: 'optional',
};

export function readValue(bytes: Uint8Array, budget: Budget): OnnxValue {
  budget.count('values');
  let name = '';
  const types: Uint8Array[] = [];
  readFields(bytes, {
    1: (message) => (name = checkedName(message.text(), 'an input or output with a name')),
    2: once((message) => types.push(message.bytes())),
    3: SKIP, // doc_string
    4: SKIP, // metadata_props
  });
  const tensor = types[0] === undefined ? null : tensorIn(types[0], name);
  if (tensor === null) throw new OnnxProblem(`does not say of what type ${showName(name)} is: export the model again`);
  let type = 0;
  let shape: OnnxValue['shape'] = null;
  readFields(tensor, {
    1: (message) => (type = message.int()),
    2: once((message) => (shape = readShape(message.bytes()))),
  });
  return { name, type: elementType(type, name), shape };
}

/** The tensor type in a TypeProto; null if there is none. */
function tensorIn(bytes: Uint8Array, name: string): Uint8Array | null {
  const tensors: Uint8Array[] = [];
  const others = Object.entries(OTHER_TYPES).map(([field, what]) => [
    field,
    refusing(
      `has an input or output ${showName(name)} that is ${what}; expected a tensor of numbers: export the network alone, with tensors in and out (skl2onnx: options={"zipmap": False})`,
    ),
  ]);
  readFields(bytes, {
    1: once((message) => tensors.push(message.bytes())),
    6: SKIP, // denotation
    ...(Object.fromEntries(others) as Record<number, ReturnType<typeof refusing>>),
  });
  return tensors[0] ?? null;
}

function readShape(bytes: Uint8Array): (number | string)[] {
  const shape: (number | string)[] = [];
  readFields(bytes, {
    1: (message) => {
      if (shape.length === MOST_RANK) throw damaged();
      shape.push(readSide(message.bytes()));
    },
  });
  return shape;
}

/** A number, or the name of one that is not fixed. */
function readSide(bytes: Uint8Array): number | string {
  let side: number | string = '';
  readFields(bytes, {
    1: (message) => {
      const value = message.int();
      // some exporters write -1 for what is not fixed
      side = Number.isSafeInteger(value) && value >= 0 ? value : '';
    },
    2: (message) => (side = checkedName(message.text(), 'a side with a name')),
    3: SKIP, // denotation
  });
  return side;
}
