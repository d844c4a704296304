/** Measures how far mistakes are from the right result, and from each other, at a sample. */
import { infinityNorm } from '../closeness.js';
import type { Network } from '../../schema/network.js';
import { rewrittenGradients } from '../gradients.js';
import { valuesOf, type Values } from '../network.js';
import { at } from '../ops/op.js';
import { singlesAt } from './hypotheses.js';

/** Two results must be at least this far apart, relative to the largest element of a tensor. */
export const LEAST_APART = 0.02;
/** Results that are nearer than this are the same calculation, written differently. */
const THE_SAME = 1e-9;

/** Two mistakes, or a mistake and the right result (null), that are hardly or not at all apart. */
export interface Confusion {
  readonly first: string;
  readonly second: string | null;
  readonly distance: number;
}

interface Outcome {
  readonly name: string;
  /** What distinguishes this way of making the mistake from others. */
  readonly key: string;
  readonly isSubtle: boolean;
  readonly values: Values;
  readonly gradients: Values;
}

/** The largest element of each right tensor. */
type Sizes = readonly (readonly [string, number])[];

/** The tensors of every mistake at one sample, the right ones first. */
export class Outcomes {
  readonly #right: Outcome;
  readonly #wrong: readonly Outcome[];
  readonly #valueSizes: Sizes;
  readonly #gradientSizes: Sizes;

  constructor(network: Network, given: Values) {
    const values = valuesOf(network, given);
    const gradients = rewrittenGradients(network, given, {});
    this.#right = { name: '', key: '', isSubtle: false, values, gradients };
    this.#valueSizes = sizesOf(values);
    this.#gradientSizes = sizesOf(gradients);
    const point = { network, given, right: gradients, of: 'gradients', isGeneric: true } as const;
    this.#wrong = [...singlesAt(point).values()].map(({ key, made: [{ mistake }], values: made, tensors }) => ({
      name: mistake.name,
      key,
      isSubtle: mistake.subtle ?? false,
      values: made(),
      gradients: tensors(),
    }));
  }

  /** All pairs of different mistakes that are nearer than `LEAST_APART` here, by key; those that are the same too. */
  near(): ReadonlyMap<string, Confusion> {
    const found = new Map<string, Confusion>();
    const others = this.#wrong.filter(({ isSubtle }) => !isSubtle);
    for (const [index, one] of others.entries()) {
      this.#note(found, one, this.#right);
      for (const other of others.slice(index + 1)) if (other.name !== one.name) this.#note(found, one, other);
    }
    return found;
  }

  #note(found: Map<string, Confusion>, one: Outcome, other: Outcome): void {
    const ofValues = distanceBetween(one.values, other.values, this.#valueSizes);
    // most pairs are apart in their values already
    if (ofValues > LEAST_APART) return;
    const distance = Math.max(ofValues, distanceBetween(one.gradients, other.gradients, this.#gradientSizes));
    if (distance > LEAST_APART) return;
    const second = other === this.#right ? null : other.name;
    found.set(`${one.key} ${other.key}`, { first: one.name, second, distance });
  }
}

/** Whether two results are one calculation, written differently. */
export function isSame({ distance }: Confusion): boolean {
  return distance <= THE_SAME;
}

function sizesOf(right: Values): Sizes {
  return Object.entries(right).map(([name, tensor]) => [name, Math.max(infinityNorm(tensor), Number.MIN_VALUE)]);
}

/** The largest difference of any tensor, relative to its largest right element; or some difference above `LEAST_APART`. */
function distanceBetween(a: Values, b: Values, sizes: Sizes): number {
  let most = 0;
  for (const [name, size] of sizes) {
    const [one, other] = [a[name], b[name]];
    if (one === undefined || other === undefined || one === other) continue;
    let worst = 0;
    for (let i = 0; i < one.values.length; i += 1) worst = Math.max(worst, Math.abs(at(one, i) - at(other, i)));
    if (worst > 0) most = Math.max(most, worst / size);
    if (most > LEAST_APART) return most;
  }
  return most;
}
