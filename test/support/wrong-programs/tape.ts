/**
 * Runs a list of steps forward and then backward, as a student's own little autograd does. A step computes one node and
 * adds to the gradients of what it reads. `detached@node` ends the backward pass at that node.
 */
import { plus, times, zerosLike } from './matrix.js';
import { isTensor, tensorOf, type Given, type Outputs, type Tensor32 } from './program.js';
import { Switches } from './switches.js';

export interface Step {
  /** The node that it computes. */
  readonly name: string;
  forward(run: Run): Tensor32;
  /** `gradient`: of the loss by the node; for the loss itself, 1. */
  backward(run: Run, gradient: Tensor32): void;
}

/** What a program does to numbers on their way; the foreign programs use it. */
export interface Handling {
  /** Each value and gradient once it is computed. */
  readonly stored?: (tensor: Tensor32) => Tensor32;
  /** The activations that the backward pass sees. */
  readonly cached?: (values: ReadonlyMap<string, Tensor32>) => ReadonlyMap<string, Tensor32>;
}

export class Run {
  readonly given: Given;
  readonly switches: Switches;
  readonly values = new Map<string, Tensor32>();
  readonly gradients = new Map<string, Tensor32>();
  readonly #stored: (tensor: Tensor32) => Tensor32;

  constructor(given: Given, mistakes: ReadonlySet<string>, { stored = (tensor) => tensor }: Handling = {}) {
    this.given = given;
    this.switches = new Switches(mistakes);
    this.#stored = stored;
  }

  /** An input, a parameter or a node that is computed already. */
  get(name: string): Tensor32 {
    return this.values.get(name) ?? tensorOf(this.given, name);
  }

  set(name: string, value: Tensor32): void {
    this.values.set(name, this.#stored(value));
  }

  gradientOf(name: string): Tensor32 {
    return this.gradients.get(name) ?? zerosLike(this.get(name));
  }

  addGradient(name: string, gradient: Tensor32): void {
    const known = this.gradients.get(name);
    const shaped = { shape: this.get(name).shape, values: gradient.values };
    this.gradients.set(name, this.#stored(known === undefined ? shaped : plus(known, shaped)));
  }
}

/** Factors of a single gradient, as in `sign-flipped@W1`; `rows` is what the loss is averaged over. */
function factorAt(switches: Switches, name: string, rows: number): number {
  const factors: readonly (readonly [string, number])[] = [
    ['sign-flipped', -1],
    ['factor-2', 2],
    ['factor-half', 0.5],
    ['times-batch', rows],
    ['gradient-times-batch', rows],
    ['divided-by-batch-twice', 1 / rows],
  ];
  return factors.reduce((all, [id, factor]) => (switches.onOnlyAt(id, name) ? all * factor : all), 1);
}

/** `rows`: what the loss is averaged over. The last step is the loss. */
export function runSteps(
  steps: readonly Step[],
  rows: number,
  given: Given,
  mistakes: ReadonlySet<string>,
  handling: Handling = {},
): Outputs {
  const run = new Run(given, mistakes, handling);
  for (const step of steps) run.set(step.name, step.forward(run));
  const values = Object.fromEntries(run.values);
  for (const [name, value] of handling.cached?.(run.values) ?? []) run.values.set(name, value);
  const loss = steps.at(-1)?.name ?? '';
  for (const step of steps.toReversed())
    if (!run.switches.onOnlyAt('detached', step.name)) step.backward(run, run.gradientOf(step.name));
  const floats = Object.keys(given).filter((name) => isTensor(given[name]));
  const names = [...floats, ...run.values.keys()].filter((name) => name !== loss && name !== 'y');
  const gradients = names.map((name) => {
    const factor = factorAt(run.switches, name, rows);
    return [name, factor === 1 ? run.gradientOf(name) : times(run.gradientOf(name), factor)] as const;
  });
  return { values, gradients: Object.fromEntries(gradients) };
}
