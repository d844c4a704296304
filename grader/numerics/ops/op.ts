/**
 * The interface of an operation of reference networks: forward, scales of rounding, and gradients, all in float64. Each
 * operation has its own file. Operations must not check a rubric's operands, which its rules have done.
 */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';

/**
 * The slope to use at one element of a piecewise linear node: `z` is its pre-activation, `index` its flat index. A
 * caller can thus request another subgradient at a kink.
 */
export type SlopeRule = (node: NetworkNode, z: number, index: number, usual: number) => number;

/** Tensors by the name of the input, parameter or node. */
export type Named = Readonly<Record<string, TensorData>>;

/** One node of a forward pass. */
export interface ApplyCall {
  readonly node: NetworkNode;
  readonly operands: readonly TensorData[];
}

/** One operand of one node of a backward pass, and what the pass has found before. */
export interface BackwardCall extends VjpCall {
  /** All values of the network at this sample. */
  readonly values: Named;
  /** The gradients of the values of later nodes. */
  readonly gradients: Named;
}

/**
 * How a mistake changes a calculation, as rules for its nodes. Each rule gets the rest of the calculation as `usual`,
 * which it calls with the same or with other operands; rules can thus be composed (see mistakes/compose.ts).
 */
export interface Rewrite {
  readonly forward?: (call: ApplyCall, usual: (call: ApplyCall) => TensorData) => TensorData;
  /** The contribution of a node to the gradient of one of its operands; null for none. */
  readonly backward?: (call: BackwardCall, usual: (call: BackwardCall) => TensorData | null) => TensorData | null;
}

export interface Op {
  /** The minimum and maximum number of operands. */
  readonly operands: readonly [number, number];
  readonly isLoss: boolean;
  /** The value of the node. */
  apply(operands: readonly TensorData[], node: NetworkNode): TensorData;
  /** The same sums with every term made positive: the natural scale of rounding in `apply`. */
  applyScale(scales: readonly TensorData[], operands: readonly TensorData[], node: NetworkNode): TensorData;
  /** Vector-Jacobian product: the gradient of operand `index` given the gradient `upstream` of the output. */
  vjp(call: VjpCall): TensorData;
  /** The same sums as `vjp` with every term made positive; `upstream` and `scales` are scales themselves. */
  vjpScale(call: VjpCall & { readonly scales: readonly TensorData[] }): TensorData;
}

export interface VjpCall {
  readonly node: NetworkNode;
  readonly operands: readonly TensorData[];
  readonly output: TensorData;
  readonly upstream: TensorData;
  readonly index: number;
  readonly slope?: SlopeRule;
}

/** Operand `index`. The rules for rubrics ensure that it exists. */
export function operand(operands: readonly TensorData[], index: number): TensorData {
  const found = operands[index];
  if (found === undefined) throw new RangeError(`operand ${String(index)} is missing`);
  return found;
}

/** Element `index` of a tensor, which must be within its bounds. */
export function at(tensor: TensorData, index: number): number {
  return tensor.values[index] ?? NaN;
}

/** A new float64 tensor of `shape` with `value(i)` at flat index i. */
export function build(shape: readonly number[], value: (index: number) => number): TensorData {
  const length = shape.reduce((product, side) => product * side, 1);
  const values = new Float64Array(length);
  for (let index = 0; index < length; index += 1) values[index] = value(index);
  return { dtype: 'float64', shape, values };
}

/** The tensor with every element multiplied by `factor`. */
export function scaled(tensor: TensorData, factor: number): TensorData {
  return build(tensor.shape, (index) => factor * at(tensor, index));
}

/** [rows, columns] of a matrix; a vector is one row. */
export function matrixSides(tensor: TensorData): readonly [number, number] {
  const columns = tensor.shape.at(-1) ?? 1;
  return [columns === 0 ? 0 : tensor.values.length / columns, columns];
}
