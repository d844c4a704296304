/**
 * Joins tensors along an axis, and takes one of several equal parts of it: `slice` undoes `concat` of tensors of the same
 * shape. The axis is counted from 0; without one, it is the last.
 */
import type { NetworkNode } from '../../schema/network.js';
import { sizeOf, type TensorData } from '../../tensor/tensor.js';
import { at, build, operand, type Op } from './op.js';

/** The axis of a node whose operands have this many sides. */
export function axisOf({ axis }: NetworkNode, sides: number): number {
  return axis ?? sides - 1;
}

/** The number of consecutive elements of a tensor that share their place before the axis. */
function runOf({ shape }: TensorData, axis: number): number {
  return sizeOf(shape.slice(axis));
}

/** The elements of `joined` at a distance from the start of each run, in the shape of a part. */
function cut(joined: TensorData, shape: readonly number[], start: number, axis: number): TensorData {
  const [run, part] = [runOf(joined, axis), sizeOf(shape.slice(axis))];
  return build(shape, (index) => at(joined, Math.floor(index / part) * run + start + (index % part)));
}

function joined(operands: readonly TensorData[], node: NetworkNode): TensorData {
  const { shape } = operand(operands, 0);
  const axis = axisOf(node, shape.length);
  const side = operands.reduce((sum, one) => sum + (one.shape[axis] ?? 1), 0);
  const out = build(shape.with(axis, side), () => 0);
  const run = runOf(out, axis);
  let start = 0;
  for (const one of operands) {
    const part = runOf(one, axis);
    for (let index = 0; index < one.values.length; index += 1) {
      out.values[Math.floor(index / part) * run + start + (index % part)] = at(one, index);
    }
    start += part;
  }
  return out;
}

/** The part of the gradient that belongs to operand `index`. */
function partOf(operands: readonly TensorData[], upstream: TensorData, index: number, node: NetworkNode): TensorData {
  const { shape } = operand(operands, index);
  const axis = axisOf(node, shape.length);
  const start = operands.slice(0, index).reduce((sum, one) => sum + runOf(one, axis), 0);
  return cut(upstream, shape, start, axis);
}

export const concat: Op = {
  operands: [2, 16],
  isLoss: false,
  apply: (operands, node) => joined(operands, node),
  applyScale: (scales, _operands, node) => joined(scales, node),
  vjp: ({ node, operands, upstream, index }) => partOf(operands, upstream, index, node),
  vjpScale: ({ node, operands, upstream, index }) => partOf(operands, upstream, index, node),
};

/** Part `part` of `parts` equal ones, counted from 0. */
function sliced(x: TensorData, node: NetworkNode): TensorData {
  const axis = axisOf(node, x.shape.length);
  const shape = x.shape.with(axis, (x.shape[axis] ?? 1) / (node.parts ?? 1));
  return cut(x, shape, (node.part ?? 0) * sizeOf(shape.slice(axis)), axis);
}

/** The gradient in its part, and 0 elsewhere. */
function padded(x: TensorData, upstream: TensorData, node: NetworkNode): TensorData {
  const axis = axisOf(node, x.shape.length);
  const [run, part] = [runOf(x, axis), runOf(upstream, axis)];
  const out = build(x.shape, () => 0);
  for (let index = 0; index < upstream.values.length; index += 1) {
    out.values[Math.floor(index / part) * run + (node.part ?? 0) * part + (index % part)] = at(upstream, index);
  }
  return out;
}

export const slice: Op = {
  operands: [1, 1],
  isLoss: false,
  apply: (operands, node) => sliced(operand(operands, 0), node),
  applyScale: (scales, _operands, node) => sliced(operand(scales, 0), node),
  vjp: ({ node, operands, upstream }) => padded(operand(operands, 0), upstream, node),
  vjpScale: ({ node, operands, upstream }) => padded(operand(operands, 0), upstream, node),
};
