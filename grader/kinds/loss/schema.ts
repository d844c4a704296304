/**
 * Schema of the student's own loss function. Must be loaded only when schemas are written; at run time only its types
 * are used.
 */
import Type, { type Static } from 'typebox';
import { checkOf, Points, SampleSets } from '../../schema/check.js';

export const check = checkOf('loss', "The student's own loss function at seeded samples, against the reference loss.", {
  target: Type.String({ description: 'A function target that returns a value.' }),
  network: Type.String({ description: 'A network whose last node is the loss.' }),
  at: SampleSets,
  within: Type.Optional(Points('Accept any |difference| below this instead of the usual relative tolerance.')),
});
export type LossCheck = Static<typeof check>;
