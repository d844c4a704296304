/**
 * Measures how far values are from a reference: err(g, r) = max_i |g_i - r_i| / N with N = max(|r|inf, |S|inf, 1e-3 of
 * the largest reference of the check). Element-wise relative error would reject correct float32 code. Shapes are
 * compared elsewhere.
 */
import { sizeOf, type TensorData } from '../tensor/tensor.js';
import { nearestSubgradient } from './kinks.js';

/**
 * `float32` and `float64` are the largest errors that count as a match. The largest error measured on correct float32
 * implementations was 2.8e-4, or 7e-7 at samples away from kinks; the smallest error of a core mistake was 0.14.
 */
export const TOLERANCE = { float32: 1e-3, float64: 1e-9, different: 1e-2 } as const;
/** The error from float32 rounding when a program continues in double precision with the values of a tensor. */
export const FLOAT32_ROUNDING = 1e-5;
/** The scale of a tensor is at least this share of the largest tensor of the check. */
const FLOOR = 1e-3;
/** A value that is exactly zero in the reference may be off by this share of the rounding scale. */
const ZERO_TOLERANCE = 1e-6;
/**
 * S counts at most this many times |r|. It is a bound that grows with every step: with attention and layer normalisation it
 * reaches 1e8 times a gradient, at which any answer would be within the rounding of float32.
 */
const MOST_CANCELLATION = 1e3;
/** S may be many times |r|; an error above this share of |r| itself is not imprecise but different. */
const NOT_IMPRECISE = 0.03;

export interface Expected {
  readonly reference: TensorData;
  /** The reference's absolute-value graph, where known. */
  readonly scale?: TensorData | undefined;
  /** max over the tensors of the check of |r|inf. */
  readonly largest: number;
  /** The change by each subgradient at a kink: P(s) = r + sum s_j d_j with s in [0, 1]. */
  readonly directions?: readonly TensorData[];
  /** Places whose value does not matter, by flat index. */
  readonly undetermined?: ReadonlySet<number> | undefined;
}

export interface Closeness {
  readonly verdict: 'match' | 'undecided' | 'different';
  /** err as defined above; always finite. */
  readonly error: number;
}

/** The largest absolute value of a tensor; 0 for an empty one. */
export function infinityNorm(tensor: Pick<TensorData, 'values'> | undefined): number {
  if (tensor === undefined) return 0;
  const { values } = tensor;
  let most = 0;
  for (let index = 0; index < values.length; index += 1) most = Math.max(most, Math.abs(values[index] ?? NaN));
  return most;
}

/**
 * The tolerance for the precision of values: double precision only if some value is not a float32, since plain numbers
 * that were read from a tensor are only as precise as the tensor.
 */
export function toleranceFor(data: TensorData): number {
  const isDouble = data.dtype === 'float64' && data.values.some((value: number) => Math.fround(value) !== value);
  return isDouble ? TOLERANCE.float64 : TOLERANCE.float32;
}

/** Judges values at a tolerance. They must be finite and in the order of the reference. */
export function measureCloseness(values: ArrayLike<number>, expected: Expected, tolerance: number): Closeness {
  const { reference, scale, largest } = expected;
  const directions = (expected.directions ?? []).filter((direction) => infinityNorm(direction) > 0);
  const nearest = directions.length === 0 ? reference.values : nearestSubgradient(values, reference, directions);
  const worst = largestDifference(values, nearest, expected.undetermined);
  const norm = Math.max(infinityNorm(reference), ...directions.map(infinityNorm));
  const own = Math.max(norm, FLOOR * largest);
  const sums = finiteOrZero(infinityNorm(scale));
  // what is zero on paper has no size of its own
  const rounding = Math.min(sums, MOST_CANCELLATION * (norm === 0 ? largest || Infinity : own));
  // nothing can match a reference that is not finite
  if (!Number.isFinite(own)) return { verdict: 'different', error: Number.MAX_VALUE };
  const error = divide(worst, Math.max(own, rounding));
  if (norm === 0) {
    return worst <= ZERO_TOLERANCE * rounding
      ? { verdict: 'match', error: 0 }
      : { verdict: 'different', error: Math.max(TOLERANCE.different, error) };
  }
  return { verdict: decide(error, divide(worst, own), tolerance), error };
}

/**
 * `relative` is the error relative to the reference alone. If S is much larger, an error that rounding cannot explain
 * and that is visible relative to the reference is not a match, and one of more than a few hundredths of the reference
 * is not "imprecise" but "different".
 */
function decide(error: number, relative: number, tolerance: number): Closeness['verdict'] {
  const rounds = error <= FLOAT32_ROUNDING;
  if (error >= TOLERANCE.different || (!rounds && relative >= NOT_IMPRECISE)) return 'different';
  if (rounds) return 'match';
  return error <= tolerance && relative < TOLERANCE.different ? 'match' : 'undecided';
}

/** True when the values match the reference at float32 precision. Ignores shapes. */
export function matches(values: ArrayLike<number>, expected: Expected): boolean {
  if (values.length !== sizeOf(expected.reference.shape)) return false;
  return measureCloseness(values, expected, TOLERANCE.float32).verdict === 'match';
}

function largestDifference(
  values: ArrayLike<number>,
  reference: ArrayLike<number>,
  undetermined?: ReadonlySet<number>,
): number {
  let worst = 0;
  for (let i = 0; i < reference.length; i += 1) {
    if (undetermined?.has(i)) continue;
    const difference = Math.abs((values[i] ?? NaN) - (reference[i] ?? NaN));
    if (Number.isNaN(difference)) return Number.MAX_VALUE;
    worst = Math.max(worst, difference);
  }
  return worst;
}

/** Sums of absolute values may overflow where the values themselves do not; such sums say nothing about rounding. */
function finiteOrZero(norm: number): number {
  return Number.isFinite(norm) ? norm : 0;
}

/** A quotient that a report can contain: always finite. */
function divide(worst: number, divisor: number): number {
  if (worst === 0) return 0;
  return Math.min(Number.MAX_VALUE, divisor === 0 ? worst : worst / divisor);
}
