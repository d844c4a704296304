/**
 * Turns outputs of a model into classes, and measures how clear each decision is. The judge and the examination of
 * whether outputs can be trusted must both use this definition.
 */
import type { TensorData } from './tensor.js';

/** No class: an output that is not finite must never be right. */
const UNDECIDED = -1;
/** The rounding error that the sum of float32 probabilities may have. */
const SUM_TOLERANCE = 1e-3;
/** And each of them: a sigmoid of ONNX Runtime reaches 1 + 2^-23, and a tanh that is scaled to [0, 1] does on either side. */
const RANGE_TOLERANCE = 1e-5;

/** How a row of outputs is interpreted. */
type Reading = 'largest' | 'probability' | 'logit' | 'number';

export interface Predictions {
  /** [N]; -1 if an output is not finite. */
  readonly classes: Int32Array;
  /** [N] distance from another decision, relative to the size of the outputs; 0 if an output is not finite. */
  readonly margins: Float64Array;
  readonly nonFinite: number;
  /** All outputs lie in [0, 1], but for rounding; with several, they also sum to 1. */
  readonly areProbabilities: boolean;
}

interface Decision {
  readonly decided: number;
  readonly margin: number;
  readonly size: number;
}

/**
 * One output for two classes: 1 if the probability is above 1/2, or the logit above 0. One output for more classes: the
 * nearest class number, clipped. Otherwise the largest output wins, the first of equal ones. `like` are predictions of
 * the same model whose interpretation is reused, because a few rows do not show whether all are probabilities.
 */
export function predictClasses({ shape, values }: TensorData, count: number, like?: Predictions): Predictions {
  const width = shape[1] ?? 1;
  const rows = values.length / width;
  const areProbabilities = like?.areProbabilities ?? lookLikeProbabilities(values, width);
  const reading = readingOf(width, count, areProbabilities);
  const classes = new Int32Array(rows);
  const margins = new Float64Array(rows);
  // the size of a logit is known only in comparison with the others
  const usual = reading === 'logit' ? medianSize(values) : 0;
  let nonFinite = 0;
  for (let row = 0; row < rows; row += 1) {
    const scores = values.subarray(row * width, (row + 1) * width);
    if (!scores.every((score: number) => Number.isFinite(score))) {
      nonFinite += 1;
      classes[row] = UNDECIDED;
      continue;
    }
    const { decided, margin, size } = decide(scores, count, reading);
    classes[row] = decided;
    margins[row] = margin === 0 ? 0 : margin / Math.max(size, usual);
  }
  return { classes, margins, nonFinite, areProbabilities };
}

/** Outputs that are numbers to predict decide for no class, so that no decision is narrow or changes. */
export function undecided({ shape, values }: TensorData): Predictions {
  const rows = values.length / (shape[1] ?? 1);
  return {
    classes: new Int32Array(rows).fill(UNDECIDED),
    margins: new Float64Array(rows).fill(1),
    nonFinite: 0,
    areProbabilities: false,
  };
}

function readingOf(width: number, count: number, areProbabilities: boolean): Reading {
  if (width > 1) return 'largest';
  if (count > 2) return 'number';
  return areProbabilities ? 'probability' : 'logit';
}

function decide(scores: ArrayLike<number>, count: number, reading: Reading): Decision {
  const score = scores[0] ?? NaN;
  switch (reading) {
    case 'largest':
      return decideByLargest(scores);
    case 'probability':
      return { decided: Number(score > 0.5), margin: Math.abs(score - 0.5), size: 0.5 };
    case 'logit':
      return { decided: Number(score > 0), margin: Math.abs(score), size: Math.abs(score) };
    case 'number': {
      const decided = Math.min(count - 1, Math.max(0, Math.round(score)));
      const below = decided === 0 ? Infinity : Math.abs(score - (decided - 0.5));
      const above = decided === count - 1 ? Infinity : Math.abs(decided + 0.5 - score);
      return { decided, margin: Math.min(below, above), size: Math.max(1, Math.abs(score)) };
    }
  }
}

function decideByLargest(scores: ArrayLike<number>): Decision {
  let best = 0;
  let second = -Infinity;
  for (let index = 1; index < scores.length; index += 1) {
    const [score, leader] = [scores[index] ?? 0, scores[best] ?? 0];
    if (score > leader) {
      second = leader;
      best = index;
    } else second = Math.max(second, score);
  }
  const first = scores[best] ?? 0;
  return { decided: best, margin: first - second, size: Math.max(Math.abs(first), Math.abs(second)) };
}

function medianSize(values: TensorData['values']): number {
  const sizes = Float64Array.from(values, (value) => (Number.isFinite(value) ? Math.abs(value) : 0)).sort();
  return sizes[Math.floor(sizes.length / 2)] ?? 0;
}

function lookLikeProbabilities(values: TensorData['values'], width: number): boolean {
  const isInRange = (value: number) => value >= -RANGE_TOLERANCE && value <= 1 + RANGE_TOLERANCE;
  if (!values.every((value: number) => !Number.isFinite(value) || isInRange(value))) return false;
  if (width === 1) return true;
  for (let start = 0; start < values.length; start += width) {
    let sum = 0;
    for (let index = start; index < start + width; index += 1) sum += values[index] ?? 0;
    if (Number.isFinite(sum) && Math.abs(sum - 1) > SUM_TOLERANCE) return false;
  }
  return true;
}
