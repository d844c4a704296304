/**
 * Schema of the log of a training. Must be loaded only when schemas are written; at run time only its types are used.
 */
import Type, { type Static } from 'typebox';
import { checkOf } from '../../schema/check.js';
import { Strict } from '../../schema/common.js';
import { Count, Nullable, Value } from '../../schema/evidence.js';

export const check = checkOf(
  'loss-log',
  'The log of a training, which should be long enough, finite and decreasing. The report says where it should have stopped.',
  {
    file: Type.String({ description: 'A CSV file with the header step,train or step,train,valid.' }),
    rows: Type.Optional(Type.Integer({ minimum: 20, description: 'The fewest rows (default 20).' })),
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
  stopAt: Nullable(
    Type.Number({ description: 'The step after which the validation loss got worse; null if it did not.' }),
  ),
});
