/**
 * Inputs that only make sense with some numbers: the mask of dropout (0 and 1), the target of binary cross entropy (0 to 1)
 * and that of a hinge loss (-1 and 1). Generic samples draw them so, and given ones are checked.
 */
import type { Network } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { marginsOf } from '../ops/hinge.js';
import { matrixSides } from '../ops/op.js';
import { evaluate, type Values } from '../network.js';
import type { Rng } from '../rng.js';

export type Role = 'mask' | 'probability' | 'sign';

const ROLES = { dropout: 'mask', 'binary-cross-entropy': 'probability', hinge: 'sign' } as const;

/** The two numbers that are drawn for a role; what lies between them is a probability as well. */
const ENDS: Readonly<Record<Role, readonly [number, number]>> = {
  mask: [0, 1],
  probability: [0, 1],
  sign: [-1, 1],
};

/** The role of an input by the node that uses it as its second operand; null for any other input. */
export function roleOf({ nodes, inputs }: Network, name: string): Role | null {
  if (!Object.hasOwn(inputs, name)) return null;
  for (const { op, of } of nodes) {
    if (of[1] === name && (op === 'dropout' || op === 'binary-cross-entropy' || op === 'hinge')) return ROLES[op];
  }
  return null;
}

export function drawFor(role: Role, rng: Rng): number {
  return ENDS[role][rng.nextUint32() % 2] ?? 0;
}

/** Whether a number makes sense; `expected` says what does. */
export function suits(role: Role, number: number): boolean {
  const [low, high] = ENDS[role];
  return role === 'probability' ? number >= low && number <= high : number === low || number === high;
}

export const EXPECTED: Readonly<Record<Role, string>> = {
  mask: '0 or 1: it is the mask of dropout',
  probability: 'a number from 0 to 1: it is the target of binary-cross-entropy',
  sign: '-1 or 1: it is the target of hinge',
};

/**
 * True when inputs with a role have both of their numbers, if they have room for them, and every hinge loss has margins of
 * both signs that are not near 0 (`margin` times the root of the mean square of the outputs).
 */
export function showsRoles(network: Network, given: Values, margin: number): boolean {
  const inputs = Object.keys(network.inputs).filter((name) => roleOf(network, name) !== null);
  if (!inputs.every((name) => isMixed(given[name]))) return false;
  if (!network.nodes.some(({ op }) => op === 'hinge')) return true;
  const { values } = evaluate(network, given);
  return network.nodes.every(({ op, of: [out = '', target = ''] }) => {
    const operands = [values[out], values[target]].filter((value) => value !== undefined);
    return op !== 'hinge' || operands.length < 2 || keepsMargins(operands, margin);
  });
}

function isMixed(tensor: TensorData | undefined): boolean {
  return tensor === undefined || tensor.values.length < 2 || new Set(tensor.values).size > 1;
}

function keepsMargins(operands: readonly TensorData[], margin: number): boolean {
  const margins = [...marginsOf(operands).values].filter(Number.isFinite);
  const outs = operands[0]?.values ?? [];
  const rms = Math.sqrt([...outs].reduce((sum, value) => sum + value * value, 0) / outs.length);
  const isOn = margins.some((one) => one > 0);
  const [rows] = operands[0] === undefined ? [0] : matrixSides(operands[0]);
  return margins.every((one) => Math.abs(one) > margin * rms) && isOn && (rows < 2 || margins.some((one) => one < 0));
}
