/** What is better, more or less, and how values of a metric are told. */
import type { CheckOf } from '../../schema/checks.js';
import { digits } from '../../text/digits.js';
import { percent } from '../../text/percent.js';

export type Metric = CheckOf<'metric'>['metric'];

/** Of losses, less is better. */
export function isLoss(metric: Metric): boolean {
  return metric === 'cross-entropy' || metric === 'mean-squared-error';
}

export const TITLES: Readonly<Record<Metric, string>> = {
  accuracy: 'accuracy',
  'macro-f1': 'macro F1',
  'cross-entropy': 'cross-entropy',
  'mean-squared-error': 'mean squared error',
};

export function tellValue(metric: Metric, value: number): string {
  return metric === 'accuracy' ? percent(value) : digits(value);
}

/** `from 90.0 % on`, `at 0.25 or less`. */
export function tellGoal(metric: Metric, to: number): string {
  return isLoss(metric) ? `at ${tellValue(metric, to)} or less` : `from ${tellValue(metric, to)} on`;
}
