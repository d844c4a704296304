/**
 * What PyTorch computed for programs with a known mistake (fixtures/reference/make_mistakes.py), and the mistake's own
 * result at the same values. Must not decide whether they agree.
 */
import { readFileSync } from 'node:fs';
import { rewrittenGradients } from '../../grader/numerics/gradients.js';
import { MISTAKES } from '../../grader/numerics/mistakes/index.js';
import type { Mistake, Variant } from '../../grader/numerics/mistakes/mistake.js';
import { valuesOf, type Values } from '../../grader/numerics/network.js';
import type { Network } from '../../grader/schema/network.js';
import { float64, type TensorData } from '../../grader/tensor/tensor.js';

interface Dumped {
  readonly shape: number[];
  readonly values: number[];
  readonly dtype?: string;
}

type Dump = Readonly<Record<string, Dumped>>;

interface Dumps {
  readonly values: Dump;
  readonly gradients: Dump;
}

export interface GoldenMistake extends Dumps {
  readonly mistake: string;
  /** The node at which it is made; null for every place. */
  readonly at: string | null;
  /** Among the ways to make it there, in the order of the list. */
  readonly way: number;
}

export interface GoldenNetwork extends Dumps {
  readonly name: string;
  readonly network: Network;
  readonly given: Dump;
  /** Only the tensors that differ from the right ones. */
  readonly mistakes: readonly GoldenMistake[];
}

export const GOLDEN = JSON.parse(readFileSync('fixtures/reference/mistakes.json', 'utf8')) as readonly GoldenNetwork[];

function toTensor({ shape, values, dtype }: Dumped): TensorData {
  return dtype === 'int32' ? { dtype, shape, values: Int32Array.from(values) } : float64(shape, values);
}

export function givenOf({ given }: GoldenNetwork): Values {
  return Object.fromEntries(Object.entries(given).map(([name, dumped]) => [name, toTensor(dumped)]));
}

export function mistakeOf(name: string): Mistake {
  const found = MISTAKES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no mistake ${name}`);
  return found;
}

/** The ways to make a mistake in a network with these values. */
export function variantsOf(name: string, network: Network, given: Values): readonly Variant[] {
  return mistakeOf(name).variants({ network, values: valuesOf(network, given) });
}

/** What a mistake makes of all values and gradients: the `way`-th of those at a node. */
export function made(
  name: string,
  network: Network,
  given: Values,
  at: string | null = null,
  way = 0,
): { readonly values: Values; readonly gradients: Values } {
  const variant = variantsOf(name, network, given).filter((one) => one.at === at)[way];
  if (variant === undefined) throw new Error(`${name} cannot be made at ${at ?? 'every place'}`);
  return {
    values: valuesOf(network, given, variant.rewrite),
    gradients: rewrittenGradients(network, given, variant.rewrite),
  };
}

/** Largest difference from PyTorch's tensor, relative to its largest element; infinite if there is none. */
export function errorOf(found: TensorData | undefined, golden: Dumped): number {
  if (found?.shape.join() !== golden.shape.join()) return Infinity;
  const largest = Math.max(1, ...golden.values.map(Math.abs));
  return Math.max(...golden.values.map((value, index) => Math.abs(value - (found.values[index] ?? NaN)))) / largest;
}

/** The names of the tensors that are not PyTorch's: of those that a mistake changes, and of those that it must not. */
export function unlike(golden: GoldenNetwork, one: GoldenMistake): string[] {
  const { values, gradients } = made(one.mistake, golden.network, givenOf(golden), one.at, one.way);
  const sides = [
    ['value of', values, golden.values, one.values],
    ['gradient of', gradients, golden.gradients, one.gradients],
  ] as const;
  return sides.flatMap(([what, found, right, wrong]) =>
    Object.entries({ ...right, ...wrong })
      .filter(([name, dumped]) => !(errorOf(found[name], dumped) < 1e-12))
      .map(([name]) => `${what} ${name}`),
  );
}
