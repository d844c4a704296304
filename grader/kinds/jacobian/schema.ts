/**
 * Schema of typed Jacobian matrices. Must be loaded only when schemas are written; at run time only its types are used.
 */
import Type, { type Static } from 'typebox';
import { checkOf, NetworkName, Points } from '../../schema/check.js';
import { Strict } from '../../schema/common.js';

export const check = checkOf('jacobian', 'Typed Jacobian matrices against the reference.', {
  file: Type.String({ description: 'A JSON file of the submission.' }),
  network: NetworkName,
  at: Type.String({ description: 'A sample set with one sample.' }),
  matrices: Type.Array(
    Strict({
      path: Type.String({ description: 'The position in the file, e.g. jacobian.Wx.' }),
      points: Points('The points of this matrix; all matrices add up to the points of the check.'),
      of: Type.String({ description: 'The value that is differentiated (rows), e.g. z1.' }),
      by: Type.String({ description: 'The value by which it is differentiated (columns), e.g. x.' }),
    }),
    { minItems: 1, description: 'The matrices that are asked for.' },
  ),
});
export type JacobianCheck = Static<typeof check>;
