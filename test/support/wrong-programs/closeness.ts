/** How far two tensors are apart, for the tests of these programs. */
import { at } from './matrix.js';
import type { Outputs, Tensor32 } from './program.js';

type Numbers = Readonly<Record<string, { readonly shape: readonly number[]; readonly values: ArrayLike<number> }>>;

function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/**
 * The largest difference, relative to the largest element, or to `floor` if that is more; Infinity for another shape or
 * something that is not finite.
 */
function distance(found: Tensor32, expected: Numbers[string], floor: number): number {
  if (found.shape.join() !== expected.shape.join() || !found.values.every(Number.isFinite)) return Infinity;
  const differences = Array.from(expected.values, (value, index) => at(found.values, index) - value);
  return largest(differences) / (Math.max(largest(expected.values), floor) || 1);
}

/**
 * By name; Infinity for a tensor that is missing. The floor is a hundredth of the largest number of all: the gradient by
 * the bias of attention's keys is 0, and what is found of it is rounding.
 */
export function distances(
  found: Readonly<Record<string, Tensor32>>,
  expected: Numbers,
): Readonly<Record<string, number>> {
  const floor = Math.max(...Object.values(expected).map(({ values }) => largest(values))) / 100;
  return Object.fromEntries(
    Object.entries(expected).map(([name, tensor]) => {
      const own = found[name];
      return [name, own === undefined ? Infinity : distance(own, tensor, floor)];
    }),
  );
}

/** The largest distance between any two tensors of the same name. */
export function farthest(found: Outputs, expected: { readonly values: Numbers; readonly gradients: Numbers }): number {
  const all = [distances(found.values, expected.values), distances(found.gradients, expected.gradients)];
  return Math.max(...all.flatMap((one) => Object.values(one)));
}
