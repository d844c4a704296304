/** Runs a case on tf.js's current backend: the output, and the gradients of a weighted sum of it. */
import { makeRng, type Rng } from '../../../grader/numerics/rng.js';
import type * as core from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { tf } from '../../../grader/runtime/tf.js';
import type { LayerCase, Regime } from './configurations.js';

export interface CaseResult {
  readonly shape: readonly number[];
  readonly output: readonly number[];
  /** With respect to each input and weight, by name; empty where something is not finite. */
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  /** What went in; null where gradients were not taken. */
  readonly parts: CaseParts | null;
}

interface Part {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface CaseParts {
  readonly inputs: readonly Part[];
  /** All of the layer, also those that are not trained. */
  readonly weights: readonly Part[];
  /** The gradient of the sum with respect to the output. */
  readonly factors: Part;
}

const partOf = (tensor: core.Tensor): Part => ({ shape: tensor.shape, values: Array.from(tensor.dataSync()) });

type Run = (inputs: core.Tensor[]) => core.Tensor;

const DRAWS: Readonly<Record<Regime, (rng: Rng) => number>> = {
  usual: (rng) => 4 * rng.nextUniform() - 2,
  negative: (rng) => -0.1 - 2 * rng.nextUniform(),
  ties: (rng) => Math.floor(3 * rng.nextUniform()) - 1,
  zeros: (rng) => (rng.nextUniform() < 0.7 ? 0 : 2 * rng.nextUniform() - 1),
  'not-finite': (rng) => {
    const die = rng.nextUniform();
    if (die < 0.1) return NaN;
    if (die < 0.15) return Infinity;
    return die < 0.2 ? -Infinity : 4 * rng.nextUniform() - 2;
  },
};

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

/** A message instead of a result if the backend refuses the case. */
export function runCase(one: LayerCase): CaseResult | string {
  tf.engine().startScope();
  try {
    return compute(one);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    tf.engine().endScope();
    tf.disposeVariables();
  }
}

/** Draws what goes in, and makes the layer or operation with its weights. */
export function prepare(one: LayerCase): Layer & { readonly inputs: core.Variable[]; readonly rng: Rng } {
  const rng = makeRng(one.seed, 2);
  const inputs = one.inputs.map((shape) => tf.variable(filled(shape, () => DRAWS[one.regime](rng), true)));
  return { ...(one.name.startsWith('op:') ? operation(one, inputs, rng) : layer(one, inputs, rng)), inputs, rng };
}

function compute(one: LayerCase): CaseResult | string {
  const { inputs, rng, run, weights, all } = prepare(one);
  const out = run(inputs);
  // if a window does not fit, cpu returns a tensor without elements
  if (out.size === 0) return 'no output';
  const result = { shape: out.shape, output: Array.from(out.dataSync()) };
  if (one.regime === 'not-finite') return { ...result, gradients: {}, parts: null };
  const factors = filled(out.shape, () => 2 * rng.nextUniform() - 1);
  const variables = [...inputs, ...weights];
  const { grads } = tf.variableGrads(() => run(inputs).mul(factors).sum(), variables);
  const gradients = variables.map((variable, index) => {
    const gradient = grads[variable.name];
    return [`d${String(index)}`, gradient === undefined ? [] : Array.from(gradient.dataSync())] as const;
  });
  const parts = { inputs: inputs.map(partOf), weights: (all ?? weights).map(partOf), factors: partOf(factors) };
  return { ...result, gradients: Object.fromEntries(gradients), parts };
}

/** NaN has a sign too, which kernels look at and JavaScript does not show. */
function filled(shape: readonly number[], next: () => number, bothNaN = false): core.Tensor {
  const values = Float32Array.from({ length: sizeOf(shape) }, next);
  const bits = new Uint32Array(values.buffer);
  if (bothNaN)
    values.forEach((value, at) => (bits[at] = Number.isNaN(value) && at % 2 === 0 ? 0xffc00000 : (bits[at] ?? 0)));
  return tf.tensor(values, [...shape], 'float32');
}

const variableOf = (weight: object): core.Variable => Reflect.get(weight, 'val') as core.Variable;

function oneOrAll(tensors: core.Tensor[]): core.Tensor | core.Tensor[] {
  const [only] = tensors;
  return tensors.length === 1 && only !== undefined ? only : tensors;
}

function layer(one: LayerCase, inputs: core.Tensor[], rng: Rng): Layer {
  const make = (tf.layers as unknown as Record<string, (options: object) => layers.Layer>)[one.name];
  if (make === undefined) throw new Error(`tf.layers has no ${one.name}`);
  const made = make(one.options);
  made.apply(oneOrAll(inputs));
  const drawn = made.weights.map(({ name, shape }) =>
    // a variance is positive
    filled(shape as number[], () => (name.includes('variance') ? 0.5 + rng.nextUniform() : rng.nextUniform() - 0.5)),
  );
  made.setWeights(drawn);
  const weights = made.trainableWeights.map((weight): core.Variable => variableOf(weight));
  const run: Run = (tensors) => {
    const out = made.apply(oneOrAll(tensors));
    if (!(out instanceof tf.Tensor)) throw new Error(`${one.name} gives no tensor`);
    return out;
  };
  return { run, weights, all: drawn, made };
}

type Operation = (inputs: core.Tensor[], weight: (...of: number[]) => core.Variable, rng: Rng) => Layer;
/** `made` is missing for an operation that is no layer. */
type Layer = { run: Run; weights: core.Variable[]; all?: core.Tensor[]; made?: layers.Layer };

function operation(one: LayerCase, inputs: core.Tensor[], rng: Rng): Layer {
  const make = OPERATIONS[one.name];
  if (make === undefined) throw new Error(`no operation ${one.name}`);
  const weight = (...of: number[]) => tf.variable(filled(of, () => rng.nextUniform() - 0.5));
  return make(one.options as unknown as Options)(inputs, weight, rng);
}

interface Options {
  readonly strides: [number, number];
  readonly pad: number;
  readonly dimRoundingMode: 'floor';
  readonly filter: [number, number];
  readonly filters: number;
  readonly columns: number;
}

const lastOf = (x: core.Tensor | undefined) => x?.shape.at(-1) ?? 1;

const OPERATIONS: Readonly<Record<string, (options: Options) => Operation>> = {
  'op:conv2d':
    ({ filter, filters, strides, pad, dimRoundingMode }) =>
    ([input], weight) => {
      const w = weight(...filter, lastOf(input), filters) as core.Variable<core.Rank.R4>;
      const run: Run = ([x]) => tf.conv2d(x as core.Tensor4D, w, strides, pad, 'NHWC', [1, 1], dimRoundingMode);
      return { run, weights: [w] };
    },
  'op:maxPool':
    ({ filter, strides, pad, dimRoundingMode }) =>
    () => ({ run: ([x]) => tf.maxPool(x as core.Tensor4D, filter, strides, pad, dimRoundingMode), weights: [] }),
  'op:avgPool':
    ({ filter, strides, pad, dimRoundingMode }) =>
    () => ({ run: ([x]) => tf.avgPool(x as core.Tensor4D, filter, strides, pad, dimRoundingMode), weights: [] }),
  'op:matMul':
    ({ columns }) =>
    ([input], weight) => {
      const w = weight(lastOf(input), columns);
      return { run: ([x]) => tf.matMul(x as core.Tensor, w), weights: [w] };
    },
  // the same data as second operand in two shapes
  'op:matMulTwice':
    () =>
    ([input], weight) => {
      const w = weight(lastOf(input), 2);
      const run: Run = ([x]) => {
        const wide = tf.matMul(x as core.Tensor, w);
        const narrow = tf.matMul((x as core.Tensor).reshape([-1, 2]), w.reshape([2, lastOf(input)]));
        return tf.concat([wide.reshape([-1]), narrow.reshape([-1])]);
      };
      return { run, weights: [w] };
    },
  'op:segmentSum':
    () =>
    ([input], _, rng) => {
      const ids = Int32Array.from({ length: input?.shape[0] ?? 0 }, () => Math.floor(3 * rng.nextUniform()));
      return {
        run: ([x]) => tf.unsortedSegmentSum(x as core.Tensor, tf.tensor1d(ids, 'int32'), 3),
        weights: [],
      };
    },
};
