/** A chain of typed answers. Must be loaded only when schemas are written; at run time only its types are used. */
import Type, { type Static } from 'typebox';
import { checkOf, Points } from '../../schema/check.js';
import { Pair, Strict, Words } from '../../schema/common.js';
import { NestedNumbers } from '../../schema/network.js';

const ProductCost = Strict({
  order: Words(['reverse', 'forward'], 'reverse: ((AB)C)D, from the loss backwards; forward: A(B(CD)).'),
  factors: Type.Array(Pair(Type.Integer({ minimum: 1 })), {
    minItems: 2,
    description: 'Shapes of the factors; a product of k x l and l x m costs km(2l-1) operations.',
  }),
});

export const Step = Strict({
  path: Type.String({
    pattern: '^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*$',
    description: 'Where in the file, e.g. forward.z1.',
  }),
  points: Points('Points of this step; the steps sum to the points of the check.'),
  value: Type.Optional(Type.String({ description: 'The step asks for this value of the network.' })),
  gradient: Type.Optional(
    Type.String({ description: 'The step asks for the gradient of the loss with respect to this value.' }),
  ),
  cost: Type.Optional(ProductCost),
  accept: Type.Optional(
    Type.Array(Strict({ equals: NestedNumbers, note: Type.String({ minLength: 1 }) }), {
      description: 'Further answers with full marks, each with the note that explains it.',
    }),
  ),
});
export type Step = Static<typeof Step>;

export const check = checkOf(
  'steps',
  'Typed answers that form a chain, graded step by step; a step that is wrong only because an earlier one was gets its marks.',
  {
    file: Type.String({ description: 'A JSON file of the submission.' }),
    network: Type.String(),
    at: Type.String({ description: 'One sample set of one sample.' }),
    steps: Type.Array(Step, { minItems: 1, description: 'Each has exactly one of value, gradient, cost.' }),
  },
);
export type StepsCheck = Static<typeof check>;
