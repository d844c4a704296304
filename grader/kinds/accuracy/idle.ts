/** Accuracy that needs no model: naming one class for every example is right for all examples of that class. */
import { rampCredit } from '../../numerics/statistics.js';
import type { CheckOf } from '../../schema/checks.js';
import { percent } from '../../text/percent.js';
import { countOfMostFrequent } from './predictions.js';

/** What an accuracy earns on the ramp, wherever that starts, and the remark if it would earn points without a model. */
export function creditBeyondIdle(
  correct: number,
  labels: Int32Array,
  { from, to }: CheckOf<'accuracy'>['ramp'],
): { readonly credit: number; readonly remarks: readonly string[] } {
  const credit = rampCredit(correct, labels.length, from, to);
  const constant = countOfMostFrequent(labels);
  if (credit === 0 || correct > constant || constant === labels.length) return { credit, remarks: [] };
  const share = percent(constant / labels.length);
  return { credit: 0, remarks: [`no better than naming one class for every example (${share}), which earns nothing`] };
}
