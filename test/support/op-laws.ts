/**
 * What a test needs to hold an operation of reference networks to its definition: operands with irregular numbers, and
 * slopes by central differences of its forward pass, which know nothing of its gradients. Must not use a vjp for those.
 */
import type { NetworkNode, OpName } from '../../grader/schema/network.js';
import { operand, type Op, type SlopeRule } from '../../grader/numerics/ops/op.js';
import { equalShapes } from '../../grader/numerics/shapes.js';
import { float64, sizeOf, type TensorData } from '../../grader/tensor/tensor.js';

export interface Call {
  readonly op: Op;
  readonly node: NetworkNode;
  readonly operands: readonly TensorData[];
}

export function nodeOf(op: OpName, options: Partial<NetworkNode> = {}): NetworkNode {
  return { name: 'n', op, of: [], ...options };
}

/** Numbers in (-2, 2) of both signs without a pattern; another `start` gives others. */
export function irregular(shape: readonly number[], start = 0): TensorData {
  return float64(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, index) => 2 * Math.sin(12.9898 * (index + 1) + 4.1 * start)),
  );
}

export function absolute({ shape, values }: TensorData): TensorData {
  return float64(shape, Array.from(values, Math.abs));
}

export function int32(values: readonly number[]): TensorData {
  return { dtype: 'int32', shape: [values.length], values: Int32Array.from(values) };
}

export function apply({ op, node, operands }: Call): TensorData {
  return op.apply(operands, node);
}

/** The gradient of the sum of all outputs times `upstream`, as the operation computes it. */
export function vjp(call: Call, index: number, upstream: TensorData, slope?: SlopeRule): TensorData {
  const { op, node, operands } = call;
  return op.vjp({ node, operands, output: apply(call), upstream, index, ...(slope === undefined ? {} : { slope }) });
}

/** The scale of that gradient; the scales of the operands are their absolute values unless given. */
export function vjpScale(
  call: Call,
  index: number,
  upstream: TensorData,
  scales: readonly TensorData[] = call.operands.map(absolute),
): TensorData {
  const { op, node, operands } = call;
  return op.vjpScale({ node, operands, output: apply(call), upstream, index, scales });
}

const STEP = 1e-5;
const DIRECTIONS = [3, 4, 5];

/**
 * The largest difference between the gradient of an operand and central differences, along irregular directions: a wrong
 * element shows in all of them.
 */
export function gradientError(call: Call, index: number): number {
  const upstream = irregular(apply(call).shape, 9);
  const { shape } = operand(call.operands, index);
  const gradient = vjp(call, index, upstream);
  if (!equalShapes(gradient.shape, shape)) return Infinity;
  return Math.max(
    ...DIRECTIONS.map((start) => {
      const direction = irregular(shape, start);
      return Math.abs(slopeAlong(call, index, direction, upstream) - dot(gradient, direction));
    }),
  );
}

/** How the sum of all outputs times `upstream` changes along a direction of an operand. */
function slopeAlong(call: Call, index: number, direction: TensorData, upstream: TensorData): number {
  const sumAt = (by: number) => {
    const operands = call.operands.map((one, k) => (k === index ? moved(one, direction, by) : one));
    return dot(apply({ ...call, operands }), upstream);
  };
  return (sumAt(STEP) - sumAt(-STEP)) / (2 * STEP);
}

function moved({ shape, values }: TensorData, direction: TensorData, by: number): TensorData {
  return float64(
    shape,
    Array.from(values, (value, place) => value + by * (direction.values[place] ?? NaN)),
  );
}

function dot(a: TensorData, b: TensorData): number {
  return Array.from(a.values).reduce((sum, value, place) => sum + value * (b.values[place] ?? NaN), 0);
}
