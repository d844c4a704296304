/**
 * Schema of the share of held-out examples that a model classifies correctly. Must be loaded only when schemas are
 * written; at run time only its types are used.
 */
import Type, { type Static } from 'typebox';
import { checkOf } from '../../schema/check.js';
import { Pair, Strict } from '../../schema/common.js';
import { Count, Picture } from '../../schema/evidence.js';

export const check = checkOf('accuracy', 'Share of held-out examples that a model classifies right, on a ramp.', {
  target: Type.String({ description: 'A model target.' }),
  data: Type.String({ description: 'A data set of this rubric.' }),
  ramp: Strict(
    {
      from: Type.Number({ minimum: 0, maximum: 1, description: 'The accuracy up to which no points are earned.' }),
      to: Type.Number({ minimum: 0, maximum: 1, description: 'The accuracy from which all points are earned.' }),
    },
    { description: 'Between the two the points rise linearly.' },
  ),
  below: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 1,
      description: 'A limit of plausibility: an accuracy of this or more earns no points and is flagged.',
    }),
  ),
});
export type AccuracyCheck = Static<typeof check>;

export const evidence = Strict({
  type: Type.Literal('accuracy'),
  correct: Count,
  total: Count,
  interval: Strict(
    { lower: Type.Number(), upper: Type.Number(), level: Type.Number() },
    { description: 'The Wilson score interval.' },
  ),
  ramp: Strict({ from: Type.Number(), to: Type.Number() }),
  perClass: Type.Array(Strict({ label: Count, correct: Count, total: Count })),
  confusion: Type.Array(Type.Array(Count), { description: 'Rows: true class; columns: predicted class.' }),
  classes: Type.Array(Type.String(), { description: 'Names of the classes, or their numbers.' }),
  misclassified: Type.Array(Strict({ index: Count, label: Count, predicted: Count, picture: Type.Optional(Picture) }), {
    maxItems: 24,
    description: 'The first examples that are classified wrong, by their place in the data set.',
  }),
  decisionMap: Type.Optional(
    Strict(
      {
        x: Pair(Type.Number()),
        y: Pair(Type.Number()),
        cells: Type.Array(Type.String({ pattern: '^[0-9a-z]*$' }), {
          description: 'Rows, the first at the lowest y; each character is the predicted class: 0 to 9, then a for 10.',
        }),
        points: Type.Array(Strict({ x: Type.Number(), y: Type.Number(), label: Count, right: Type.Boolean() })),
      },
      { description: 'What the model predicts over the box of its data, for models of two numbers.' },
    ),
  ),
  data: Strict({ name: Type.String(), digest: Type.String() }),
});
