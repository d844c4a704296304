/** Random choices from a seed, and the types of what the witness draws. */
import { makeRng } from '../../../grader/numerics/rng.js';
import type { NumberArray } from './array.js';

/** Who wrote the file: what an option means depends on it. */
export type Origin = 'keras3' | 'keras2' | 'tfjs';

export interface LayerSpec {
  readonly class_name: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Names of inputs and layers. */
  readonly from: readonly string[];
  /** Of an operation of Keras 3: what it is called with, names of inputs among it. */
  readonly args?: readonly unknown[];
}

export interface Drawn {
  readonly origin: Origin;
  /** In an order in which they can be made; the last gives the output. */
  readonly layers: readonly LayerSpec[];
  /** Shapes of the inputs in0, in1, … with the batch. */
  readonly inputs: readonly (readonly number[])[];
  readonly outputs?: number;
  /** Whole numbers below this go in, in place of any numbers. */
  readonly classes?: number;
  /** Makes some of the numbers that go in what a mask looks for. */
  readonly change?: (x: NumberArray) => NumberArray;
  /** What comes out is not differentiable in the inputs. */
  readonly steps?: boolean;
  /** By the formulas that Keras documents; weights by the names of layer and weight. */
  readonly compute: (inputs: readonly NumberArray[], weight: (name: string) => NumberArray) => readonly NumberArray[];
}

export interface Dice {
  whole(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
  /** true once in this many times, on average. */
  once(inTimes: number): boolean;
  uniform(): number;
}

export function makeDice(seed: number): Dice {
  const rng = makeRng(seed, 7);
  const whole = (low: number, high: number) => low + (rng.nextUint32() % (high - low + 1));
  return {
    whole,
    pick: <T>(from: readonly T[]) => from[rng.nextUint32() % from.length] as T,
    once: (inTimes) => whole(1, inTimes) === 1,
    uniform: () => rng.nextUniform(),
  };
}

export type Family = (dice: Dice) => Drawn;

export const range = (length: number) => Array.from({ length }, (_, index) => index);

/** One layer called `it` on one input. */
export function single(
  origin: Origin,
  className: string,
  config: Readonly<Record<string, unknown>>,
  input: readonly number[],
  compute: (x: NumberArray, weight: (name: string) => NumberArray) => NumberArray,
): Drawn {
  return {
    origin,
    layers: [{ class_name: className, name: 'it', config, from: ['in0'] }],
    inputs: [input],
    compute: ([x], weight) => [compute(x as NumberArray, (name) => weight(`it/${name}`))],
  };
}
