/**
 * The part of a check that does not depend on its kind, and pieces that several kinds share. A kind's own fields are in
 * kinds/<kind>/schema.ts.
 */
import Type, { type TProperties } from 'typebox';
import { Id, Strict, Visibility, Words } from './common.js';

/** What something is worth: more than nothing. */
export const Points = (description: string) => Type.Number({ exclusiveMinimum: 0, description });

/** A check of a kind: the fields that every check has, then its own. */
export function checkOf<const K extends string, P extends TProperties>(kind: K, description: string, properties: P) {
  return Strict(
    {
      kind: Type.Literal(kind),
      id: Id('Unique name of this check; `needs` refers to it and reports cite it.'),
      title: Type.String({ minLength: 1, description: 'What a student reads beside the points.' }),
      points: Points('Points possible; the points of all checks sum to the total.'),
      needs: Type.Optional(
        Type.Array(Type.String(), {
          description: 'Checks that must earn points first; otherwise this one is skipped.',
        }),
      ),
      visibility: Type.Optional(Visibility),
      hint: Type.Optional(
        Type.String({ description: 'A question that leads on, shown when the check is not passed. Never the answer.' }),
      ),
      ...properties,
    },
    { description },
  );
}

export const SampleSets = Type.Array(Type.String(), { minItems: 1, description: 'Sample sets to evaluate at.' });
export const Undecided = Type.Optional(
  Words(
    ['full', 'half', 'none'],
    'Credit for an output between "match" and "different" (imprecise): default full, flagged for the TA.',
  ),
);

const WeightedOutput = Strict({
  name: Type.String({ minLength: 1, description: "Key in the function's returned object." }),
  of: Type.String({ description: 'Value of the network that it is (forward), or whose gradient it is (gradient).' }),
  weight: Points("This output's share of the check's points, relative to the other weights."),
});
/** Fields of the checks that compare outputs of a function with the network's. */
export const comparison = {
  target: Type.String({ description: 'A function target.' }),
  network: Type.String(),
  at: SampleSets,
  outputs: Type.Array(WeightedOutput, { minItems: 1 }),
  purity: Points('Weight of leaving the inputs unchanged and answering alike when called again.'),
  undecided: Undecided,
};
