/**
 * The part of a check that does not depend on its kind, and pieces that several kinds share. A kind's own fields are in
 * kinds/<kind>/schema.ts.
 */
import Type, { type TProperties } from 'typebox';
import { Id, Strict, Visibility, Words } from './common.js';

/** The points that something is worth: more than 0. */
export const Points = (description: string) => Type.Number({ exclusiveMinimum: 0, description });

/** A check of a kind: the fields that every check has, then its own. */
export function checkOf<const K extends string, P extends TProperties>(kind: K, description: string, properties: P) {
  return Strict(
    {
      kind: Type.Literal(kind),
      id: Id('The unique name of this check, for `needs` and in reports.'),
      title: Type.String({ minLength: 1, description: 'The title that students see beside the points.' }),
      points: Points('The points possible; the points of all checks without bonus add up to the total.'),
      bonus: Type.Optional(
        Type.Boolean({
          description:
            'Points beyond the total, for what is not required (default false). The late policy applies to them as to others; maxPoints of the rubric limits the sum.',
        }),
      ),
      needs: Type.Optional(
        Type.Array(Type.String(), {
          description: 'Checks that must earn points; otherwise this one is skipped.',
        }),
      ),
      visibility: Type.Optional(Visibility),
      hint: Type.Optional(
        Type.String({
          description:
            'A question that points to the mistake, shown if the check is not passed. Must not contain the answer.',
        }),
      ),
      ...properties,
    },
    { description },
  );
}

/** The network that gives the reference of a check. */
export const NetworkName = Type.String({ description: 'A network of this rubric.' });

export const SampleSets = Type.Array(Type.String(), {
  minItems: 1,
  description: 'The sample sets at which to evaluate.',
});
export const Undecided = Type.Optional(
  Words(
    ['full', 'half', 'none'],
    'Credit for an imprecise output, between "match" and "different". The default is full credit, flagged for the TA.',
  ),
);
export const ByHand = Type.Optional(
  Words(
    ['hand'],
    'hand: gradients that tf.js computes by automatic differentiation (tf.grads, optimizer.minimize, ...) earn nothing. Default: they count like any others.',
  ),
);

const WeightedOutput = Strict({
  name: Type.String({ minLength: 1, description: 'The key in the object that the function returns.' }),
  of: Type.String({
    description: 'The value of the network that it contains (forward), or whose gradient it contains (gradient).',
  }),
  weight: Points("This output's share of the check's points, relative to the other weights."),
});
/** The fields of checks that compare outputs of a function with those of the network. */
export const comparison = {
  target: Type.String({ description: 'A function target.' }),
  network: NetworkName,
  at: SampleSets,
  outputs: Type.Array(WeightedOutput, { minItems: 1, description: 'The outputs that are compared.' }),
  purity: Points('The weight of leaving the inputs unchanged and returning the same values when called again.'),
  undecided: Undecided,
  'follow-through': Type.Optional(
    Type.Boolean({
      description:
        "An output that is right given the student's own earlier outputs earns its marks, so that one mistake costs one output (default false). Outputs that show nothing, such as zeros, constants and copies, earn none.",
    }),
  ),
};
