/**
 * Reads a GraphProto, and the graphs within its operations down to a fixed depth. Throws an OnnxProblem for what a model
 * must not have: sparse weights, variants of operators. Whether the graph makes sense is not decided here. Pure.
 */
import { showName } from '../../files/names.js';
import { MOST_ATTRIBUTES, MOST_DEPTH, checkedName, type Budget } from './budget.js';
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from './model.js';
import { readAttribute } from './read-attribute.js';
import { readTensor } from './read-tensor.js';
import { readValue } from './read-value.js';
import { OnnxProblem, SKIP, damaged, readFields, refusing, type Message } from './wire.js';

export function readGraph(bytes: Uint8Array, budget: Budget, depth = 0): OnnxGraph {
  if (depth > MOST_DEPTH) {
    throw new OnnxProblem(
      `has graphs within graphs, more than ${String(MOST_DEPTH)} deep: export the network without such branches`,
    );
  }
  let name = '';
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  readFields(bytes, {
    1: (message) => nodes.push(readNode(message.bytes(), budget, depth)),
    2: (message) => (name = checkedName(message.text(), 'a graph with a name')),
    5: (message) => initializers.push(readTensor(message.bytes(), budget)),
    10: SKIP, // doc_string
    11: (message) => inputs.push(readValue(message.bytes(), budget)),
    12: (message) => outputs.push(readValue(message.bytes(), budget)),
    13: SKIP, // value_info, which a library works out itself
    14: SKIP, // quantization_annotation
    15: refusing('has sparse weights: make them dense and export the model again'),
    16: SKIP, // metadata_props
  });
  return { name, nodes, initializers, inputs, outputs };
}

function readNode(bytes: Uint8Array, budget: Budget, depth: number): OnnxNode {
  budget.count('nodes');
  const told = { name: '', operator: '', domain: '' };
  const inputs: string[] = [];
  const outputs: string[] = [];
  // not even `__proto__` may be a name with a meaning of its own
  const attributes = new Map<string, OnnxAttribute>();
  const within = (inner: Uint8Array) => readGraph(inner, budget, depth + 1);
  readFields(bytes, {
    1: (message) => inputs.push(valueName(message, budget)),
    2: (message) => outputs.push(valueName(message, budget)),
    3: (message) => (told.name = checkedName(message.text(), 'an operation with a name')),
    4: (message) => (told.operator = checkedName(message.text(), 'an operator with a name')),
    5: (message) => {
      const [key, value] = readAttribute(message.bytes(), { budget, within });
      if (attributes.has(key) || attributes.size === MOST_ATTRIBUTES) throw damaged();
      attributes.set(key, value);
    },
    6: SKIP, // doc_string
    7: (message) => (told.domain = plainDomain(checkedName(message.text(), 'a domain with a name'))),
    8: (message) => {
      if (message.text() === '') return;
      throw new OnnxProblem(
        `uses a variant of the operator ${showName(told.operator)} (overload): export the model again`,
      );
    },
    9: SKIP, // metadata_props
    10: SKIP, // device_configurations
  });
  return { ...told, inputs, outputs, attributes: Object.fromEntries(attributes) };
}

function valueName(message: Message, budget: Budget): string {
  budget.count('entries');
  return checkedName(message.text(), 'a value with a name');
}

/** The operators of ONNX itself have two names of their domain. */
export function plainDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}
