/** The value of a metric and what it is compared with. Labels and targets must not leave the parent. */
import {
  crossEntropyOfLogits,
  crossEntropyOfProbabilities,
  entropyOf,
  f1Scores,
  macroF1,
  macroF1OfConstant,
  squaredErrors,
  variances,
} from '../../numerics/metrics.js';
import type { TargetOf } from '../../schema/rubric.js';
import type { ExampleSet, RegressionSet } from '../../stages/resolved.js';
import { predictClasses } from '../../tensor/classes.js';
import type { TensorData } from '../../tensor/tensor.js';
import { isLoss, type Metric } from './direction.js';

export interface Measured {
  /** null where outputs that are not finite leave no loss. */
  readonly value: number | null;
  readonly nonFinite: number;
  readonly clipped: number;
  /** Of each class or target, in their order. */
  readonly parts: readonly (number | null)[];
  /** All outputs lie in [0, 1] and, with several, sum to 1, but for rounding. */
  readonly areProbabilities: boolean;
}

type Gives = TargetOf<'model'>['gives'];

const NOTHING = { value: null, clipped: 0, parts: [], areProbabilities: false } as const;

/** The metric of outputs for points with numbers to predict. */
export function measureNumbers(outputs: TensorData, { targets }: RegressionSet): Measured {
  const [rows = 0, width = 1] = targets.shape;
  const nonFinite = countNonFinite(outputs, rows);
  if (nonFinite > 0) return { ...NOTHING, nonFinite };
  const parts = squaredErrors(outputs.values, targets.values, width);
  return { ...NOTHING, nonFinite, value: meanOf(parts), parts };
}

/** The metric of outputs for examples with classes. */
export function measureClasses(metric: Metric, outputs: TensorData, set: ExampleSet, gives: Gives): Measured {
  const { labels, classes: count } = set;
  const { classes, nonFinite, areProbabilities } = predictClasses(outputs, count);
  if (metric === 'accuracy') {
    const right = labels.reduce((sum, label, row) => sum + Number(label === classes[row]), 0);
    return { value: right / labels.length, nonFinite, clipped: 0, parts: [], areProbabilities };
  }
  if (metric === 'macro-f1') {
    const parts = f1Scores(labels, classes, count);
    return { value: macroF1(parts), nonFinite, clipped: 0, parts, areProbabilities };
  }
  const width = outputs.shape[1] ?? 1;
  // the judge says what is wrong: a loss of numbers that are not probabilities means nothing
  const isUnusable = nonFinite > 0 || (gives === 'probabilities' && !areProbabilities);
  if (isUnusable) return { ...NOTHING, nonFinite, areProbabilities };
  const of = gives === 'probabilities' ? crossEntropyOfProbabilities : crossEntropyOfLogits;
  const { loss, clipped } = of(outputs.values, labels, width);
  return { value: loss, nonFinite, clipped, parts: [], areProbabilities };
}

/** What the best answer reaches that is the same for every example. */
export function baselineOf(metric: Metric, set: ExampleSet | RegressionSet): number {
  if ('targets' in set) return meanOf(variances(set.targets.values, set.targets.shape[1] ?? 1));
  const { labels, classes } = set;
  if (metric === 'macro-f1') return macroF1OfConstant(labels, classes);
  if (metric === 'cross-entropy') return entropyOf(labels, classes);
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(...counts.values()) / labels.length;
}

/** Rounding of float64 sums must not make a constant better than the best one. */
const ROUNDING = 1e-6;

export function isBetter(metric: Metric, value: number, baseline: number): boolean {
  return isLoss(metric) ? value < baseline * (1 - ROUNDING) : value > baseline * (1 + ROUNDING);
}

/** With one class or one number in all of the data, a constant is right. */
export function isPerfect(metric: Metric, baseline: number): boolean {
  return baseline === (isLoss(metric) ? 0 : 1);
}

function countNonFinite({ values }: TensorData, rows: number): number {
  const width = values.length / Math.max(1, rows);
  const odd = new Set<number>();
  for (const [at, value] of values.entries()) if (!Number.isFinite(value)) odd.add(Math.floor(at / width));
  return odd.size;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
