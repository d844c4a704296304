/**
 * Finds the nodes of a network whose operands have shapes that do not fit, before anything is computed: with the letters of
 * the description where that is possible, or with the sizes of a sample set. Relies on ops/shapes/ for each operation.
 */
import type { Network } from '../schema/network.js';
import { SHAPES } from './ops/shapes/index.js';
import { Misfit, type Operand, type Shape, type Side } from './ops/shapes/shape.js';
import { OPS } from './ops/index.js';

export interface NodeMisfit {
  /** The place of the node. */
  readonly index: number;
  readonly sentence: string;
}

/** The sizes of letters; a letter without a size stays a letter. */
export type Sizes = ReadonlyMap<string, number>;

export interface Inferred {
  /** Every input, label, parameter and node whose shape is known, by name. */
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly misfits: readonly NodeMisfit[];
}

/**
 * The shapes of all values, and the nodes with operands that do not fit. Nodes that use the value of such a node, or an
 * unknown value, are not looked at, nor are nodes with another number of operands than they take.
 */
export function inferShapes(network: Network, sizes: Sizes = new Map()): Inferred {
  const known = givenOperands(network, sizes);
  const misfits: NodeMisfit[] = [];
  for (const [index, node] of network.nodes.entries()) {
    const operands = node.of.map((name) => known.get(name)).filter((operand) => operand !== undefined);
    const [fewest, most] = OPS[node.op].operands;
    if (operands.length < node.of.length || operands.length < fewest || operands.length > most) continue;
    try {
      known.set(node.name, { name: node.name, shape: SHAPES[node.op](operands, node) });
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      misfits.push({ index, sentence: error.message });
    }
  }
  return { shapes: new Map([...known].map(([name, { shape }]) => [name, shape])), misfits };
}

function givenOperands({ inputs, parameters, labels = {} }: Network, sizes: Sizes): Map<string, Operand> {
  const sideOf = (side: Side): Side => (typeof side === 'string' ? (sizes.get(side) ?? side) : side);
  const operandOf = (name: string, shape: Shape): Operand => ({ name, shape: shape.map(sideOf) });
  return new Map([
    ...Object.entries({ ...inputs, ...parameters }).map(([name, shape]) => [name, operandOf(name, shape)] as const),
    ...Object.entries(labels).map(
      ([name, { shape, classes }]) => [name, { ...operandOf(name, shape), classes: sideOf(classes) }] as const,
    ),
  ]);
}
