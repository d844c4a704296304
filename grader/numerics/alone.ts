/** What a wrong tensor shows by itself, without a list of mistakes: zero, constant, a constant times the right one. */
import { infinityNorm, matches, type Expected } from './closeness.js';
import { at, scaled } from './ops/op.js';
import { align, type ObservedTensor } from './shapes.js';

/** One tensor at one sample. */
export interface Seen {
  readonly observed: ObservedTensor;
  readonly expected: Expected;
}

/** With fewer numbers that are not zero, almost anything is "a constant times the right answer". */
const LEAST_PROPORTIONAL = 3;
/** The relative difference allowed between the constants at two samples. */
const SAME_FACTOR = 1e-3;

/** What float32 may leave of a sum that is zero, relative to the largest tensor of the check. */
const NEARLY_ZERO = 1e-5;

export function isZero(cases: readonly Seen[]): boolean {
  return cases.every(({ observed, expected }) => infinityNorm(observed.data) <= NEARLY_ZERO * expected.largest);
}

/** The same numbers at every sample, although the right ones differ. */
export function isConstant(cases: readonly Seen[]): boolean {
  const [first, ...others] = cases;
  if (first === undefined) return false;
  const same = others.every(({ observed }) => isEqual(observed.data.values, first.observed.data.values));
  return same && others.some(({ expected }) => !isEqual(expected.reference.values, first.expected.reference.values));
}

function isEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, index) => value === b[index]);
}

/** A constant times the reference: alpha = <g, r> / <r, r>, one and the same at every sample; null if there is none. */
export function factorOf(cases: readonly Seen[], fewest = LEAST_PROPORTIONAL): number | null {
  const numbers = cases.reduce((count, { expected }) => count + expected.reference.values.filter(Boolean).length, 0);
  const factors = cases.map(factorAt);
  const [first] = factors;
  if (numbers < fewest || first === undefined || first === null) return null;
  const isSame = factors.every((one) => one !== null && Math.abs(one - first) <= SAME_FACTOR * Math.abs(first));
  return isSame ? first : null;
}

function factorAt({ observed, expected }: Seen): number | null {
  const { reference } = expected;
  const aligned = align(observed, reference);
  if (aligned.kind === 'other') return null;
  let product = 0;
  let square = 0;
  for (let index = 0; index < reference.values.length; index += 1) {
    product += (aligned.values[index] ?? NaN) * at(reference, index);
    square += at(reference, index) ** 2;
  }
  const factor = product / square;
  if (!Number.isFinite(factor) || factor === 0) return null;
  return matchesTimes(factor, { observed, expected }) ? factor : null;
}

/** Whether what was observed is a factor times the reference; the scale of rounding grows with the factor. */
export function matchesTimes(factor: number, { observed, expected }: Seen): boolean {
  const reference = scaled(expected.reference, factor);
  const scale = expected.scale && scaled(expected.scale, Math.abs(factor));
  const aligned = align(observed, reference);
  const largest = Math.abs(factor) * expected.largest;
  return aligned.kind === 'same' && matches(aligned.values, { reference, scale, largest });
}
