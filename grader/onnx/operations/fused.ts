/** What follows a product or convolution in one operation: a bias, and an activation. */
import { FORMULAS } from '../activations/formulas.js';
import { each, storedLike } from '../building/arithmetic.js';
import { float } from '../building/attributes.js';
import type { Constant } from '../building/graph.js';
import type { Value } from '../building/values.js';
import type { OperationCall } from './call.js';

const ACTIVATIONS = new Set(['linear', 'relu', 'relu6', 'elu', 'sigmoid']);

export interface Fused {
  readonly bias: Float32Array | null;
  readonly finish: (x: Value) => Value;
}

/** `from`: the first operand behind the usual ones. */
export function fusedOf(call: OperationCall, from: number, channels: number): Fused {
  const [first, activation = 'linear', ...more] = call.texts('fused_ops');
  if (first === undefined && call.operands.length === from) return { bias: null, finish: (x) => x };
  if (first !== 'biasadd' || more.length > 0) throw call.refuse('with fused operations that are not translated');
  const bias = call.numbers(from, channels);
  if (activation === 'prelu') return { bias, finish: (x) => parametric(call, x, call.constant(from + 1)) };
  if (call.operands.length !== from + 1) throw call.refuse('with more operands than are translated');
  if (activation === 'leakyrelu') {
    return {
      bias,
      finish: (x) => each(call.graph, 'LeakyRelu', x, { alpha: float(call.number('leakyrelu_alpha', 0.2)) }),
    };
  }
  const formula = ACTIVATIONS.has(activation) ? FORMULAS.get(activation) : undefined;
  if (formula === undefined) throw call.refuse('with a fused activation that is not translated');
  return { bias, finish: (x) => formula(call.graph, x) };
}

/** Slopes for each place, or 1 along an axis. */
export function parametric(call: OperationCall, x: Value, slopes: Constant): Value {
  const shape = alignedShape(slopes.shape, x.sides.length);
  const fits = shape?.every((side, at) => side === 1 || side === x.sides[at]);
  if (shape === null || fits !== true) throw call.refuse('with slopes that do not fit');
  return {
    ...x,
    name: call.graph.node('PRelu', [x.name, storedLike(call.graph, x, { values: slopes.values, shape })]),
  };
}

/** With an axis for each of an example; a side of 1 may stand for the examples. */
export function alignedShape(shape: readonly number[], rank: number): readonly number[] | null {
  if (shape.length === rank + 1) return shape[0] === 1 ? shape.slice(1) : null;
  if (shape.length > rank) return null;
  return [...Array.from({ length: rank - shape.length }, () => 1), ...shape];
}
