/** The log of a training. Must be loaded only when schemas are written; at run time only its types are used. */
import Type, { type Static } from 'typebox';
import { checkOf } from '../../schema/check.js';
import { Strict } from '../../schema/common.js';
import { Count, Nullable, Value } from '../../schema/evidence.js';

export const check = checkOf(
  'loss-log',
  'The log of a training: long enough, finite, decreasing; where it should have stopped is told.',
  {
    file: Type.String({ description: 'A CSV file with the header step,train or step,train,valid.' }),
    rows: Type.Optional(Type.Integer({ minimum: 20, description: 'Fewest rows (default 20).' })),
  },
);
export type LossLogCheck = Static<typeof check>;

const Curve = Strict({ steps: Type.Array(Type.Number()), values: Type.Array(Value) });

export const evidence = Strict({
  type: Type.Literal('loss-log'),
  rows: Count,
  train: Type.String({ description: 'What the training loss does.' }),
  valid: Nullable(Type.String({ description: 'What the validation loss does; null without that column.' })),
  curve: Strict(
    {
      train: Curve,
      valid: Nullable(Curve),
    },
    { description: 'The log, each curve thinned to at most 400 points that keep the extremes.' },
  ),
  stopAt: Nullable(Type.Number({ description: 'Step after which validation got worse; null where it did not.' })),
});
