/** Typed Jacobian matrices. Must be loaded only when schemas are written; at run time only its types are used. */
import Type, { type Static } from 'typebox';
import { checkOf, Points } from '../../schema/check.js';
import { Strict } from '../../schema/common.js';

export const check = checkOf('jacobian', 'Typed Jacobian matrices against the reference.', {
  file: Type.String(),
  network: Type.String(),
  at: Type.String({ description: 'One sample set of one sample.' }),
  matrices: Type.Array(
    Strict({
      path: Type.String({ description: 'Where in the file, e.g. jacobian.Wx.' }),
      points: Points('Points of this matrix; they sum to the points of the check.'),
      of: Type.String({ description: 'Value that is differentiated (rows), e.g. z1.' }),
      by: Type.String({ description: 'Value that it is differentiated by (columns), e.g. x.' }),
    }),
    { minItems: 1 },
  ),
});
export type JacobianCheck = Static<typeof check>;
