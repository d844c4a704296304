/** The kinds of check: one branch each. A kind also needs a judge (checks/) and a plan case (plan/). */
import Type, { type Static, type TProperties } from 'typebox';
import { Id, Pair, Strict, TaggedUnion, Visibility, Words } from './common.js';
import { FINDING_CODES } from '../protocol/data-set.js';
import { ImageSize } from './examples.js';
import { NestedNumbers } from './network.js';
import { MODEL_LOSSES } from '../protocol/worker.js';

const Points = (description: string) => Type.Number({ exclusiveMinimum: 0, description });

/** Fields that every check has, before those of its kind. */
function check<const K extends string, P extends TProperties>(kind: K, description: string, properties: P) {
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

const PointSets = Type.Array(Type.String(), { minItems: 1, description: 'Point sets to evaluate at.' });
const Undecided = Type.Optional(
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
const comparison = {
  target: Type.String({ description: 'A function target.' }),
  network: Type.String(),
  at: PointSets,
  outputs: Type.Array(WeightedOutput, { minItems: 1 }),
  purity: Points('Weight of leaving the inputs unchanged and answering alike when called again.'),
  undecided: Undecided,
};

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

/** Arguments that the function of a model-gradient check is given, by these names in the rubric. */
export const MODEL_GRADIENT_ARGUMENTS = ['weights', 'x', 'label'];

export const Check = TaggedUnion(
  'kind',
  [
    check(
      'steps',
      'Typed answers that form a chain, graded step by step; a step that is wrong only because an earlier one was gets its marks.',
      {
        file: Type.String({ description: 'A JSON file of the submission.' }),
        network: Type.String(),
        at: Type.String({ description: 'One point set of one point.' }),
        steps: Type.Array(Step, { minItems: 1, description: 'Each has exactly one of value, gradient, cost.' }),
      },
    ),
    check('forward', "The student's forward function against the reference values.", comparison),
    check('gradient', "The student's gradients against the reference gradients.", comparison),
    check('jacobian', 'Typed Jacobian matrices against the reference.', {
      file: Type.String(),
      network: Type.String(),
      at: Type.String({ description: 'One point set of one point.' }),
      matrices: Type.Array(
        Strict({
          path: Type.String({ description: 'Where in the file, e.g. jacobian.Wx.' }),
          points: Points('Points of this matrix; they sum to the points of the check.'),
          of: Type.String({ description: 'Value that is differentiated (rows), e.g. z1.' }),
          by: Type.String({ description: 'Value that it is differentiated by (columns), e.g. x.' }),
        }),
        { minItems: 1 },
      ),
    }),
    check('loss', "The student's own loss function at seeded points, against the reference loss.", {
      target: Type.String({ description: 'A function target that returns a value.' }),
      network: Type.String({ description: 'A network whose last node is the loss.' }),
      at: PointSets,
      within: Type.Optional(Points('Accept any |difference| below this instead of the usual relative tolerance.')),
    }),
    check('accuracy', 'Share of held-out examples that a model classifies right, on a ramp.', {
      target: Type.String({ description: 'A model target.' }),
      data: Type.String({ description: 'A data set of this rubric.' }),
      ramp: Strict({
        from: Type.Number({ minimum: 0, maximum: 1, description: 'Accuracy at (or below) which nothing is earned.' }),
        to: Type.Number({ minimum: 0, maximum: 1, description: 'Accuracy from which all is earned.' }),
      }),
      below: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          maximum: 1,
          description: 'Plausibility: an accuracy that is not below this earns nothing and is flagged.',
        }),
      ),
    }),
    check('model-limits', 'Size limits of a model, measured from its files.', {
      target: Type.String({ description: 'A model target.' }),
      parameters: Type.Optional(Type.Integer({ minimum: 1, description: 'Most parameters.' })),
      fileBytes: Type.Optional(
        Type.Integer({ minimum: 1, description: 'Most bytes of model.json and its weight files together.' }),
      ),
      layers: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'Layer classes that may be used.' })),
      activations: Type.Optional(
        Type.Array(Type.String(), { minItems: 1, description: 'Activations that may be used.' }),
      ),
      outputActivations: Type.Optional(
        Type.Array(Type.String(), {
          minItems: 1,
          description:
            'Activations that the layer at the output may use; `activations` then holds for all other layers. For a linear model: activations [linear], outputActivations [linear, sigmoid, softmax].',
        }),
      ),
    }),
    check('loss-log', 'The log of a training: long enough, finite, decreasing; where it should have stopped is told.', {
      file: Type.String({ description: 'A CSV file with the header step,train or step,train,valid.' }),
      rows: Type.Optional(Type.Integer({ minimum: 20, description: 'Fewest rows (default 20).' })),
    }),
    check(
      'model-gradient',
      "The student's hand-written backward pass against automatic differentiation of their own exported model.",
      {
        target: Type.String({
          description: 'A function target that returns a record; its arguments are weights, x and label in any order.',
        }),
        model: Type.String({ description: 'A model target: a LayersModel.' }),
        loss: Words(
          MODEL_LOSSES,
          'The mean over the examples of: cross-entropy, -log softmax(out)[label]; brier, sum_k (softmax(out)_k - onehot_k)^2; one-hot-l2, sum_k (out_k - onehot_k)^2; half-squared-error, (out - label)^2 / 2.',
        ),
        data: Type.String({ description: 'A data set of this rubric.' }),
        examples: Type.Integer({
          minimum: 1,
          maximum: 64,
          description: 'So many of them, evenly spread, in one batch.',
        }),
        undecided: Undecided,
      },
    ),
    check(
      'data-set',
      'Images that the student collected, 64 x 64 in colours where no size is given: points by rule, each for findings that must not be there.',
      {
        path: Type.String({
          minLength: 1,
          description: 'A folder with labels.csv and PNG files, or with train/ and valid/ of that form.',
        }),
        classes: Type.Optional(
          Type.Array(Type.String({ minLength: 1 }), {
            minItems: 2,
            description: 'Names of the classes in the order of their numbers (default: the six of SuperTux).',
          }),
        ),
        ...ImageSize,
        minImagesPerClass: Type.Optional(
          Type.Integer({
            minimum: 1,
            description:
              'Fewest images of a class (default 50); a fifth of it in valid/. With less than a tenth of it times the classes, copies counted once, no rule is paid.',
          }),
        ),
        maxImbalance: Type.Optional(
          Type.Number({ minimum: 1, description: 'Largest class over smallest (default 3).' }),
        ),
        against: Type.Optional(
          Type.Array(Type.String(), {
            minItems: 1,
            description: 'Data sets of this rubric whose images may not be handed in.',
          }),
        ),
        rules: Type.Array(
          Strict({
            without: Type.Array(Words(FINDING_CODES, 'What must not be found.'), { minItems: 1 }),
            points: Points("Points for it; all rules together have the check's points."),
            atMostShare: Type.Optional(
              Type.Number({ minimum: 0, maximum: 1, description: 'Share of the images that may have it (default 0).' }),
            ),
          }),
          { minItems: 1 },
        ),
      },
    ),
    check('files', 'Files that must be there.', {
      files: Type.Array(
        Strict({
          path: Type.String({ minLength: 1 }),
          maxBytes: Type.Optional(Type.Integer({ minimum: 1 })),
          purpose: Type.Optional(Type.String({ description: 'What it is kept for.' })),
        }),
        { minItems: 1 },
      ),
    }),
  ],
  'One scored requirement.',
);
export type Check = Static<typeof Check>;
export type CheckKind = Check['kind'];
export type CheckOf<K extends CheckKind> = Extract<Check, { kind: K }>;
