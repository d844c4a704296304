/** Shapes of operations on single elements, and of those that only move elements. */
import { axisOf } from '../concat.js';
import type { NetworkNode } from '../../../schema/network.js';
import {
  divided,
  given,
  mayEqual,
  mayEqualShapes,
  Misfit,
  product,
  tell,
  total,
  unify,
  type Operand,
  type Shape,
  type ShapeRule,
} from './shape.js';

/** The shape of the first operand. */
export const kept: ShapeRule = (operands) => given(operands, 0).shape;

/** All operands have the same shape. */
export const same: ShapeRule = (operands) => {
  const first = given(operands, 0);
  return operands.slice(1).reduce<Shape>((shape, other) => {
    if (!mayEqualShapes(shape, other.shape)) {
      throw new Misfit(`${tell(first, other)}: their shapes must be equal`);
    }
    return shape.map((side, axis) => unify(side, other.shape[axis] ?? side));
  }, first.shape);
};

export const flattened: ShapeRule = (operands) => {
  const [batch = 1, ...rest] = given(operands, 0).shape;
  return [batch, product(rest)];
};

/** The axis of a node; throws if its operand has no such side. */
function axisIn(node: NetworkNode, operand: Operand): number {
  const axis = axisOf(node, operand.shape.length);
  if (axis >= 0 && axis < operand.shape.length) return axis;
  throw new Misfit(`${tell(operand)} and so has no axis ${String(Math.max(0, axis))}, counted from 0`);
}

export const concatenated: ShapeRule = (operands, node) => {
  const first = given(operands, 0);
  const axis = axisIn(node, first);
  for (const other of operands) {
    const isAlike =
      other.shape.length === first.shape.length &&
      other.shape.every((side, place) => place === axis || mayEqual(side, first.shape[place] ?? side));
    if (isAlike) continue;
    throw new Misfit(`${tell(first, other)}: all sides but that of axis ${String(axis)} must be equal`);
  }
  return first.shape.with(axis, total(operands.map(({ shape }) => shape[axis] ?? 1)));
};

export const slicedShape: ShapeRule = (operands, node) => {
  const x = given(operands, 0);
  const axis = axisIn(node, x);
  const { parts = 1 } = node;
  const side = divided(x.shape[axis] ?? 1, parts);
  if (side !== null) return x.shape.with(axis, side);
  throw new Misfit(`${tell(x)}: axis ${String(axis)} cannot be cut into ${String(parts)} equal parts`);
};
