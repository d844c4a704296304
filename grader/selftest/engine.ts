/**
 * A program as a student would hand it in, with one mistake: functions that compute the values and gradients of a network
 * from their arguments. It is built into one file of plain JavaScript and runs in the sandbox, so it must import nothing
 * but the reference engine, and must be given nothing but what a student has: the network, names, and which mistake.
 */
import { gradientsFrom } from '../numerics/gradients.js';
import { singlesAt, type Point } from '../numerics/mistakes/hypotheses.js';
import { lossNodeOf, valuesOf, type Values } from '../numerics/network.js';
import { at, type Rewrite } from '../numerics/ops/op.js';
import type { Network } from '../schema/network.js';
import type { Nested, TensorData } from '../tensor/tensor.js';

/** A tensor of the network: its value, or the gradient of the loss by it. */
export interface Asked {
  readonly of: string;
  readonly quantity: 'value' | 'gradient';
}

export interface ProgramSpec {
  readonly network: Network;
  /** Which mistake is made, in which way (`Hypothesis.key`); null: none. */
  readonly mistake: string | null;
  /** By the name of the export. */
  readonly functions: Readonly<Record<string, FunctionSpec>>;
}

export interface FunctionSpec {
  /** As the target of the rubric names them: a tensor, or a record of tensors. */
  readonly arguments: readonly (string | Readonly<Record<string, string>>)[];
  /** By the key of the returned record; `value`: the loss itself is returned. */
  readonly returns: Readonly<Record<string, Asked>> | 'value';
}

/** What is used of a tensor of tf.js. */
export interface GivenTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  dataSync(): ArrayLike<number>;
}
type Argument = GivenTensor | Readonly<Record<string, GivenTensor>>;

export type Program = Readonly<Record<string, (...given: readonly Argument[]) => unknown>>;

/** The functions of the program; they return nested arrays of numbers of single precision. */
export function programOf({ network, mistake, functions }: ProgramSpec): Program {
  return Object.fromEntries(
    Object.entries(functions).map(([name, spec]) => [
      name,
      (...given: readonly Argument[]) => answer(spec, tensorsOf(network, mistake, namedBy(spec, given))),
    ]),
  );
}

export interface Tensors {
  readonly network: Network;
  readonly value: Values;
  readonly gradient: () => Values;
}

/** All values of the network with the mistake, and all gradients when they are needed. */
export function tensorsOf(network: Network, mistake: string | null, given: Values): Tensors {
  const right = valuesOf(network, given);
  const point: Point = { network, given, right, of: 'gradients', isGeneric: true };
  // a mistake that cannot be made at a sample, such as a mean over a batch of one, changes nothing there
  return tensorsWith(point, (mistake === null ? undefined : singlesAt(point).get(mistake)?.rewrite) ?? {});
}

/** The same at a point whose right values are known. */
export function tensorsWith({ network, given, right }: Point, rewrite: Rewrite): Tensors {
  const value = rewrite.forward === undefined ? right : valuesOf(network, given, rewrite);
  return { network, value, gradient: () => gradientsFrom(network, value, rewrite) };
}

function namedBy(spec: FunctionSpec, given: readonly Argument[]): Values {
  const pairs = spec.arguments.flatMap((argument, place): [string, GivenTensor | undefined][] => {
    const found = given[place];
    if (typeof argument === 'string') return [[argument, found as GivenTensor | undefined]];
    const record = found as Readonly<Record<string, GivenTensor>> | undefined;
    return Object.entries(argument).map(([key, name]) => [name, record?.[key]]);
  });
  return Object.fromEntries(
    pairs.map(([name, tensor]) => {
      if (tensor === undefined) throw new TypeError(`no argument for ${name}`);
      return [name, readTensor(tensor)];
    }),
  );
}

function readTensor(tensor: GivenTensor): TensorData {
  const shape = [...tensor.shape];
  if (tensor.dtype === 'int32') return { dtype: 'int32', shape, values: Int32Array.from(tensor.dataSync()) };
  return { dtype: 'float64', shape, values: Float64Array.from(tensor.dataSync()) };
}

function answer({ returns }: FunctionSpec, tensors: Tensors): unknown {
  if (returns === 'value') return nested(tensors.value[lossNodeOf(tensors.network).name], Math.fround);
  const asked = Object.entries(returns);
  const gradients = asked.some(([, { quantity }]) => quantity === 'gradient') ? tensors.gradient() : {};
  return Object.fromEntries(
    asked.map(([key, { of, quantity }]) => {
      return [key, nested((quantity === 'value' ? tensors.value : gradients)[of], Math.fround)];
    }),
  );
}

/** A tensor as nested arrays, each number rounded. Throws a RangeError where there is none. */
export function nested(tensor: TensorData | undefined, round: (value: number) => number): Nested {
  if (tensor === undefined) throw new RangeError('the network has no such tensor');
  const level = (depth: number, from: number, size: number): Nested => {
    const side = tensor.shape[depth];
    if (side === undefined) return round(at(tensor, from));
    const step = size / side;
    return Array.from({ length: side }, (_item, index) => level(depth + 1, from + index * step, step));
  };
  return level(0, 0, tensor.values.length);
}
