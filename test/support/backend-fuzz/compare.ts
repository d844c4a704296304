/** Whether two results of a case are equal up to rounding in single precision. */
import type { CaseResult } from './run-case.js';

/**
 * Largest difference as a part of the largest number of the tensor: sums of at most a few hundred float32 products, and
 * exponentials whose approximations differ in the last bits (2^-23 = 1.2e-7 each).
 */
export const TOLERANCE = 2e-5;

/** What differs, in a few words; null where nothing does. A message is a refusal: both must refuse. */
export function difference(expected: CaseResult | string, found: CaseResult | string): string | null {
  if (typeof expected === 'string' || typeof found === 'string') {
    if (typeof expected === typeof found) return null;
    return `cpu: ${sayBriefly(expected)}; here: ${sayBriefly(found)}`;
  }
  if (expected.shape.join() !== found.shape.join()) return `shape ${found.shape.join()}, not ${expected.shape.join()}`;
  const parts = [
    ['output', expected.output, found.output] as const,
    ...Object.entries(expected.gradients).map(([name, values]) => [name, values, found.gradients[name] ?? []] as const),
  ];
  for (const [name, left, right] of parts) {
    const worst = largestDifference(left, right);
    if (worst > TOLERANCE) return `${name} differs by ${worst.toPrecision(3)} of its size`;
  }
  return null;
}

const sayBriefly = (result: CaseResult | string) => (typeof result === 'string' ? result.slice(0, 120) : 'a result');

function largestDifference(left: readonly number[], right: readonly number[]): number {
  if (left.length !== right.length) return Infinity;
  const size = left.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 1e-3);
  return left.reduce((worst, value, index) => {
    const other = right[index] ?? NaN;
    if (Object.is(value, other) || value === other) return worst;
    const gap = Math.abs(value - other);
    return Math.max(worst, Number.isNaN(gap) ? Infinity : gap / size);
  }, 0);
}
