/** Compares one drawn network on tf.js's current backend with the formulas: outputs and gradients. */
import type * as core from '@tensorflow/tfjs-core';
import { runLayers } from '../../../grader/runtime/run-layers.js';
import { tf } from '../../../grader/runtime/tf.js';
import { sizeOf, type NumberArray } from './array.js';
import { makeDice, type Dice, type Drawn } from './drawing.js';
import { fillWeights, fromTensor, makeModel, random, toTensor, type Model } from './model.js';

/** Sums of some dozens of float32 products, and functions that approximate to 1e-7. */
const TOLERANCE = { forward: 5e-5, gradient: 2e-3 };
const STEP = 1e-5;

export type Outcome =
  | { readonly status: 'refused'; readonly why: string }
  | { readonly status: 'wrong'; readonly why: string }
  | { readonly status: 'passed over' }
  | { readonly status: 'right'; readonly gradients: number };

type Weights = ReadonlyMap<string, NumberArray>;

export interface Ways {
  /** Sees a model before anything is run, and says whether it is. */
  readonly look: (model: Model) => boolean;
  /** Whether gradients are compared too, which takes twice as long as all else. */
  readonly gradients: boolean;
}

export async function witness(drawn: Drawn, seed: number, { look, gradients }: Ways): Promise<Outcome> {
  const engine = tf.engine();
  engine.startScope();
  try {
    const dice = makeDice(seed + 1);
    const model = await makeModel(drawn);
    const weights = fillWeights(model, dice);
    if (!look(model)) return { status: 'passed over' };
    return judge(drawn, model, weights, { dice, gradients });
  } catch (error) {
    return { status: 'refused', why: error instanceof Error ? error.message.slice(0, 300) : String(error) };
  } finally {
    engine.endScope();
    tf.disposeVariables();
  }
}

export function drawInputs({ inputs, classes, change = (x) => x }: Drawn, dice: Dice): NumberArray[] {
  return inputs.map((shape) =>
    change(
      random(shape, () => (classes === undefined ? 4 * dice.uniform() - 2 : Math.floor(classes * dice.uniform()))),
    ),
  );
}

function judge(
  drawn: Drawn,
  model: Model,
  weights: Weights,
  { dice, gradients }: { readonly dice: Dice; readonly gradients: boolean },
): Outcome {
  const inputs = drawInputs(drawn, dice);
  const expected = drawn.compute(inputs, lookUp(weights));
  const found = runLayers(model, inputs.map(toTensor)).map(fromTensor);
  const problem = differenceOf(expected, found);
  if (problem !== null) return { status: 'wrong', why: problem };
  const alone = runLayers(
    model,
    inputs.map(({ shape, data }) => toTensor(firstExample(shape, data))),
  ).map(fromTensor);
  const first = differenceOf(
    expected.map(({ shape, data }) => firstExample(shape, data)),
    alone,
  );
  if (first !== null) return { status: 'wrong', why: `one example alone: ${first}` };
  if (!gradients) return { status: 'right', gradients: 0 };
  return judgeGradients(drawn, model, weights, inputs, expected, dice);
}

export const lookUp = (weights: Weights) => (name: string) => {
  const found = weights.get(name);
  if (found === undefined) throw new Error(`the witness looks for ${name} among ${[...weights.keys()].join()}`);
  return found;
};

export function firstExample(shape: readonly number[], data: Float64Array): NumberArray {
  return { shape: [1, ...shape.slice(1)], data: data.slice(0, sizeOf(shape.slice(1))) };
}

export function differenceOf(expected: readonly NumberArray[], found: readonly NumberArray[]): string | null {
  if (expected.length !== found.length) return `${String(found.length)} outputs, not ${String(expected.length)}`;
  for (const [index, one] of expected.entries()) {
    const other = found[index] as NumberArray;
    if (one.shape.join() !== other.shape.join()) return `shape ${other.shape.join()}, not ${one.shape.join()}`;
    const size = one.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-1);
    const worst = one.data.reduce((most, value, at) => {
      const gap = Math.abs(value - (other.data[at] ?? NaN));
      return Number.isNaN(gap) ? Infinity : Math.max(most, gap);
    }, 0);
    if (worst > TOLERANCE.forward * size) return `differs by ${(worst / size).toPrecision(2)} of its size`;
  }
  return null;
}

/** Along a random direction in each input and weight, by differences in double precision. */
function judgeGradients(
  drawn: Drawn,
  model: Model,
  weights: Weights,
  inputs: readonly NumberArray[],
  expected: readonly NumberArray[],
  dice: Dice,
): Outcome {
  const factors = expected.map(({ shape }) => random(shape, () => 2 * dice.uniform() - 1));
  const total = (outputs: readonly NumberArray[]) =>
    outputs.reduce(
      (sum, { data }, index) =>
        sum + data.reduce((part, value, at) => part + value * (factors[index]?.data[at] ?? 0), 0),
      0,
    );
  const variables = inputs.map((input) => tf.variable(toTensor(input)));
  const kept = model.weights.map((weight) => Reflect.get(weight, 'val') as core.Variable);
  for (const variable of kept) variable.trainable = true;
  const learnt = [...(drawn.steps === true ? [] : variables), ...kept];
  if (learnt.length === 0) return { status: 'right', gradients: 0 };
  const { grads } = tf.variableGrads(() => {
    const outputs = runLayers(model, variables);
    const sums = outputs.map((output, index) => tf.sum(tf.mul(output, toTensor(factors[index] as NumberArray))));
    return tf.addN(sums) as core.Scalar;
  }, learnt);
  const named = [
    ...(drawn.steps === true
      ? []
      : inputs.map((value, index) => [`in${String(index)}`, value, variables[index]] as const)),
    ...model.weights.map(
      ({ originalName }, index) => [originalName, weights.get(originalName) as NumberArray, kept[index]] as const,
    ),
  ];
  const here = total(expected);
  let checked = 0;
  for (const [name, value, variable] of named) {
    const direction = random(value.shape, () => 2 * dice.uniform() - 1);
    const moved = (by: number) => {
      const changed = { shape: value.shape, data: value.data.map((one, at) => one + by * (direction.data[at] ?? 0)) };
      const place = name.startsWith('in') ? Number(name.slice(2)) : -1;
      const atInputs = inputs.map((input, index) => (index === place ? changed : input));
      return total(
        drawn.compute(atInputs, lookUp(new Map([...weights, ...(place < 0 ? [[name, changed] as const] : [])]))),
      );
    };
    const [up, down] = [moved(STEP), moved(-STEP)];
    const [ahead, behind] = [(up - here) / STEP, (here - down) / STEP];
    const gradient = grads[variable?.name ?? ''];
    const terms =
      gradient === undefined ? [] : Array.from(gradient.dataSync(), (one, at) => one * (direction.data[at] ?? 0));
    const along = terms.reduce((sum, term) => sum + term, 0);
    const scale = terms.reduce((sum, term) => sum + Math.abs(term), Math.abs(ahead)) + 1e-2;
    // there is a kink in between, or it overflows in double precision as well: there is no gradient to compare with
    if (!(Math.abs(ahead - behind) <= TOLERANCE.gradient * scale)) continue;
    checked += 1;
    const gap = Math.abs((up - down) / (2 * STEP) - along);
    if (!(gap <= TOLERANCE.gradient * scale)) {
      return {
        status: 'wrong',
        why: `gradient by ${name}: ${along.toPrecision(4)}, not ${((up - down) / (2 * STEP)).toPrecision(4)}`,
      };
    }
  }
  return { status: 'right', gradients: checked };
}
