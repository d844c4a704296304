/**
 * Schema of a chain of typed answers. Must be loaded only when schemas are written; at run time only its types are
 * used.
 */
import Type, { type Static } from 'typebox';
import { checkOf, NetworkName, Points } from '../../schema/check.js';
import { Pair, Strict, Words } from '../../schema/common.js';
import { NestedNumbers } from '../../schema/network.js';

const ProductCost = Strict(
  {
    order: Words(['reverse', 'forward'], 'reverse: ((AB)C)D, from the loss backwards; forward: A(B(CD)).'),
    factors: Type.Array(Pair(Type.Integer({ minimum: 1 })), {
      minItems: 2,
      description: 'The shapes of the factors; a product of k x l and l x m costs km(2l-1) operations.',
    }),
  },
  { description: 'The step is the number of operations of a product of matrices.' },
);

export const Step = Strict({
  path: Type.String({
    pattern: '^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*$',
    description: 'The position in the file, e.g. forward.z1.',
  }),
  points: Points('The points of this step; all steps add up to the points of the check.'),
  value: Type.Optional(Type.String({ description: 'The step is this value of the network.' })),
  gradient: Type.Optional(
    Type.String({ description: 'The step is the gradient of the loss with respect to this value.' }),
  ),
  cost: Type.Optional(ProductCost),
  accept: Type.Optional(
    Type.Array(
      Strict({
        equals: NestedNumbers,
        note: Type.String({ minLength: 1, description: 'Why it counts; staff and the student read it.' }),
      }),
      {
        description: 'Other answers that get full marks, each with a note that explains it.',
      },
    ),
  ),
});
export type Step = Static<typeof Step>;

export const check = checkOf(
  'steps',
  'Typed answers that form a chain, graded step by step. A step that is wrong only because an earlier one was wrong gets its marks.',
  {
    file: Type.String({ description: 'A JSON file of the submission.' }),
    network: NetworkName,
    at: Type.String({ description: 'A sample set with one sample.' }),
    steps: Type.Array(Step, { minItems: 1, description: 'Each has exactly one of value, gradient, cost.' }),
  },
);
export type StepsCheck = Static<typeof check>;
