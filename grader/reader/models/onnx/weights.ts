/**
 * What a graph's weights and constants are used for: which were trained and must be finite, which are variances, and how
 * many numbers count as parameters. Pure and linear.
 */
import type { OnnxGraph, OnnxNode, OnnxTensor } from '../../../onnx/format/model.js';
import { sizeOf } from '../../../tensor/tensor.js';
import { nodesOf, type Constants } from '../../../onnx/format/constants.js';
import type { Bounds } from './finite.js';
import { traitOf } from './operators.js';

/** Whole numbers in a constant that may be a shape, axes or bounds. A larger one holds numbers to compute with. */
const MOST_SIDES = 16;
/** Index of the variance among the inputs of BatchNormalization, and the default of its epsilon. */
const VARIANCE = 4;
const EPSILON = 1e-5;
const LOOKED_UP = new Set(['Gather', 'PRelu']);

/** The number of values in weights and constants, except shapes and the like. */
export function parametersOf(constants: Constants): number {
  return [...constants.values()].reduce((sum, tensor) => sum + (isShape(tensor) ? 0 : sizeOf(tensor.shape)), 0);
}

function isShape({ type, shape }: OnnxTensor): boolean {
  return ['int64', 'int32', 'bool'].includes(type) && sizeOf(shape) <= MOST_SIDES;
}

/** What the values of each constant may be. */
export function boundsOf(graph: OnnxGraph): (name: string) => Bounds {
  const nodes = nodesOf(graph);
  const trained = trainedIn(nodes);
  const least = new Map(nodes.flatMap(leastIn));
  return (name) => ({ least: least.get(name) ?? null, mayBeInfinite: !trained.has(name) });
}

/** Constants that reach an operation with weights unchanged: other constants may be infinite, such as masks. */
function trainedIn(nodes: readonly OnnxNode[]): ReadonlySet<string> {
  const trained = new Set<string>();
  for (const node of [...nodes].reverse()) {
    const trait = traitOf(node.operator) ?? '';
    const weighs = ['weighing', 'recurrent', 'normalising'].includes(trait) || LOOKED_UP.has(node.operator);
    const passes = trait === 'moving' && node.outputs.some((name) => trained.has(name));
    if (weighs || passes) for (const name of node.inputs) trained.add(name);
  }
  return trained;
}

function leastIn({ operator, inputs, attributes }: OnnxNode): [string, number][] {
  const name = inputs[VARIANCE];
  if (operator !== 'BatchNormalization' || name === undefined) return [];
  const { epsilon } = attributes;
  return [[name, -(epsilon?.kind === 'float' ? epsilon.value : EPSILON)]];
}
