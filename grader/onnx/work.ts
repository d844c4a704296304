/**
 * The work of an ONNX model for one example: the multiply-adds of its products and convolutions, by following the sides
 * of every value through the graph. It is not known for a model with an operation or a shape that is not, and never
 * guessed. Relies on a graph that is in order; what its numbers say may be anything. Pure.
 */
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxValue } from './format/model.js';
import { constantsOf } from './format/constants.js';
import { ARITHMETIC_RULES } from './work/arithmetic.js';
import { ARRANGING_RULES } from './work/arranging.js';
import { WorkCall, refuse, type Rule } from './work/call.js';
import { PRODUCT_RULES } from './work/products.js';
import { Uncounted, checkedResult, sizedConstant, type Sized } from './work/sized.js';
import { STRIDED_RULES } from './work/strided.js';
import { WINDOW_RULES } from './work/windows.js';

const RULES: ReadonlyMap<string, Rule> = new Map(
  Object.entries({ ...ARITHMETIC_RULES, ...ARRANGING_RULES, ...STRIDED_RULES, ...PRODUCT_RULES, ...WINDOW_RULES }),
);

/** By the names of values; those of branches are used once too. */
type Known = Map<string, Sized>;

/** null if it is not known. */
export function workOfOnnx({ graph }: OnnxModel): number | null {
  try {
    const known: Known = new Map([...constantsOf(graph)].map(([name, tensor]) => [name, sizedConstant(tensor)]));
    const fed = graph.inputs.filter(({ name }) => !known.has(name));
    const batch = batchOf(fed);
    for (const input of fed) known.set(input.name, { ...checkedResult({ sides: sidesOf(input, batch) }), isFed: true });
    const macs = workIn(graph, known) / batch;
    return Number.isSafeInteger(macs) ? macs : null;
  } catch (cause) {
    if (cause instanceof Uncounted) return null;
    throw cause;
  }
}

/** The side of the batch, if it is fixed; otherwise one example. */
function batchOf(inputs: readonly OnnxValue[]): number {
  const fixed = new Set(inputs.map(({ shape }) => shape?.[0]).filter((side) => typeof side === 'number'));
  const [batch = 1] = fixed;
  return fixed.size <= 1 && batch > 0 ? batch : refuse();
}

function sidesOf({ shape }: OnnxValue, batch: number): readonly number[] {
  if (shape === null || shape.length === 0) return refuse();
  return [batch, ...shape.slice(1).map((side) => (typeof side === 'number' && side > 0 ? side : refuse()))];
}

/** Adds what the graph computes to what is known. */
function workIn({ nodes }: OnnxGraph, known: Known): number {
  return nodes.reduce((macs, node) => macs + workOfNode(node, known), 0);
}

function workOfNode(node: OnnxNode, known: Known): number {
  // a constant is known already, or is not of numbers
  if (node.operator === 'Constant') return 0;
  if (node.operator === 'If') return workOfBranch(node, known);
  const rule = RULES.get(node.operator);
  if (rule === undefined || node.domain !== '') return refuse();
  const call = new WorkCall(
    node,
    node.inputs.map((name) => (name === '' ? null : (known.get(name) ?? refuse()))),
  );
  const { isFed } = call;
  const results = rule(call);
  for (const [at, name] of node.outputs.entries()) {
    const result = results[at];
    if (name !== '' && result !== undefined) known.set(name, { ...checkedResult(result), isFed });
  }
  // what comes from constants alone is computed once
  return isFed ? call.macs : 0;
}

/** Of the branch that is taken, where that is known. */
function workOfBranch({ inputs, outputs, attributes }: OnnxNode, known: Known): number {
  const [chosen] = known.get(inputs[0] ?? '')?.whole ?? refuse();
  const branch = attributes[chosen === 0 ? 'else_branch' : 'then_branch'];
  if (chosen === undefined || branch?.kind !== 'graph') return refuse();
  const macs = workIn(branch.value, known);
  for (const [at, name] of outputs.entries()) {
    known.set(name, known.get(branch.value.outputs[at]?.name ?? '') ?? refuse());
  }
  return macs;
}
