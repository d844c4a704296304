/**
 * Compares answers that a person typed. Each number must be right to the digits that a person writes: three decimals,
 * or three digits of numbers above 1, and a tenth or less of a small number. The batch side of a single example may be
 * omitted, and a row may be given as a column.
 */
import type { TensorData } from '../tensor/tensor.js';
import { infinityNorm, measureCloseness, TOLERANCE } from './closeness.js';
import { findNonFinite, type Comparison } from './compare.js';
import { nearestSubgradient } from './kinks.js';
import { at } from './ops/op.js';
import { contrast, equalShapes, show, squeeze, transpose } from './shapes.js';

/** For rounding to three decimals or truncating after them; for a number above 1, a share of it. */
const TYPED = 1e-3;
/** A share of the largest number of the reference. Prevents a typed 0 from being right for a small number. */
const SMALL_SHARE = 0.05;
/** The rounding error that the reference's own sums may have in a number that is 0. */
const ZERO = 1e-9;

/** Whether typed numbers are those of the reference, in the same order. False if the reference is not finite. */
export function agreesTyped(values: ArrayLike<number>, reference: Pick<TensorData, 'values'>): boolean {
  if (values.length !== reference.values.length) return false;
  const largest = infinityNorm(reference);
  if (!Number.isFinite(largest)) return false;
  const absolute = Math.max(ZERO, Math.min(TYPED, SMALL_SHARE * largest));
  return reference.values.every((value: number, index: number) => {
    return Math.abs((values[index] ?? NaN) - value) <= Math.max(absolute, TYPED * Math.abs(value)) * (1 + ZERO);
  });
}

/** Compares a typed answer with a reference at a single example. Any subgradient at a kink is right. */
export function compareTyped(
  answer: TensorData,
  reference: TensorData,
  directions: readonly TensorData[] = [],
): Comparison {
  const broken = findNonFinite(answer);
  if (broken !== null) return { verdict: 'non-finite', error: null, sentence: broken, notes: [] };
  const plain = { ...reference, shape: squeeze(reference.shape) };
  if (!equalShapes(squeeze(answer.shape), plain.shape)) return compareOtherShape(answer, plain);
  const notes = [...noteOnShape(answer.shape, reference.shape)];
  const { error } = measureCloseness(answer.values, { reference, largest: 0, directions }, TOLERANCE.float32);
  const nearest = directions.length === 0 ? reference.values : nearestSubgradient(answer.values, reference, directions);
  if (agreesTyped(answer.values, { values: nearest })) return { verdict: 'match', error, sentence: 'right', notes };
  if (plain.shape.length === 2 && agreesTyped(answer.values, transpose(plain))) {
    return { verdict: 'transposed', error, sentence: 'is the transpose of the right matrix', notes };
  }
  return { verdict: 'different', error, sentence: 'is not the right answer', notes };
}

function noteOnShape(shape: readonly number[], reference: readonly number[]): string[] {
  const plain = squeeze(reference);
  if (equalShapes(shape, plain) || equalShapes(shape, reference)) return [];
  if (plain.length === 0) return ['a list of one number was taken as the number'];
  return [`shape ${show(shape)} was taken as ${show(plain)}`];
}

function compareOtherShape(answer: TensorData, reference: TensorData): Comparison {
  const wrong = contrast(answer.shape, reference.shape);
  const flipped = transpose(reference);
  const base = { error: null, notes: [] };
  if (equalShapes(answer.shape, flipped.shape) && agreesTyped(answer.values, flipped)) {
    return { ...base, verdict: 'transposed', sentence: `is transposed: it ${wrong}` };
  }
  if (isDiagonal(answer, reference)) {
    return { ...base, verdict: 'wrong-shape', sentence: `is the diagonal alone: write the whole matrix; it ${wrong}` };
  }
  return { ...base, verdict: 'wrong-shape', sentence: wrong };
}

/** The diagonal of a square reference whose other elements are zero. */
function isDiagonal(answer: TensorData, reference: TensorData): boolean {
  const [side, other] = reference.shape;
  if (side === undefined || side !== other) return false;
  const diagonal = Float64Array.from({ length: side }, (_value, index) => at(reference, index * (side + 1)));
  const beside = reference.values.some((value: number, index: number) => index % (side + 1) !== 0 && value !== 0);
  return !beside && infinityNorm(reference) > 0 && agreesTyped(answer.values, { values: diagonal });
}
