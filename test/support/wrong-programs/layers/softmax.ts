/** Softmax along an axis and its vector-Jacobian product. */
import { at, map, round, sum } from '../matrix.js';
import type { Tensor32 } from '../program.js';

/** The elements that a softmax makes sum to 1: `length` of them, `stride` apart. */
export interface Groups {
  readonly length: number;
  readonly stride: number;
}

export function groupsOf({ shape, values }: Tensor32, axis: 'first' | 'last'): Groups {
  const first = shape[0] ?? 1;
  return axis === 'first' ? { length: first, stride: values.length / first } : { length: shape.at(-1) ?? 1, stride: 1 };
}

/** The elements of the group that an index is in. */
export function members({ length, stride }: Groups, index: number): number[] {
  const block = length * stride;
  const start = Math.floor(index / block) * block + (index % stride);
  return Array.from({ length }, (_, step) => start + step * stride);
}

export function softmax(x: Tensor32, groups: Groups): Tensor32 {
  const largest = x.values.map((_, index) => Math.max(...members(groups, index).map((other) => at(x.values, other))));
  const powers = map(x, (value, index) => Math.exp(round(value - at(largest, index))));
  return map(powers, (power, index) => power / sum(members(groups, index).map((other) => at(powers.values, other))));
}

/**
 * The gradient by x from that by p = softmax(x): p_i (g_i - sum_j p_j g_j). The diagonal alone, p_i (1 - p_i) g_i, is what
 * remains for a student who forgets that each p_i depends on every x_j.
 */
export function softmaxBackward(p: Tensor32, gradient: Tensor32, groups: Groups, isDiagonal: boolean): Tensor32 {
  const g = gradient.values;
  return map(p, (value, index) => {
    if (isDiagonal) return round(round(value * round(1 - value)) * at(g, index));
    const mean = sum(members(groups, index).map((other) => round(at(p.values, other) * at(g, other))));
    return round(value * round(at(g, index) - mean));
  });
}
