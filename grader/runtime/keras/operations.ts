/**
 * Operations between layers of a functional model of Keras 3: `x + y`, `x[:, 0]`, keras.ops. The translation lists
 * their operands: null for an input tensor, numbers for constants in the model's description.
 */
import * as tf from '@tensorflow/tfjs-core';
import { Computed } from './computed.js';

type Tensors = readonly tf.Tensor[];
type Settings = Readonly<Record<string, unknown>>;
type Operation = (operands: Tensors, settings: Settings) => tf.Tensor;

const one = (f: (x: tf.Tensor) => tf.Tensor): Operation => ([x]) => f(x as tf.Tensor); // prettier-ignore
const two = (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Operation => ([a, b]) => f(a as tf.Tensor, b as tf.Tensor); // prettier-ignore
const axisOf = ({ axis }: Settings): number | number[] | undefined => (axis ?? undefined) as number | undefined;
const reduction =
  (f: (x: tf.Tensor, axis: number | number[] | undefined, keepDims: boolean) => tf.Tensor): Operation =>
  ([x], settings) =>
    f(x as tf.Tensor, axisOf(settings), settings['keepdims'] === true);

/** Part of an index: a position or a range. */
interface Part {
  readonly place?: number;
  readonly start?: number | null;
  readonly stop?: number | null;
  readonly step?: number | null;
  readonly fresh?: boolean;
  readonly rest?: boolean;
}

function item(x: tf.Tensor, parts: readonly Part[]): tf.Tensor {
  const named = parts.filter(({ fresh, rest }) => fresh !== true && rest !== true).length;
  const filled = parts.flatMap((part): Part[] =>
    part.rest === true ? Array.from({ length: x.rank - named }, () => ({})) : [part],
  );
  let axis = 0;
  let taken = x;
  for (const part of filled) {
    if (part.fresh === true) taken = tf.expandDims(taken, axis++);
    else if (part.place !== undefined) taken = tf.squeeze(tf.gather(taken, placesOf(taken, axis, part), axis), [axis]);
    else {
      const isAll = [part.start, part.stop, part.step].every((number) => (number ?? null) === null);
      if (!isAll) taken = tf.gather(taken, placesOf(taken, axis, part), axis);
      axis += 1;
    }
  }
  return taken;
}

/** The positions, as Python interprets them. */
function placesOf(x: tf.Tensor, axis: number, { place, ...range }: Part): tf.Tensor1D {
  const length = x.shape[axis] ?? 0;
  const places = place === undefined ? placesIn(length, range) : [place < 0 ? place + length : place];
  return tf.tensor1d(places, 'int32');
}

const fromStart = (value: number | null, length: number) => (value !== null && value < 0 ? value + length : value);

function placesIn(length: number, { start, stop, step }: Part): number[] {
  const by = step ?? 1;
  const [least, most] = by > 0 ? [0, length] : [-1, length - 1];
  const bound = (value: number | null | undefined, otherwise: number) =>
    Math.min(most, Math.max(least, fromStart(value ?? null, length) ?? otherwise));
  const first = bound(start, by > 0 ? least : most);
  const end = bound(stop, by > 0 ? most : least);
  return Array.from({ length: Math.max(0, Math.ceil((end - first) / by)) }, (_, index) => first + index * by);
}

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  Add: two(tf.add),
  Subtract: two(tf.sub),
  Multiply: two(tf.mul),
  Divide: two(tf.div),
  TrueDivide: two(tf.div),
  Power: two(tf.pow),
  Maximum: two(tf.maximum),
  Minimum: two(tf.minimum),
  Matmul: two((a, b) => tf.matMul(a, b)),
  Negative: one(tf.neg),
  Absolute: one(tf.abs),
  Square: one(tf.square),
  Sqrt: one(tf.sqrt),
  Rsqrt: one(tf.rsqrt),
  Reciprocal: one(tf.reciprocal),
  Exp: one(tf.exp),
  Log: one(tf.log),
  Sin: one(tf.sin),
  Cos: one(tf.cos),
  Tanh: one(tf.tanh),
  Relu: one(tf.relu),
  Relu6: one(tf.relu6),
  Sigmoid: one(tf.sigmoid),
  Silu: one((x) => tf.mul(x, tf.sigmoid(x))),
  Softplus: one(tf.softplus),
  LeakyRelu: ([x], { negativeSlope }) => tf.leakyRelu(x as tf.Tensor, (negativeSlope ?? 0.2) as number),
  Softmax: ([x], settings) => tf.exp(logSoftmax(x as tf.Tensor, axisOf(settings) ?? -1)),
  LogSoftmax: ([x], settings) => logSoftmax(x as tf.Tensor, axisOf(settings) ?? -1),
  Clip: ([x], { xMin, xMax }) => tf.minimum(tf.maximum(x as tf.Tensor, xMin as number), xMax as number),
  Mean: reduction(tf.mean),
  Sum: reduction(tf.sum),
  Max: reduction(tf.max),
  Amax: reduction(tf.max),
  Min: reduction(tf.min),
  Amin: reduction(tf.min),
  // tf.js accepts an axis counted from the end for all reductions except this one
  Prod: reduction((x, axis, keepDims) => tf.prod(x, fromFront(x, axis), keepDims)),
  Reshape: ([x], { newshape }) => tf.reshape(x as tf.Tensor, rowsKept(x as tf.Tensor, newshape as number[])),
  Transpose: ([x], { axes }) => tf.transpose(x as tf.Tensor, (axes ?? undefined) as number[] | undefined),
  ExpandDims: ([x], { axis }) => tf.expandDims(x as tf.Tensor, axis as number),
  Squeeze: ([x], { axis }) => tf.squeeze(x as tf.Tensor, axis === null ? undefined : ([axis].flat() as number[])),
  Concatenate: (operands, { axis }) => tf.concat([...operands], (axis ?? -1) as number),
  Stack: (operands, { axis }) => tf.stack([...operands], stackAxis(operands, axis)),
  GetItem: ([x], { parts }) => item(x as tf.Tensor, parts as readonly Part[]),
};

