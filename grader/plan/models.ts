/** What is asked of exported models for the accuracy checks. Plan and judge both ask here. */
import type { PredictProbe } from '../schema/plan.js';
import type { ExampleSet } from '../schema/resolved.js';
import { rowsOf, spreadRows } from '../schema/rows.js';
import type { TargetOf } from '../schema/rubric.js';
import { sizeOf } from '../schema/tensor.js';
import { mostPredictions } from './most-values.js';

/**
 * A model is given at most so many numbers and examples at a time, and never more than a share of the set: to be asked
 * in other company an example needs others.
 */
const BATCH = { numbers: 2 ** 20, examples: 4096, share: 1 / 4 };
/** Examples that are also asked for as they are, not divided. */
const UNSCALED = 80;

/** The probe that asks a model target for its outputs on a data set. */
export function predictProbeId(target: string, data: string): string {
  return `${target}@${data}#0`;
}

/** The probe that shows a model what it may have been trained on: pixels that nobody divided by 255. */
export function unscaledProbeId(target: string, data: string): string {
  return `${target}@${data}#unscaled`;
}

/** The examples of the unscaled probe; none where a model is given them as they are anyway. */
export function unscaledRows({ labels, divisor }: ExampleSet): readonly number[] {
  return divisor === 1 ? [] : spreadRows(labels.length, UNSCALED);
}

export function predictProbes(
  target: string,
  { outputs }: Pick<TargetOf<'model'>, 'outputs'>,
  data: string,
  set: ExampleSet,
): readonly PredictProbe[] {
  const [count = 0, ...example] = set.examples.shape;
  const mostValues = mostPredictions(count, Math.max(...outputs));
  const most = Math.min(BATCH.examples, Math.floor(BATCH.numbers / sizeOf(example)));
  const batchSize = Math.max(1, Math.min(most, Math.ceil(set.labels.length * BATCH.share)));
  const shared = { kind: 'predict', target, batchSize, mostValues, classes: set.classes } as const;
  const id = predictProbeId(target, data);
  const main: PredictProbe = { ...shared, id, input: set.examples, divisor: set.divisor, examined: true };
  const rows = unscaledRows(set);
  if (rows.length === 0) return [main];
  const input = rowsOf(set.examples, rows);
  return [main, { ...shared, id: unscaledProbeId(target, data), input, divisor: 1, examined: false }];
}
