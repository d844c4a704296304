/**
 * The comparison rule, per tensor: err(g, r) = max_i |g_i - r_i| / N with N = max(|r|inf, |S|inf, 1e-3 of the largest
 * reference of the check). Element-wise relative error would reject correct float32 code.
 */
import type { OutputEvidence } from '../schema/report.js';
import { sizeOf, type TensorData } from '../schema/tensor.js';
import { at } from './ops/op.js';
import { align, equalShapes, show, sumOverBatch, transpose, type ObservedTensor } from './shapes.js';

/** Measured on correct float32 implementations: the worst was 2.8e-4; the mildest core mistake gave 0.14. */
export const TOLERANCE = { match: 1e-3, different: 1e-2 } as const;
/** A tensor is judged at no finer scale than this share of the largest tensor beside it. */
const FLOOR = 1e-3;
/** What is exactly zero in the reference may carry this share of the rounding scale. */
const ZERO_TOLERANCE = 1e-6;
/** Rounds of coordinate descent over the subgradients of a few kinks; each round is exact in one of them. */
const KINK_ROUNDS = 40;

export interface Expected {
  readonly reference: TensorData;
  /** Absolute-value graph of the reference, where known. */
  readonly scale?: TensorData | undefined;
  /** max over the tensors of the check of |r|inf. */
  readonly largest: number;
  /** What each subgradient at a kink would add: P(s) = r + sum s_j d_j with s in [0, 1]. */
  readonly directions?: readonly TensorData[];
}

export interface Comparison {
  readonly verdict: Extract<
    OutputEvidence['verdict'],
    'match' | 'undecided' | 'different' | 'non-finite' | 'wrong-shape' | 'transposed' | 'not-summed'
  >;
  /** null where values could not be laid beside the reference, or are not finite. */
  readonly error: number | null;
  readonly sentence: string;
  readonly notes: readonly string[];
}

/** The largest absolute value of a tensor; 0 for an empty one. */
export function infinityNorm(tensor: TensorData | undefined): number {
  if (tensor === undefined) return 0;
  let most = 0;
  for (const value of tensor.values) most = Math.max(most, Math.abs(value));
  return most;
}

/** Compares one observed tensor with what is expected; every input gives a comparison, none throws. */
export function compareTensors(observed: ObservedTensor, expected: Expected): Comparison {
  const broken = findNonFinite(observed.data);
  if (broken !== null) return { verdict: 'non-finite', error: null, sentence: broken, notes: [] };
  const aligned = align(observed, expected.reference);
  if (aligned.kind === 'other') return compareOtherShape(observed.data, expected);
  const notes = aligned.note === null ? [] : [aligned.note];
  const error = relativeError(aligned.values, expected);
  if (error <= TOLERANCE.match) return { verdict: 'match', error, sentence: 'right', notes };
  const flipped = transpose(expected.reference);
  if (equalShapes(flipped.shape, expected.reference.shape) && expected.reference.shape.length === 2) {
    const transposedError = relativeError(aligned.values, { ...expected, reference: flipped, directions: [] });
    if (transposedError <= TOLERANCE.match) {
      return { verdict: 'transposed', error, sentence: 'is the transpose of the right matrix', notes };
    }
  }
  if (error < TOLERANCE.different) {
    const sentence = `imprecise (relative error ${error.toExponential(1)}): check eps, regularisation, precision`;
    return { verdict: 'undecided', error, sentence, notes };
  }
  return { verdict: 'different', error, sentence: `differs (relative error ${formatError(error)})`, notes };
}

/** True when the values match the reference by the rule above, shapes aside. */
export function matches(values: ArrayLike<number>, expected: Expected): boolean {
  return values.length === sizeOf(expected.reference.shape) && relativeError(values, expected) <= TOLERANCE.match;
}

function compareOtherShape(data: TensorData, expected: Expected): Comparison {
  const { reference } = expected;
  const wrong = `has shape ${show(data.shape)}, expected ${show(reference.shape)}`;
  const flipped = transpose(reference);
  if (
    equalShapes(data.shape, flipped.shape) &&
    matches(data.values, { ...expected, reference: flipped, directions: [] })
  ) {
    const sentence = `is transposed: shape ${show(data.shape)}, expected ${show(reference.shape)}`;
    return { verdict: 'transposed', error: null, sentence, notes: [] };
  }
  const summed = sumOverBatch(data, reference);
  if (summed !== null && matches(summed.values, expected)) {
    const sentence = `is not summed over the batch: ${wrong}`;
    return { verdict: 'not-summed', error: null, sentence, notes: [] };
  }
  return { verdict: 'wrong-shape', error: null, sentence: wrong, notes: [] };
}

function findNonFinite(data: TensorData): string | null {
  const places = [...data.values].flatMap((value, index) => (Number.isFinite(value) ? [] : [index]));
  const [first] = places;
  if (first === undefined) return null;
  const total = String(data.values.length);
  const place = data.shape.length === 0 ? '' : ` at ${show(placeOf(first, data.shape))}`;
  return `is ${String(data.values[first])}${place} (${String(places.length)} of ${total} values are not finite)`;
}

/** The multi-dimensional index of flat place `index`. */
function placeOf(index: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = index;
  for (const side of [...shape].reverse()) {
    place.unshift(rest % side);
    rest = Math.floor(rest / side);
  }
  return place;
}

function relativeError(values: ArrayLike<number>, expected: Expected): number {
  const { reference } = expected;
  const directions = (expected.directions ?? []).filter((direction) => infinityNorm(direction) > 0);
  const nearest = directions.length === 0 ? reference.values : nearestSubgradient(values, reference, directions);
  let worst = 0;
  for (let i = 0; i < reference.values.length; i += 1) {
    worst = Math.max(worst, Math.abs((values[i] ?? NaN) - (nearest[i] ?? NaN)));
  }
  const norm = infinityNorm(reference);
  const scale = infinityNorm(expected.scale);
  const divisor = Math.max(norm, scale, FLOOR * expected.largest);
  if (norm === 0 && directions.length === 0) {
    if (worst <= ZERO_TOLERANCE * scale) return 0;
    return Math.max(TOLERANCE.different, divisor === 0 ? worst : worst / divisor);
  }
  return divisor === 0 ? worst : worst / divisor;
}

/** Least squares over s in [0, 1]^k by coordinate descent: r + sum s_j d_j nearest to the values. */
function nearestSubgradient(
  values: ArrayLike<number>,
  reference: TensorData,
  directions: readonly TensorData[],
): Float64Array {
  const nearest = Float64Array.from(reference.values);
  const shares = directions.map(() => 0);
  for (let round = 0; round < KINK_ROUNDS; round += 1) {
    for (const [j, direction] of directions.entries()) {
      let dot = 0;
      let square = 0;
      for (let i = 0; i < nearest.length; i += 1) {
        dot += at(direction, i) * ((values[i] ?? 0) - (nearest[i] ?? 0));
        square += at(direction, i) ** 2;
      }
      const old = shares[j] ?? 0;
      const moved = Math.min(1, Math.max(0, old + dot / square));
      shares[j] = moved;
      for (let i = 0; i < nearest.length; i += 1) nearest[i] = (nearest[i] ?? 0) + (moved - old) * at(direction, i);
    }
  }
  return nearest;
}

function formatError(error: number): string {
  return error >= 1000 ? error.toExponential(1) : error.toPrecision(2);
}
