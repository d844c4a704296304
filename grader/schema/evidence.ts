/** The evidence of judgements that several kinds share. A kind's own evidence is in kinds/<kind>/schema.ts. */
import Type, { type Static, type TSchema } from 'typebox';
import { STUDENT_CODES } from '../errors.js';
import { Strict, Words } from './common.js';

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

export const OutputEvidence = Strict({
  name: Type.String(),
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
});
export type OutputEvidence = Static<typeof OutputEvidence>;

/** Outputs of student code, or typed answers, compared with the reference. */
export const Comparison = Strict({
  type: Type.Literal('comparison'),
  outputs: Type.Array(OutputEvidence),
  points: Type.Array(Strict({ id: Type.String(), seed: Nullable(Count) })),
  calls: Count,
  error: Type.Optional(StudentErrorReport),
});
