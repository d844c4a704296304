/**
 * Shapes as a rubric writes them, with letters for sizes that a sample set chooses, and what shape rules say of them. Sides
 * that are both numbers must be equal; of two that are not, only the sizes of a sample set tell.
 */
import type { NetworkNode } from '../../../schema/network.js';

/** A size, or an expression of letters such as `H`, `2 H` or `D + 4`. */
export type Side = number | string;
export type Shape = readonly Side[];

/** An operand by its name in the network. */
export interface Operand {
  readonly name: string;
  readonly shape: Shape;
  /** The number of classes, of a label. */
  readonly classes?: Side;
}

/** The shape of a node from its operands, of which there are as many as it takes. Throws a Misfit. */
export type ShapeRule = (operands: readonly Operand[], node: NetworkNode) => Shape;

/** Why operands cannot be combined, as a sentence about them. */
export class Misfit extends Error {}

/** The operand at a place that the number of operands guarantees. */
export function given(operands: readonly Operand[], place: number): Operand {
  const found = operands[place];
  if (found === undefined) throw new RangeError(`operand ${String(place)} is missing`);
  return found;
}

export function showShape(shape: Shape): string {
  return `[${shape.map(String).join(', ')}]`;
}

/** `x has shape [B, D] and W has shape [H, E]`, or `x is a single number`. */
export function tell(...operands: readonly Operand[]): string {
  return operands
    .map(({ name, shape }) =>
      shape.length === 0 ? `${name} is a single number` : `${name} has shape ${showShape(shape)}`,
    )
    .join(' and ');
}

/** False if both are numbers that differ. */
export function mayEqual(a: Side, b: Side): boolean {
  return typeof a === 'string' || typeof b === 'string' || a === b;
}

/** The better known of two sides that must be equal. */
export function unify(a: Side, b: Side): Side {
  return typeof b === 'number' ? b : a;
}

/** False if their numbers of sides differ, or two of their sides do. */
export function mayEqualShapes(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((side, axis) => mayEqual(side, b[axis] ?? side));
}

/** The same, but one of them may leave out sides of 1, which a letter may be. */
export function mayEqualSqueezed(a: Shape, b: Shape): boolean {
  if (a.length === b.length) return mayEqualShapes(a, b);
  const squeezed = (shape: Shape) => shape.filter((side) => side !== 1);
  const [left, right] = [squeezed(a), squeezed(b)];
  if (left.length === right.length) return mayEqualShapes(left, right);
  return [...left, ...right].some((side) => typeof side === 'string');
}

export function lastSide({ shape }: Operand): Side {
  return shape.at(-1) ?? 1;
}

/** Throws if an operand has another number of sides; `as` shows them. */
export function needsSides(operand: Operand, as: readonly string[]): void {
  if (operand.shape.length !== as.length) throw new Misfit(`${tell(operand)}, expected ${showShape(as)}`);
}

/** Throws unless an operand has a number for each of `count` columns. */
export function needsVector(vector: Operand, count: Side, of: Operand): void {
  if (mayEqualSqueezed(vector.shape, [count])) return;
  throw new Misfit(`${tell(of, vector)}: ${vector.name} needs shape ${showShape([count])}`);
}

/** A side times a whole number. */
export function times(count: number, side: Side): Side {
  return typeof side === 'number' ? count * side : `${String(count)} ${side}`;
}

/** A side divided into equal parts; null if that leaves a rest. */
export function divided(side: Side, parts: number): Side | null {
  if (typeof side === 'number') return side % parts === 0 ? side / parts : null;
  const [, factor, letter] = /^(\d+) (\w+)$/.exec(side) ?? [];
  if (parts === 1) return side;
  if (letter === undefined || Number(factor) % parts !== 0) return `${side} / ${String(parts)}`;
  return Number(factor) === parts ? letter : times(Number(factor) / parts, letter);
}

/** The sum of sides. */
export function total(sides: readonly Side[]): Side {
  const letters = sides.filter((side) => typeof side === 'string');
  const number = sides.reduce<number>((sum, side) => sum + (typeof side === 'number' ? side : 0), 0);
  if (letters.length === 0) return number;
  return [...letters, ...(number === 0 ? [] : [String(number)])].join(' + ');
}

/** The product of sides. */
export function product(sides: readonly Side[]): Side {
  const letters = sides.filter((side) => typeof side === 'string');
  const number = sides.reduce<number>((result, side) => result * (typeof side === 'number' ? side : 1), 1);
  if (letters.length === 0) return number;
  return [...(number === 1 ? [] : [String(number)]), ...letters].join(' ');
}
