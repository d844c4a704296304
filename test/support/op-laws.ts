/**
 * What a test needs to hold an operation of reference networks to its definition: operands with irregular numbers, and
 * slopes by central differences of its forward pass, which know nothing of its gradients. Must not use a vjp for those.
 */
import type { NetworkNode, OpName } from '../../grader/schema/network.js';
import type { Op, SlopeRule } from '../../grader/numerics/ops/op.js';
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

/** The largest difference between the gradient of an operand and its slopes by central differences. */
export function gradientError(call: Call, index: number): number {
  const upstream = irregular(apply(call).shape, 9);
  const slopes = slopesOf(call, index, upstream);
  const found = vjp(call, index, upstream);
  if (found.values.length !== slopes.length) return Infinity;
  return Math.max(...slopes.map((slope, place) => Math.abs(slope - (found.values[place] ?? NaN))));
}

const STEP = 1e-5;

function slopesOf(call: Call, index: number, upstream: TensorData): number[] {
  const sumAt = (place: number, by: number) => {
    const operands = call.operands.map((one, k) => (k === index ? moved(one, place, by) : one));
    return Array.from(apply({ ...call, operands }).values).reduce(
      (sum, value, k) => sum + value * (upstream.values[k] ?? NaN),
      0,
    );
  };
  const places = Array.from(call.operands[index]?.values ?? [], (_, place) => place);
  return places.map((place) => (sumAt(place, STEP) - sumAt(place, -STEP)) / (2 * STEP));
}

function moved(tensor: TensorData, place: number, by: number): TensorData {
  const other = float64(tensor.shape, tensor.values);
  other.values[place] = (other.values[place] ?? NaN) + by;
  return other;
}
