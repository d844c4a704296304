/**
 * Something that a person grades. Must be loaded only when schemas are written; at run time only its types are used.
 */
import Type, { type Static } from 'typebox';
import { checkOf } from '../../schema/check.js';

export const check = checkOf(
  'manual',
  'Graded by hand: open, without points, until staff gives some with `tuxgrade adjust`. Until then a submission has no total.',
  {
    criteria: Type.Optional(
      Type.String({ minLength: 1, description: 'What is looked at, in a sentence or two. Students read it.' }),
    ),
    file: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'The file that is looked at, e.g. report.pdf; the report says whether it was handed in.',
      }),
    ),
  },
);
export type ManualCheck = Static<typeof check>;
