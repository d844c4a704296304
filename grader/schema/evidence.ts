/** The evidence of judgements that several kinds share. A kind's own evidence is in kinds/<kind>/schema.ts. */
import Type, { type Static, type TSchema } from 'typebox';
import { STUDENT_CODES } from '../errors.js';
import { Strict, Words } from './common.js';
import { MOST_LISTED } from './most-listed.js';

/** The type or null. */
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
/** A whole number, 0 or more. */
export const Count = Type.Integer({ minimum: 0 });

/** An error of the student's code, mapped to the line of their own file. */
export const StudentErrorReport = Strict({
  code: Words(STUDENT_CODES, 'The code of a fault of the student, e.g. RUNTIME_ERROR.'),
  message: Type.String(),
  file: Type.Optional(Type.String()),
  line: Type.Optional(Type.Integer({ minimum: 1 })),
  column: Type.Optional(Type.Integer({ minimum: 1 })),
  frame: Type.Optional(Type.String({ description: 'The line of code, with a marker under the column.' })),
});
export type StudentErrorReport = Static<typeof StudentErrorReport>;

/** A number as JSON can hold it. */
export const Value = Type.Union([Type.Number(), Words(['NaN', 'Infinity', '-Infinity'])]);
export type Value = Static<typeof Value>;

const Sides = Type.Array(Count);

export const ShownTensor = Strict({
  shape: Sides,
  values: Type.Optional(
    Type.Array(Value, { maxItems: MOST_LISTED, description: 'In row-major order; absent if there are more.' }),
  ),
});
export type ShownTensor = Static<typeof ShownTensor>;

/** Where two tensors of one shape, too large to be listed, differ. */
export const Difference = Strict({
  worst: Type.Array(Strict({ at: Sides, got: Value, expected: Value }), {
    maxItems: 5,
    description: 'The places with the largest differences, the largest first.',
  }),
  map: Nullable(
    Strict(
      {
        rows: Count,
        columns: Count,
        values: Type.Array(Type.Array(Value), { maxItems: 24, description: 'Mean |difference| of each block.' }),
      },
      { description: 'The tensor as a matrix of `rows` x `columns`, in at most 24 x 24 blocks.' },
    ),
  ),
});
export type Difference = Static<typeof Difference>;

/** What came and what was expected, at the sample where that is plainest. */
export const Beside = Strict({
  sample: Type.String({ description: 'The id of the sample.' }),
  got: Nullable(ShownTensor),
  expected: ShownTensor,
  difference: Nullable(Difference),
});
export type Beside = Static<typeof Beside>;

/** A network as a page draws it: its nodes in order, the last one the loss. */
export const Graph = Strict({
  inputs: Type.Array(Type.String()),
  nodes: Type.Array(Strict({ name: Type.String(), op: Type.String(), of: Type.Array(Type.String()) })),
});
export type Graph = Static<typeof Graph>;

/** An image as a PNG file in base64, at most 64 x 64. */
const PictureSide = Type.Integer({ minimum: 1, maximum: 64 });
export const Picture = Strict({
  width: PictureSide,
  height: PictureSide,
  png: Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$', description: 'A PNG file in base64.' }),
});
export type Picture = Static<typeof Picture>;

export const OutputEvidence = Strict({
  name: Type.String(),
  tensor: Type.Optional(
    Strict(
      { of: Type.String(), quantity: Words(['value', 'gradient']) },
      { description: 'The tensor of the network that this is to be.' },
    ),
  ),
  verdict: Words([
    'match',
    'undecided',
    'different',
    'non-finite',
    'wrong-shape',
    'transposed',
    'scaled',
    'not-summed',
    'missing',
    'unusable',
    'followed-through',
    'slip',
    'not-assessable',
    'impure',
  ]),
  error: Nullable(
    Type.Number({
      description: 'The largest relative error over all samples, by the comparison rule; null if it does not apply.',
    }),
  ),
  earned: Type.Number({ minimum: 0 }),
  possible: Type.Number({ minimum: 0 }),
  sentence: Type.String({ description: 'What was found, in one sentence.' }),
  notes: Type.Array(Type.String()),
  mistakes: Type.Optional(
    Type.Array(
      Strict({
        name: Type.String({ description: 'The name of the mistake, as `rubric mistakes` lists it.' }),
        at: Type.Optional(Type.String({ description: 'The node of the network.' })),
        claim: Words(['one', 'several', 'pair', 'scaled']),
      }),
    ),
  ),
  beside: Type.Optional(Beside),
});
export type OutputEvidence = Static<typeof OutputEvidence>;

/** Outputs of student code, or typed answers, compared with the reference. */
export const Comparison = Strict({
  type: Type.Literal('comparison'),
  outputs: Type.Array(OutputEvidence),
  samples: Type.Array(
    Strict({
      id: Type.String(),
      seed: Nullable(Count),
      inputs: Type.Optional(
        Type.Record(Type.String(), ShownTensor, { description: 'What the network is given, where that is small.' }),
      ),
    }),
  ),
  firstWrong: Type.Optional(
    Type.String({ description: 'The output that is wrong first: for gradients, on the way back from the loss.' }),
  ),
  graph: Type.Optional(Graph),
  calls: Count,
  error: Type.Optional(StudentErrorReport),
});
