/** The probe of a model's outputs on a data set, which all checks of that model and data share. Both plan and judge must use this. */
import { scalingIn, type Scaling } from '../../tensor/images.js';
import type { TargetOf } from '../../schema/rubric.js';
import type { PredictProbe } from '../../stages/plan.js';
import { sizeOf, type TensorData } from '../../tensor/tensor.js';
import { mostPredictions } from './most-values.js';
import { shapedFor } from './shaped.js';

/**
 * The largest batch, in numbers, in examples and as a share of the set: to be repeated in a different batch, an example
 * needs others.
 */
const BATCH = { numbers: 2 ** 20, examples: 4096, share: 1 / 4 };

/** The probe that asks a model target for its outputs on a data set. */
export function predictProbeId(target: string, data: string): string {
  return `${target}@${data}#0`;
}

/** `classes` is absent where outputs are numbers to predict. */
export function predictProbe(
  target: string,
  { input, outputs }: Pick<TargetOf<'model'>, 'input' | 'outputs'>,
  data: string,
  set: Scaling & { readonly examples: TensorData; readonly classes?: number },
): PredictProbe {
  const examples = shapedFor({ input }, set.examples);
  const [count = 0, ...example] = examples.shape;
  const most = Math.min(BATCH.examples, Math.floor(BATCH.numbers / sizeOf(example)));
  return {
    kind: 'predict',
    id: predictProbeId(target, data),
    target,
    input: examples,
    batchSize: Math.max(1, Math.min(most, Math.ceil(count * BATCH.share))),
    mostValues: mostPredictions(count, Math.max(...outputs)),
    ...(set.classes === undefined ? { numbers: true as const } : { classes: set.classes }),
    ...scalingIn(set),
    examined: true,
  };
}
