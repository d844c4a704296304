/** One layer, or a few, of a model.json: what its translation computes on ONNX Runtime beside what tf.js computes on cpu. */
import { makeDice, type Drawn, type LayerSpec, type Origin } from '../witness/drawing.js';
import { fillWeights, fromTensor, makeModel, random, topologyOf, toTensor } from '../witness/model.js';
import { runLayers } from '../../../grader/runtime/run-layers.js';
import { tf } from '../../../grader/runtime/tf.js';
import { onnxLibrary } from '../onnx-library.js';
import { translateForInputs } from '../../../grader/onnx/translate.js';
import { runTranslated, withWeights, type Part, type Ran } from './translated.js';

type Config = Readonly<Record<string, unknown>>;

/** Keys as Keras writes them. */
export interface Described {
  readonly origin?: Origin;
  readonly layers: readonly LayerSpec[];
  /** Without the batch. */
  readonly inputs: readonly (readonly number[])[];
  readonly outputs?: number;
  /** Whole numbers below this go in. */
  readonly classes?: number;
}

/** A layer called `it`. */
export const single = (class_name: string, config: Config, ...inputs: readonly number[][]): Described => ({
  layers: [{ class_name, name: 'it', config, from: inputs.map((_, index) => `in${String(index)}`) }],
  inputs,
});

const ROWS = 3;

interface Both {
  readonly cpu: readonly Part[];
  /** For three examples, and for the first of them alone. */
  readonly onnx: Ran;
}

export async function both(described: Described, seed = 1): Promise<Both> {
  Object.assign(tf.backend(), { firstUse: false });
  const { origin = 'keras3', layers, inputs, outputs = 1, classes } = described;
  const shapes = inputs.map((sides) => [ROWS, ...sides]);
  const drawn: Drawn = { origin, layers, outputs, inputs: shapes, compute: () => [] };
  const dice = makeDice(seed);
  const model = await makeModel(drawn);
  const weights = fillWeights(model, dice);
  const draw = () => (classes === undefined ? 4 * dice.uniform() - 2 : Math.floor(classes * dice.uniform()));
  const fed = shapes.map((shape) => random(shape, draw));
  const cpu = runLayers(model, fed.map(toTensor)).map(fromTensor);
  const named = [...weights].map(([name, { shape, data }]) => ({ name, shape, values: data }));
  const parts = fed.map(({ shape, data }): Part => ({ shape, values: data }));
  const alone = fed.map(({ shape, data }): Part => {
    return { shape: [1, ...shape.slice(1)], values: data.subarray(0, data.length / ROWS) };
  });
  const onnx = runTranslated(onnxLibrary(), withWeights(topologyOf(drawn), named), parts, alone);
  return { cpu: cpu.map(({ shape, data }) => ({ shape, values: data })), onnx };
}

/** The largest difference as a part of the largest number; Infinity for other shapes, or if it did not run. */
export function gapOf({ cpu, onnx }: Both): number {
  if (onnx.status !== 'ran') throw new Error(onnx.why);
  const [all = [], alone = []] = onnx.outputs;
  const gaps = cpu.map((one, index) => Math.max(gap(one, all[index]), gap(firstOf(one), alone[index])));
  return cpu.length === all.length ? Math.max(...gaps) : Infinity;
}

const firstOf = ({ shape, values }: Part): Part => ({
  shape: [1, ...shape.slice(1)],
  values: Array.from(values).slice(0, values.length / ROWS),
});

function gap(expected: Part, found: Part | undefined): number {
  if (found === undefined || found.shape.join() !== expected.shape.join()) return Infinity;
  const size = Array.from(expected.values).reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  return Array.from(expected.values).reduce((worst, value, at) => {
    const one = Math.abs(value - (found.values[at] ?? NaN));
    return Number.isNaN(one) ? Infinity : Math.max(worst, one / size);
  }, 0);
}

/** Why a description is refused, without tf.js; null if it is not. Weights are by their names and sides. */
export function refusalOf(
  described: Described,
  weights: Readonly<Record<string, readonly number[]>> = {},
): string | null {
  const { origin = 'keras3', layers, inputs, outputs = 1 } = described;
  const drawn: Drawn = { origin, layers, outputs, inputs: inputs.map((sides) => [1, ...sides]), compute: () => [] };
  const named = Object.entries(weights).map(([name, shape]) => {
    return { name, shape, values: new Float32Array(shape.reduce((product, side) => product * side, 1)) };
  });
  const translated = translateForInputs(withWeights(topologyOf(drawn), named), inputs);
  return translated.ok ? null : translated.problem;
}

/** Sums of some dozens of products in single precision, and functions that approximate to 1e-7. */
export const TOLERANCE = 2e-5;
