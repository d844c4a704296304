/**
 * Schema of the log of a training. Must be loaded only when schemas are written; at run time only its types are used.
 */
import Type, { type Static } from 'typebox';
import { checkOf } from '../../schema/check.js';
import { Strict, Words } from '../../schema/common.js';
import { Count, Nullable, Value } from '../../schema/evidence.js';

const Column = (what: string) => Type.Optional(Type.String({ minLength: 1, description: `The column of ${what}.` }));

export const check = checkOf(
  'loss-log',
  'The log of a training, which should be long enough, finite and decreasing. The report says where it should have stopped.',
  {
    file: Type.String({
      description:
        'A CSV file with the header step,train or step,train,valid, or what Keras, Lightning, TensorBoard or tf.js write: see docs/rubrics.md.',
    }),
    rows: Type.Optional(Type.Integer({ minimum: 20, description: 'The fewest rows (default 20).' })),
    every: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'The most steps between two rows of the training loss. It is not judged in a log that counts epochs.',
      }),
    ),
    columns: Type.Optional(
      Strict(
        { step: Column('the steps'), train: Column('the training loss'), valid: Column('the validation loss') },
        { minProperties: 1, description: 'The names of columns, where they are not the usual ones.' },
      ),
    ),
  },
);
export type LossLogCheck = Static<typeof check>;

const Curve = Strict({ steps: Type.Array(Type.Number()), values: Type.Array(Value) });

export const evidence = Strict({
  type: Type.Literal('loss-log'),
  rows: Count,
  train: Type.String({ description: 'The course of the training loss.' }),
  valid: Nullable(Type.String({ description: 'The course of the validation loss; null without that column.' })),
  curve: Strict(
    {
      train: Curve,
      valid: Nullable(Curve),
    },
    { description: 'The log, each curve thinned to at most 400 points that keep the extremes.' },
  ),
  axis: Type.Optional(
    Words(['steps', 'epochs', 'rows'], 'What the steps of the log count; rows if no column of the log counts.'),
  ),
  spacing: Type.Optional(
    Strict(
      {
        every: Type.Integer({ minimum: 1, description: 'The most steps between two rows that were asked for.' }),
        widest: Type.Number({ minimum: 0, description: 'The most steps between two rows.' }),
        after: Type.Number({ description: 'The step after which they are.' }),
        share: Type.Number({ minimum: 0, maximum: 1, description: 'The share of what was asked that the log shows.' }),
      },
      { description: 'How close the rows are, where the rubric asks for it and the log counts steps.' },
    ),
  ),
  notes: Type.Optional(
    Type.Array(Type.String(), { description: 'How the log was read, where that is not obvious: sentences.' }),
  ),
  stopAt: Nullable(
    Type.Number({ description: 'The step after which the validation loss got worse; null if it did not.' }),
  ),
});
