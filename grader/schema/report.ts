/** The report of one submission, as written to report.json. All other outputs are made from it. */
import Type, { type Static } from 'typebox';
import { TIME_SOURCES } from '../dates/handed-in.js';
import { EVIDENCE } from '../kinds/schemas.js';
import { Strict, TaggedUnion, Visibility, Words } from './common.js';
import { Comparison, Count, Nullable, StudentErrorReport } from './evidence.js';
import { REPORT_VERSION } from './version.js';

export const Evidence = TaggedUnion('type', [
  Comparison,
  ...EVIDENCE,
  Strict({ type: Type.Literal('error'), error: StudentErrorReport }),
  Strict({ type: Type.Literal('none') }),
]);
export type Evidence = Static<typeof Evidence>;

const STATUSES = ['passed', 'partial', 'failed', 'skipped', 'ungraded', 'open'] as const;

export const CheckAdjustment = Strict(
  {
    machine: Nullable(
      Type.Number({ minimum: 0, description: 'What the grader gave; null if it left it ungraded or open.' }),
    ),
    status: Words(STATUSES, 'The status that goes with `machine`.'),
    wanted: Type.Optional(
      Type.Number({ description: 'The points that were asked for, where they had to be clipped to [0, possible].' }),
    ),
    reason: Type.String({ description: 'Students read it.' }),
    author: Type.String({ description: 'Students do not see it.' }),
    at: Type.String({ description: 'ISO time.' }),
  },
  { description: 'Staff changed the points: `earned` and `status` are what counts now.' },
);
export type CheckAdjustment = Static<typeof CheckAdjustment>;

export const CheckReport = Strict({
  id: Type.String(),
  title: Type.String(),
  kind: Type.String(),
  status: Words(STATUSES, 'ungraded: a fault of the grader; open: given by hand, and not given yet.'),
  earned: Nullable(Type.Number({ minimum: 0, description: 'null when ungraded or open.' })),
  possible: Type.Number({ minimum: 0 }),
  bonus: Type.Optional(Type.Literal(true, { description: 'Its points are beyond the total.' })),
  visibility: Visibility,
  summary: Type.String({ description: 'The reason in one line.' }),
  evidence: Evidence,
  hint: Type.Optional(Type.String()),
  adjustment: Type.Optional(CheckAdjustment),
});
export type CheckReport = Static<typeof CheckReport>;

export const Note = Strict({
  audience: Words(
    ['student', 'staff', 'system'],
    'student: may be read by anybody; staff: for the TA to check; system: about the grader itself.',
  ),
  text: Type.String(),
});
export type Note = Static<typeof Note>;

export const GradeReport = Strict(
  {
    schemaVersion: Type.Literal(REPORT_VERSION),
    submission: Strict({
      id: Type.String(),
      digest: Type.String({ description: 'sha256 over the paths and contents of all files.' }),
      files: Count,
      bytes: Count,
      submittedAt: Nullable(Type.String({ description: 'The one time that counts; null if it is unknown.' })),
      timeFrom: Nullable(
        Words(
          TIME_SOURCES,
          'Where submittedAt is from, the strongest first: --submitted-at, the course system, the roster, the archive of the class.',
        ),
      ),
      terms: Type.Optional(
        Strict(
          {
            due: Type.Optional(Type.String()),
            closes: Type.Optional(Type.String()),
            lateDaysLeft: Type.Optional(Type.Integer({ minimum: 0, description: 'Before this homework.' })),
          },
          { description: "What applies to this student instead of the rubric's dates and budget." },
        ),
      ),
      timeRemarks: Type.Optional(
        Type.Array(Type.String(), {
          description: 'For staff: what of its times and dates could not be read, or was read with doubt.',
        }),
      ),
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
      maxPoints: Type.Optional(
        Type.Number({
          description: 'The most that counts with bonus, before the late policy; absent without a limit.',
        }),
      ),
      seed: Type.Optional(
        Type.Integer({
          minimum: 0,
          description: "The seed that replaced the generic samples (--seed); absent if they are the rubric's own.",
        }),
      ),
    }),
    verdict: Strict({
      status: Words(
        ['graded', 'ungraded', 'open'],
        'ungraded: a fault of the grader; open: points are given by hand and not given yet, so that this is not final.',
      ),
      earned: Nullable(Type.Number({ description: 'After the late policy; null when ungraded or open.' })),
      possible: Type.Number({ description: 'Without bonus, which may take `earned` beyond it.' }),
      beforeLate: Nullable(Type.Number({ description: 'Points before the late policy.' })),
      late: Nullable(
        Strict({
          policy: Type.String(),
          due: Type.String({ description: 'The dates that were applied: of the student or of the rubric.' }),
          closes: Type.String(),
          daysLate: Type.Integer({ description: 'Started days of 24 hours after due; 0 within the grace.' }),
          closed: Type.Boolean(),
          factor: Type.Number({
            minimum: 0,
            maximum: 1,
            description: 'The share that counts: earned is beforeLate times this, rounded to four decimals.',
          }),
          lateDays: Type.Optional(
            Strict({ used: Count, left: Count }, { description: 'Of the budget: used here, and left after it.' }),
          ),
          sentence: Type.String(),
        }),
      ),
      machine: Type.Optional(
        Strict(
          { earned: Nullable(Type.Number()), beforeLate: Nullable(Type.Number()) },
          { description: 'The totals that the grader gave; present where staff changed the points of a check.' },
        ),
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
            { description: 'What it printed during checks that are not visible: for staff.' },
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
      data: Type.Record(Type.String(), Type.String(), {
        description: 'sha256 of the examples and labels of each data set of the rubric, by its name.',
      }),
      observations: Type.Optional(
        Type.String({ description: 'sha256 of what was observed, under which it is kept; absent if it is not kept.' }),
      ),
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