/** tf.js's own accepts only the last axis. */
function logSoftmax(x: tf.Tensor, axis: number | number[]): tf.Tensor {
  return tf.sub(x, tf.logSumExp(x, axis, true));
}

function fromFront({ rank }: tf.Tensor, axis: number | number[] | undefined): number[] | undefined {
  return axis === undefined ? undefined : [axis].flat().map((one) => (one < 0 ? one + rank : one));
}

/** A first side of null stands for the number of examples. */
function rowsKept(x: tf.Tensor, shape: readonly (number | null)[]): number[] {
  return shape.map((side, axis) => (side === null && axis === 0 ? x.shape[0] : (side ?? -1)));
}

function stackAxis([first]: Tensors, axis: unknown): number {
  const at = typeof axis === 'number' ? axis : 0;
  return at < 0 ? at + (first?.rank ?? 0) + 1 : at;
}

class KerasOperation extends Computed {
  static readonly className = 'KerasOperation';

  override compute(inputs: Tensors): tf.Tensor {
    const { operation, operands, settings } = this.options as {
      operation: string;
      operands: readonly (tf.TensorLike | null)[];
      settings: Settings;
    };
    const fed = [...inputs];
    const all = operands.map((operand) => (operand === null ? (fed.shift() as tf.Tensor) : constant(operand)));
    const compute = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
    if (compute === undefined) throw new Error(`the operation ${operation} of the layer ${this.name} is not known`);
    return compute(all, settings);
  }
}

/** keras.layers.Subtract, the only merging layer that tf.js lacks. */
class Subtract extends Computed {
  static readonly className = 'Subtract';

  override compute([a, b]: Tensors): tf.Tensor {
    return tf.sub(a as tf.Tensor, b as tf.Tensor);
  }
}

const constant = (value: tf.TensorLike): tf.Tensor => tf.tensor(value, undefined, 'float32');

export function registerOperations(): void {
  tf.serialization.registerClass(KerasOperation);
  tf.serialization.registerClass(Subtract);
}
