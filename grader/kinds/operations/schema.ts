/**
 * Schema of the number of operations that a student's function needs. Must be loaded only when schemas are written; at run
 * time only its types are used.
 */
import Type, { type Static } from 'typebox';
import { checkOf, NetworkName } from '../../schema/check.js';
import { Strict, Words } from '../../schema/common.js';
import { Count, Nullable } from '../../schema/evidence.js';

const Output = Strict({
  name: Type.String({
    minLength: 1,
    description: 'The key in the object that the function returns; `value` if it returns the result itself.',
  }),
  of: Type.String({ description: 'The value of the network that it contains, or whose gradient it contains.' }),
});

export const check = checkOf(
  'operations',
  "The number of operations that the student's function needs: at most so many, or growing at most so fast. It counts only where what the function returns is right. With both, each has half of the points.",
  {
    target: Type.String({ description: 'A function target.' }),
    network: NetworkName,
    quantity: Words(
      ['value', 'gradient'],
      'Whether the outputs are values of the network or gradients of its loss, with which they are compared.',
    ),
    outputs: Type.Array(Output, {
      minItems: 1,
      description: 'The outputs that have to be right in each counted call.',
    }),
    bound: Type.Optional(
      Strict(
        {
          at: Type.String({ description: 'A sample set of this network.' }),
          most: Type.Integer({
            minimum: 1,
            description:
              'At most so many additions, subtractions, multiplications, divisions, powers and functions such as exp; a product of k x l by l x m has km(2l - 1).',
          }),
        },
        { description: 'The most operations of a call.' },
      ),
    ),
    growth: Type.Optional(
      Strict(
        {
          from: Type.String({ description: 'A generic sample set of this network.' }),
          to: Type.String({ description: 'One in which some sizes are larger, all by the same factor.' }),
          most: Type.Number({
            exclusiveMinimum: 0,
            description:
              'The largest exponent: the logarithm of the ratio of operations to that factor as its base, e.g. 2.5 between n^2 and n^3.',
          }),
        },
        { description: 'How fast the operations may grow with the sizes, whatever a function needs besides.' },
      ),
    ),
  },
);
export type OperationsCheck = Static<typeof check>;

export const evidence = Strict({
  type: Type.Literal('operations'),
  counts: Type.Array(
    Strict({
      sample: Type.String({ description: 'The id of the sample.' }),
      operations: Count,
      exact: Type.Boolean({ description: 'False if there are more that could not be counted.' }),
      parts: Type.Array(Strict({ name: Type.String(), operations: Count }), {
        description: 'By kernel of tf.js, and by operator of own code; the largest first.',
      }),
      onIndices: Type.Integer({ minimum: 0, description: 'Operations on indices and sizes, which do not count.' }),
      notCounted: Type.Array(Type.String(), { description: 'What computed without being counted.' }),
    }),
  ),
  bound: Type.Optional(
    Strict({ at: Type.String(), most: Count, operations: Count, exact: Type.Boolean(), ok: Type.Boolean() }),
  ),
  growth: Type.Optional(
    Strict({
      from: Type.String(),
      to: Type.String(),
      factor: Type.Number({ description: 'Of the sizes.' }),
      most: Type.Number(),
      exponent: Nullable(Type.Number({ description: 'null if nothing was counted.' })),
      exact: Type.Boolean(),
      ok: Type.Boolean(),
    }),
  ),
});
