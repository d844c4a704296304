/** Reads an AttributeProto: a number, text, tensor, graph or list that belongs to an operation. Pure. */
import { showName } from '../../files/names.js';
import { checkedName, type Budget } from './budget.js';
import type { OnnxAttribute, OnnxGraph, OnnxTensor } from './model.js';
import { readTensor } from './read-tensor.js';
import { OnnxProblem, SKIP, damaged, eachInt, once, readFields, toNumber, type Message } from './wire.js';

export interface Reading {
  readonly budget: Budget;
  /** Reads a graph that lies within the operation. */
  readonly within: (bytes: Uint8Array) => OnnxGraph;
}

/** By the number of the kind in AttributeProto.AttributeType. */
type Made = (parts: Parts) => OnnxAttribute;
const KINDS: Readonly<Record<number, Made>> = {
  1: ({ float }) => ({ kind: 'float', value: float }),
  2: ({ int }) => ({ kind: 'int', value: int }),
  3: ({ text }) => ({ kind: 'string', value: text }),
  4: ({ tensor }) => ({ kind: 'tensor', value: there(tensor) }),
  5: ({ graph }) => ({ kind: 'graph', value: there(graph) }),
  6: ({ floats }) => ({ kind: 'floats', values: floats }),
  7: ({ ints }) => ({ kind: 'ints', values: ints }),
  8: ({ texts }) => ({ kind: 'strings', values: texts }),
};

interface Parts {
  name: string;
  kind: number;
  int: number;
  float: number;
  text: string;
  tensor: OnnxTensor | null;
  graph: OnnxGraph | null;
  readonly ints: number[];
  readonly floats: number[];
  readonly texts: string[];
}

export function readAttribute(bytes: Uint8Array, { budget, within }: Reading): [name: string, value: OnnxAttribute] {
  const parts: Parts = {
    ...{ name: '', kind: 0, int: 0, float: 0, text: '', tensor: null, graph: null },
    ...{ ints: [], floats: [], texts: [] },
  };
  const unsupported = () => {
    const shown = showName(parts.name);
    throw new OnnxProblem(`has the attribute ${shown} of a kind that is not supported: export the model again`);
  };
  readFields(bytes, {
    1: (message) => (parts.name = checkedName(message.text(), 'an attribute with a name')),
    2: (message) => (parts.float = message.float()),
    3: (message) => (parts.int = message.int()),
    4: (message) => (parts.text = message.text()),
    5: once((message) => (parts.tensor = readTensor(message.bytes(), budget))),
    6: once((message) => (parts.graph = within(message.bytes()))),
    7: (message) => {
      readFloats(message, parts.floats, budget);
    },
    8: (message) => {
      eachInt(message.varints(), (value) => {
        budget.count('entries');
        parts.ints.push(toNumber(value));
      });
    },
    9: (message) => {
      budget.count('entries');
      parts.texts.push(message.text());
    },
    13: SKIP, // doc_string
    20: (message) => (parts.kind = message.int()),
    // lists of tensors and graphs, types, sparse tensors, references of functions
    ...Object.fromEntries([10, 11, 14, 15, 21, 22, 23].map((field) => [field, unsupported])),
  });
  const made = Object.hasOwn(KINDS, parts.kind) ? KINDS[parts.kind] : undefined;
  return [parts.name, made?.(parts) ?? unsupported()];
}

function readFloats(message: Message, floats: number[], budget: Budget): void {
  const bytes = message.fixed(4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += 4) {
    budget.count('entries');
    floats.push(view.getFloat32(at, true));
  }
}

function there<T>(part: T | null): T {
  if (part === null) throw damaged();
  return part;
}
