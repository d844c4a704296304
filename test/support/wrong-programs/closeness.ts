/** How far two tensors are apart, for the tests of these programs. */
import type { Outputs, Tensor32 } from './program.js';

type Numbers = Readonly<Record<string, { readonly shape: readonly number[]; readonly values: ArrayLike<number> }>>;

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let index = 0; index < values.length; index += 1) most = Math.max(most, Math.abs(values[index] ?? NaN));
  return most;
}

/**
 * The largest difference, relative to the largest element, or to `floor` if that is more; Infinity for a tensor that is
 * missing, has another shape or holds something that is not finite.
 */
function distance(found: Tensor32 | undefined, expected: Numbers[string], floor: number): number {
  if (found?.shape.join() !== expected.shape.join()) return Infinity;
  const difference = largest(found.values.map((value, index) => value - (expected.values[index] ?? NaN)));
  return Number.isFinite(difference) ? difference / (Math.max(largest(expected.values), floor) || 1) : Infinity;
}

/**
 * The floor is a hundredth of the largest number of all: the gradient by the bias of attention's keys is 0, and what is
 * found of it is rounding.
 */
function floorOf(expected: Numbers): number {
  return Math.max(...Object.values(expected).map(({ values }) => largest(values))) / 100;
}

/** By name. */
export function distances(
  found: Readonly<Record<string, Tensor32>>,
  expected: Numbers,
): Readonly<Record<string, number>> {
  const floor = floorOf(expected);
  const all = Object.entries(expected).map(([name, tensor]) => [name, distance(found[name], tensor, floor)]);
  return Object.fromEntries(all) as Record<string, number>;
}

/** The largest distance between any two tensors of the same name. */
export function farthest(found: Outputs, expected: { readonly values: Numbers; readonly gradients: Numbers }): number {
  const all = [distances(found.values, expected.values), distances(found.gradients, expected.gradients)];
  return Math.max(...all.flatMap((one) => Object.values(one)));
}

/** Whether no two tensors of the same name are farther apart; does not look further than the first that is. */
export function areClose(found: Outputs, expected: Outputs, tolerance: number): boolean {
  return (['gradients', 'values'] as const).every((part) => {
    const floor = floorOf(expected[part]);
    return Object.entries(expected[part]).every(([name, one]) => distance(found[part][name], one, floor) < tolerance);
  });
}
