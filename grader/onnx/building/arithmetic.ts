/** Operations on each number of a tensor, and between tensors whose sides of 1 spread; the order of storage is kept. */
import { Untranslatable } from '../../translation/untranslatable.js';
import type { Attributes } from './attributes.js';
import type { Constant, GraphBuilder } from './graph.js';
import { storedAxis, turned, valueOf, type Value } from './values.js';

export function each(graph: GraphBuilder, operator: string, x: Value, attributes: Attributes = {}): Value {
  return { ...x, name: graph.node(operator, [x.name], attributes) };
}

/** Sides of two tensors together; null if they do not fit. */
export function spreadSides(a: readonly number[], b: readonly number[]): readonly number[] | null {
  if (a.length !== b.length) return null;
  const sides = a.map((side, axis) => (side === 1 ? (b[axis] ?? 1) : side));
  return sides.every((side, axis) => b[axis] === side || b[axis] === 1) ? sides : null;
}

/** Between two tensors of as many axes, whose sides are equal or 1. */
export function between(graph: GraphBuilder, operator: string, a: Value, b: Value): Value {
  const sides = fitting(a.sides, b.sides);
  const isTurned = a.isTurned || b.isTurned;
  const [left, right] = isTurned ? [turned(graph, a), turned(graph, b)] : [a, b];
  return valueOf(graph.node(operator, [left.name, right.name]), sides, isTurned);
}

export function withNumber(graph: GraphBuilder, operator: string, x: Value, number: number): Value {
  return { ...x, name: graph.node(operator, [x.name, graph.number(number)]) };
}

export function numberWith(graph: GraphBuilder, operator: string, number: number, x: Value): Value {
  return { ...x, name: graph.node(operator, [graph.number(number), x.name]) };
}

/** With a constant of as many axes as an example has; sides are equal or 1. */
export function withConstant(graph: GraphBuilder, operator: string, x: Value, constant: Constant): Value {
  const sides = fitting(x.sides, constant.shape);
  return { ...x, sides, name: graph.node(operator, [x.name, storedLike(graph, x, constant)]) };
}

export function constantWith(graph: GraphBuilder, operator: string, constant: Constant, x: Value): Value {
  const sides = fitting(x.sides, constant.shape);
  return { ...x, sides, name: graph.node(operator, [storedLike(graph, x, constant), x.name]) };
}

function fitting(a: readonly number[], b: readonly number[]): readonly number[] {
  const sides = spreadSides(a, b);
  if (sides !== null) return sides;
  throw new Untranslatable(`tensors of shapes [${a.join(', ')}] and [${b.join(', ')}], which do not fit together`);
}

/** The name of a constant, stored in the order of x. */
export function storedLike(graph: GraphBuilder, x: Value, { values, shape }: Constant): string {
  if (!x.isTurned) return graph.weight(values, shape);
  const last = shape.length - 1;
  const order = [last, ...shape.keys()].slice(0, shape.length);
  return graph.weight(values, shape, order);
}

/** min(max(x, least), most); a bound may be left out. */
export function clip(graph: GraphBuilder, x: Value, least: number | null, most: number | null): Value {
  const bound = (value: number | null) => (value === null ? '' : graph.number(value));
  return { ...x, name: graph.node('Clip', [x.name, bound(least), bound(most)].slice(0, most === null ? 2 : 3)) };
}

/** Over all of space, which ONNX Runtime does without moving the channels back. */
const GLOBAL: ReadonlyMap<string, string> = new Map([
  ['ReduceMean', 'GlobalAveragePool'],
  ['ReduceMax', 'GlobalMaxPool'],
]);

/** ReduceMean, ReduceMax, …, over axes that count from the batch, which stay with a side of 1. */
export function reduce(graph: GraphBuilder, operator: string, x: Value, axes: readonly number[]): Value {
  const stored = axes.map((axis) => storedAxis(x, axis)).sort((a, b) => a - b);
  const sides = x.sides.map((side, at) => (axes.includes(at + 1) ? 1 : side));
  const isSpace = x.isTurned && stored.length === sides.length - 1 && !stored.includes(1);
  const overSpace = isSpace ? GLOBAL.get(operator) : undefined;
  if (overSpace !== undefined) return { ...x, sides, name: graph.node(overSpace, [x.name]) };
  return { ...x, sides, name: graph.node(operator, [x.name, graph.integers(stored)]) };
}
