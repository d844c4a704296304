/**
 * A metric of a model's outputs on held-out examples. Must be loaded only when schemas are written; at run time only its
 * types are used.
 */
import Type, { type Static } from 'typebox';
import { checkOf } from '../../schema/check.js';
import { Strict, Words } from '../../schema/common.js';
import { Count, Nullable } from '../../schema/evidence.js';

export const METRICS = ['accuracy', 'macro-f1', 'cross-entropy', 'mean-squared-error'] as const;
const Metric = Words(
  METRICS,
  'accuracy: the share that is right; macro-f1: the mean of the F1 scores of the classes; cross-entropy: the mean of -log p(label), for which the target says what the model gives (gives: logits or probabilities); mean-squared-error: the mean of (output - target)^2 over examples and targets, for data with targets.',
);

export const check = checkOf(
  'metric',
  'A metric of a model on held-out examples, on a ramp: a score or a loss, for classes or for numbers to predict.',
  {
    target: Type.String({ description: 'A model target.' }),
    data: Type.String({ description: 'A data set of this rubric: points or images.' }),
    metric: Metric,
    ramp: Strict(
      {
        from: Type.Number({
          minimum: 0,
          description: 'The value that earns no points: for losses the larger one, because lower is better.',
        }),
        to: Type.Number({ minimum: 0, description: 'The value from which all points are earned.' }),
      },
      { description: 'Points rise linearly from `from` to `to`.' },
    ),
  },
);
export type MetricCheck = Static<typeof check>;

export const evidence = Strict({
  type: Type.Literal('metric'),
  metric: Metric,
  value: Nullable(Type.Number({ description: 'null where outputs that are not finite leave no loss.' })),
  baseline: Type.Number({ description: 'What the best answer reaches that is the same for every example.' }),
  ramp: Strict({ from: Type.Number(), to: Type.Number() }),
  examples: Count,
  nonFinite: Type.Integer({ minimum: 0, description: 'Examples with outputs that are not finite.' }),
  clipped: Type.Integer({
    minimum: 0,
    description: 'Examples whose label got a probability of almost 0, which counted as 1e-7.',
  }),
  parts: Type.Array(Strict({ name: Type.String(), value: Nullable(Type.Number()) }), {
    description: 'The F1 score of each class (null: neither in the data nor predicted), or the error of each target.',
  }),
  data: Strict({ name: Type.String(), digest: Type.String() }),
});
