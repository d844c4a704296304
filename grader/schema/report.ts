/** The report of one submission: what is written to report.json, and what every other output is made from. */
import Type, { type Static, type TSchema } from 'typebox';
import { STUDENT_CODES } from '../errors.js';
import { Strict, TaggedUnion, Visibility, Words } from './common.js';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Count = Type.Integer({ minimum: 0 });

/** An error of the student's code, mapped to their own file and line. */
export const StudentErrorReport = Strict({
  code: Words(STUDENT_CODES, 'The code of a fault of the student, e.g. RUNTIME_ERROR.'),
  message: Type.String(),
  file: Type.Optional(Type.String()),
  line: Type.Optional(Type.Integer({ minimum: 1 })),
  column: Type.Optional(Type.Integer({ minimum: 1 })),
  frame: Type.Optional(Type.String({ description: 'The line of their code with a marker under the column.' })),
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
      description: 'Relative error by the comparison rule, worst over all points; null where it has no meaning.',
    }),
  ),
  earned: Type.Number({ minimum: 0 }),
  possible: Type.Number({ minimum: 0 }),
  sentence: Type.String({ description: 'What was found, in one sentence.' }),
  notes: Type.Array(Type.String()),
});
export type OutputEvidence = Static<typeof OutputEvidence>;

export const Evidence = TaggedUnion('type', [
  Strict({
    type: Type.Literal('comparison'),
    outputs: Type.Array(OutputEvidence),
    points: Type.Array(Strict({ id: Type.String(), seed: Nullable(Count) })),
    calls: Count,
    error: Type.Optional(StudentErrorReport),
  }),
  Strict({
    type: Type.Literal('accuracy'),
    correct: Count,
    total: Count,
    interval: Strict(
      { lower: Type.Number(), upper: Type.Number(), level: Type.Number() },
      { description: 'Wilson score interval.' },
    ),
    ramp: Strict({ from: Type.Number(), to: Type.Number() }),
    perClass: Type.Array(Strict({ label: Count, correct: Count, total: Count })),
    confusion: Type.Array(Type.Array(Count), { description: 'Rows: true class; columns: predicted class.' }),
    data: Strict({ name: Type.String(), digest: Type.String() }),
  }),
  Strict({
    type: Type.Literal('limits'),
    measurements: Type.Array(
      Strict({
        name: Type.String(),
        measured: Type.Union([Type.Number(), Type.String()]),
        limit: Type.Union([Type.Number(), Type.String()]),
        ok: Type.Boolean(),
      }),
    ),
  }),
  Strict({
    type: Type.Literal('loss-log'),
    rows: Count,
    train: Type.String({ description: 'What the training loss does.' }),
    valid: Nullable(Type.String({ description: 'What the validation loss does; null without that column.' })),
    stopAt: Nullable(Type.Number({ description: 'Step after which validation got worse; null where it did not.' })),
  }),
  Strict({
    type: Type.Literal('data-set'),
    splits: Type.Array(Strict({ name: Type.String(), images: Count, perClass: Type.Array(Count) })),
    groups: Type.Array(
      Strict({
        code: Type.String(),
        title: Type.String(),
        mend: Type.String(),
        count: Count,
        examples: Type.Array(
          Strict({
            file: Type.String(),
            row: Nullable(Type.Integer({ minimum: 1, description: 'Line of labels.csv.' })),
            found: Type.String(),
          }),
        ),
      }),
      { description: 'What was found, by kind; of each kind the first few.' },
    ),
    rules: Type.Array(
      Strict({
        without: Type.Array(Type.String()),
        points: Type.Number(),
        earned: Type.Number(),
        count: Count,
      }),
    ),
  }),
  Strict({
    type: Type.Literal('files'),
    files: Type.Array(
      Strict({ path: Type.String(), bytes: Nullable(Count), ok: Type.Boolean(), sentence: Type.String() }),
    ),
  }),
  Strict({ type: Type.Literal('error'), error: StudentErrorReport }),
  Strict({ type: Type.Literal('none') }),
]);
export type Evidence = Static<typeof Evidence>;

export const CheckReport = Strict({
  id: Type.String(),
  title: Type.String(),
  kind: Type.String(),
  status: Words(['passed', 'partial', 'failed', 'skipped', 'ungraded']),
  earned: Nullable(Type.Number({ minimum: 0, description: 'null when ungraded.' })),
  possible: Type.Number({ minimum: 0 }),
  visibility: Visibility,
  summary: Type.String({ description: 'One line of why.' }),
  evidence: Evidence,
  hint: Type.Optional(Type.String()),
});
export type CheckReport = Static<typeof CheckReport>;

export const Note = Strict({
  level: Words(
    ['info', 'review', 'system'],
    'info: for the student; review: for the TA to look at; system: about the grader itself.',
  ),
  text: Type.String(),
});
export type Note = Static<typeof Note>;

export const GradeReport = Strict(
  {
    schemaVersion: Type.Literal(1),
    submission: Strict({
      id: Type.String(),
      digest: Type.String({ description: 'sha256 over the paths and contents of all files.' }),
      files: Count,
      bytes: Count,
      submittedAt: Nullable(Type.String()),
      submitters: Type.Array(
        Strict({
          name: Type.Optional(Type.String()),
          id: Type.Optional(Type.String()),
          email: Type.Optional(Type.String()),
        }),
      ),
    }),
    rubric: Strict({
      id: Type.String(),
      title: Type.String(),
      digest: Type.String(),
      points: Type.Number(),
      seed: Type.Optional(
        Type.Integer({
          minimum: 0,
          description: "What the generic points were moved by (--seed); absent where they are the rubric's own.",
        }),
      ),
    }),
    verdict: Strict({
      status: Words(['graded', 'ungraded']),
      earned: Nullable(Type.Number({ description: 'After the late policy; null when ungraded.' })),
      possible: Type.Number(),
      beforeLate: Nullable(Type.Number({ description: 'Points before the late policy.' })),
      late: Nullable(
        Strict({ policy: Type.String(), daysLate: Type.Integer(), closed: Type.Boolean(), sentence: Type.String() }),
      ),
    }),
    results: Type.Array(CheckReport),
    notes: Type.Array(Note),
    output: Strict(
      {
        stdout: Type.String(),
        stderr: Type.String(),
        hidden: Type.Optional(
          Strict(
            { stdout: Type.String(), stderr: Type.String() },
            { description: 'What it printed while it was asked for checks that are not visible: for staff.' },
          ),
        ),
      },
      { description: "What the student's code printed, capped; never parsed." },
    ),
    environment: Strict({
      grader: Type.String(),
      node: Type.String(),
      driver: Type.String(),
      backends: Type.Array(Type.String()),
      seeds: Type.Record(Type.String(), Type.Array(Count)),
    }),
    timing: Strict({
      startedAt: Type.String(),
      wallMs: Type.Number(),
      workerCpuMs: Type.Number(),
      peakMemoryBytes: Type.Number(),
      workers: Count,
    }),
  },
  { title: 'tuxgrade report' },
);
export type GradeReport = Static<typeof GradeReport>;
