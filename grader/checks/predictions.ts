/** From the outputs of a model to classes. */
import type { TensorData } from '../schema/tensor.js';

/** No class: an output that is not finite is never right. */
const UNDECIDED = -1;
/** Rounding that probabilities in float32 may have in their sum. */
const SUM_TOLERANCE = 1e-3;

export interface Predictions {
  /** [N]; -1 where an output is not finite. */
  readonly classes: Int32Array;
  readonly nonFinite: number;
  /** All outputs lie in [0, 1]; with several, they also sum to 1. */
  readonly areProbabilities: boolean;
}

/**
 * One output for two classes: 1 when the probability is above 1/2, or the logit above 0. One output for more: the
 * nearest class number, clipped. Else the largest output wins, the first of equal ones.
 */
export function predictClasses({ shape, values }: TensorData, count: number): Predictions {
  const width = shape[1] ?? 1;
  const rows = values.length / width;
  const areProbabilities = lookLikeProbabilities(values, width);
  const classes = new Int32Array(rows);
  let nonFinite = 0;
  for (let row = 0; row < rows; row += 1) {
    const scores = values.subarray(row * width, (row + 1) * width);
    if (!scores.every((score: number) => Number.isFinite(score))) {
      nonFinite += 1;
      classes[row] = UNDECIDED;
    } else {
      classes[row] = width > 1 ? largest(scores) : classOf(scores[0] ?? NaN, count, areProbabilities);
    }
  }
  return { classes, nonFinite, areProbabilities };
}

function classOf(score: number, count: number, isProbability: boolean): number {
  if (count === 2) return Number(score > (isProbability ? 0.5 : 0));
  return Math.min(count - 1, Math.max(0, Math.round(score)));
}

function largest(scores: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < scores.length; index += 1) if ((scores[index] ?? 0) > (scores[best] ?? 0)) best = index;
  return best;
}

function lookLikeProbabilities(values: TensorData['values'], width: number): boolean {
  if (!values.every((value: number) => !Number.isFinite(value) || (value >= 0 && value <= 1))) return false;
  if (width === 1) return true;
  for (let start = 0; start < values.length; start += width) {
    let sum = 0;
    for (let index = start; index < start + width; index += 1) sum += values[index] ?? 0;
    if (Number.isFinite(sum) && Math.abs(sum - 1) > SUM_TOLERANCE) return false;
  }
  return true;
}

/** How many labels the classes agree with. */
export function countCorrect(labels: Int32Array, classes: Int32Array): number {
  return labels.reduce((count, label, row) => count + (label === classes[row] ? 1 : 0), 0);
}

/** [true class][predicted class]; outputs that are not finite are in no column. */
export function confusionOf(labels: Int32Array, classes: Int32Array, count: number): number[][] {
  const counts = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  for (const [row, label] of labels.entries()) {
    const counted = counts[label];
    const predicted = classes[row] ?? UNDECIDED;
    if (counted !== undefined && predicted >= 0) counted[predicted] = (counted[predicted] ?? 0) + 1;
  }
  return counts;
}
