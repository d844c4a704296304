/**
 * Checks that a graph can be computed from front to back, with operators that are supported: every value is made once,
 * before it is used, also within branches. Linear in the graph. Throws an OnnxProblem. Pure.
 */
import { showName } from '../../../files/names.js';
import { OWN_NAMES } from '../../../onnx/adapt.js';
import type { OnnxGraph, OnnxNode } from '../../../onnx/format/model.js';
import { graphsOf } from '../../../onnx/format/select.js';
import { OnnxProblem } from '../../../onnx/format/wire.js';
import type { Constants } from '../../../onnx/format/constants.js';
import { insteadOf, traitOf } from './operators.js';
import { problemOfTraining } from './training.js';

/** Names of values, from outside inwards: a branch sees those around it. */
type Scopes = readonly ReadonlySet<string>[];

export function checkOrder(graph: OnnxGraph, constants: Constants, around: Scopes = []): void {
  const known = new Set<string>();
  const weights = new Set<string>();
  for (const { name } of graph.initializers) define(name, weights, around);
  for (const { name } of graph.inputs) define(name, known, around);
  // an input that is also a weight has a default, as older versions of the format wrote every weight
  for (const name of weights) known.add(name);
  const made = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
  for (const node of graph.nodes) {
    checkOperator(node, constants);
    const unknown = node.inputs.find((name) => name !== '' && !isKnown(name, known, around));
    if (unknown !== undefined) throw missing(node, unknown, made);
    for (const inner of graphsOf(node.attributes)) checkOrder(inner, constants, [...around, known]);
    for (const name of node.outputs) if (name !== '') define(name, known, around);
  }
  const absent = graph.outputs.find(({ name }) => !isKnown(name, known, around));
  if (absent === undefined) return;
  throw new OnnxProblem(
    `names ${showName(absent.name)} as an output, which no operation gives: export the model again`,
  );
}

function define(name: string, known: Set<string>, around: Scopes): void {
  if (name === '') throw new OnnxProblem('has a weight, input or output without a name: export the model again');
  // the runtime adds operations with values of such names
  if (name.startsWith(OWN_NAMES)) throw new OnnxProblem(`has a value named ${showName(name)}: give it another name`);
  if (isKnown(name, known, around)) {
    throw new OnnxProblem(`has two values named ${showName(name)}: give each its own name, and export the model again`);
  }
  known.add(name);
}

function isKnown(name: string, known: ReadonlySet<string>, around: Scopes): boolean {
  return known.has(name) || around.some((scope) => scope.has(name));
}

function missing(node: OnnxNode, name: string, made: ReadonlySet<string>): OnnxProblem {
  const fed = `feeds ${showNode(node)} from ${showName(name)}`;
  return new OnnxProblem(
    made.has(name)
      ? `${fed}, which is computed only later or from its own output: export the model again`
      : `${fed}, which is not there: export the model again`,
  );
}

function checkOperator(node: OnnxNode, constants: Constants): void {
  const { operator, domain } = node;
  if (domain !== '' || traitOf(operator) === undefined) {
    const from = domain === '' ? '' : ` of ${showName(domain)}`;
    throw new OnnxProblem(
      `has the operation ${showNode(node)}${from}, which is not supported: ${insteadOf(operator, domain)}`,
    );
  }
  const isBranching = traitOf(operator) === 'branching';
  if (graphsOf(node.attributes).length > 0 !== isBranching) {
    throw new OnnxProblem(
      `has ${isBranching ? 'no' : 'a'} graph within the operation ${showNode(node)}: export the model again`,
    );
  }
  const problem = problemOfTraining(node, constants);
  if (problem !== null) throw new OnnxProblem(problem);
}

/** `conv1 (Conv)`, or `Conv` for an operation without a name. */
export function showNode({ name, operator }: Pick<OnnxNode, 'name' | 'operator'>): string {
  return name === '' ? showName(operator) : `${showName(name)} (${showName(operator)})`;
}
