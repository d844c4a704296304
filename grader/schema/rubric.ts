/** The schema of a rubric: what a homework requires, and the points for it. */
import Type, { type Static } from 'typebox';
import { Check } from './checks.js';
import { Id, Strict, TaggedUnion, Words } from './common.js';
import { DEFAULT_LIMITS } from './default-limits.js';
import { DataSet } from './examples.js';
import { Network, SampleSet } from './network.js';
import { ARGUMENT_FORMS } from '../protocol/worker.js';
import { LAYOUTS, MODEL_FORMS } from '../protocol/model-forms.js';

const Argument = Type.Union([Type.String(), Type.Record(Type.String(), Type.String())], {
  description: 'A value of the network by name, or a record of these, e.g. { W1: W1, b1: b1 }.',
});

export const Target = TaggedUnion(
  'kind',
  [
    Strict({
      kind: Type.Literal('function'),
      file: Type.String({
        description: 'The file without its ending: it may be .ts, .js, .mjs or .cjs, but only one of them.',
      }),
      export: Type.String(),
      arguments: Type.Array(Argument, { minItems: 1 }),
      receives: Type.Optional(
        Words(
          ARGUMENT_FORMS,
          'tensors: tf.js tensors (default); arrays: nested arrays of numbers, and a plain number for a single one. What it returns may have either form.',
        ),
      ),
      returns: Words(['record', 'value'], 'record: an object of outputs; value: the result itself.'),
    }),
    Strict({
      kind: Type.Literal('model'),
      path: Type.String({
        description:
          'The path of model.json, as written by model.save of tf.js; an ONNX model lies beside it with the ending .onnx, e.g. deep/model.onnx for deep/model.json.',
      }),
      formats: Type.Optional(
        Type.Array(Words(MODEL_FORMS, 'tfjs: model.json with its weight files; onnx: one .onnx file.'), {
          minItems: 1,
          uniqueItems: true,
          description: 'The formats in which the model may be handed in (default: both).',
        }),
      ),
      layout: Type.Optional(
        Words(
          LAYOUTS,
          'The order of the sides of images that ONNX models take. Needed only where their shape does not tell: it is recognised by the channels.',
        ),
      ),
      input: Type.Array(Type.Integer({ minimum: 1 }), {
        minItems: 1,
        description:
          'The shape of one example, e.g. [2], [28, 28, 1] (height, width, channels); grey images also [28, 28].',
      }),
      flatten: Type.Optional(
        Type.Boolean({
          description:
            'Models get each image as one row of numbers, e.g. input [784] for grey images of 28 x 28 (default false).',
        }),
      ),
      outputs: Type.Array(Type.Integer({ minimum: 1 }), {
        minItems: 1,
        description:
          'The widths that the output may have: 1 for a two-class model (probability or logit), n for the scores of n classes.',
      }),
      gives: Type.Optional(
        Words(
          ['logits', 'probabilities'],
          'What the outputs should be. Both are graded by the largest one; students are told if they have the other.',
        ),
      ),
    }),
  ],
  'A part of a submission: an exported function or an exported model.',
);
export type Target = Static<typeof Target>;
export type TargetOf<K extends Target['kind']> = Extract<Target, { kind: K }>;

export const Limits = Strict(
  {
    totalSeconds: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 3600,
        description: `Processor time of all student code of one submission; the time that it waits has a separate limit of 20 s (default ${String(DEFAULT_LIMITS.totalSeconds)}).`,
      }),
    ),
    callSeconds: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 3600,
        description: `Processor time of one load or one call of a function (default ${String(DEFAULT_LIMITS.callSeconds)}).`,
      }),
    ),
    modelSeconds: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 3600,
        description: `Processor time of loading an exported model, or of its outputs for one data set (default ${String(DEFAULT_LIMITS.modelSeconds)}).`,
      }),
    ),
    memoryMiB: Type.Optional(
      Type.Integer({
        minimum: 128,
        maximum: 65536,
        description: `Memory of the worker (default ${String(DEFAULT_LIMITS.memoryMiB)}).`,
      }),
    ),
    outputKiB: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 65536,
        description: `The most output to stdout and stderr together (default ${String(DEFAULT_LIMITS.outputKiB)}).`,
      }),
    ),
    submissionMiB: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 4096,
        description: `The total size of all files of a submission (default ${String(DEFAULT_LIMITS.submissionMiB)}).`,
      }),
    ),
    files: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100_000,
        description: `The most files of a submission (default ${String(DEFAULT_LIMITS.files)}).`,
      }),
    ),
  },
  { description: 'Each has a default. Exceeding a limit is a fault of the student, and the report names the limit.' },
);
export type Limits = Static<typeof Limits>;

const DateTime = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2})$',
  description: 'Date and time with a time zone, e.g. 2018-09-13T23:59:00-05:00.',
});

const Grace = {
  graceMinutes: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 1440,
      description:
        'Minutes after `due`, and after `closes`, that are forgiven (default 0). Later work counts its days from `due`.',
    }),
  ),
};

export const LatePolicy = TaggedUnion('kind', [
  Strict({ kind: Type.Literal('none'), ...Grace }, { description: 'Late work gets full points until `closes`.' }),
  Strict(
    { kind: Type.Literal('per-day'), fraction: Type.Number({ exclusiveMinimum: 0, maximum: 1 }), ...Grace },
    { description: 'Each started day (24 hours) after `due` costs this fraction of the points earned.' },
  ),
  Strict(
    { kind: Type.Literal('fraction'), keep: Type.Number({ minimum: 0, maximum: 1 }), ...Grace },
    { description: 'Late work keeps this fraction of the points earned.' },
  ),
  Strict(
    {
      kind: Type.Literal('budget'),
      days: Type.Integer({
        minimum: 0,
        maximum: 365,
        description: 'Late days of each student for all homeworks together; --late-days says how many are left.',
      }),
      mostDays: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 365, description: 'The most late days for this homework (default: all).' }),
      ),
      fraction: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          maximum: 1,
          description: 'What each started day costs that no late day pays for (default 1: all points).',
        }),
      ),
      ...Grace,
    },
    { description: 'Each started day (24 hours) after `due` uses a late day, of which a student has a budget.' },
  ),
]);
export type LatePolicy = Static<typeof LatePolicy>;

export const Rubric = Strict(
  {
    schemaVersion: Type.Literal(1),
    id: Id('The name of the homework, and of the folder of its submissions.'),
    title: Type.String({ minLength: 1 }),
    points: Type.Number({
      exclusiveMinimum: 0,
      description: 'The total; the points of all checks without bonus must add up to it.',
    }),
    maxPoints: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        description:
          'The most that all checks together count, bonus included, before the late policy (default: all of them count).',
      }),
    ),
    dates: Type.Optional(
      Strict({
        due: DateTime,
        closes: DateTime,
        followSystem: Type.Optional(
          Type.Boolean({
            description:
              'Where Gradescope runs the grader and gives dates of its own for the assignment, they count instead of these (default false: there only extensions of single students move these).',
          }),
        ),
      }),
    ),
    late: Type.Optional(LatePolicy),
    limits: Type.Optional(Limits),
    networks: Type.Optional(
      Type.Record(Type.String(), Network, {
        description: 'Reference networks; their gradients are derived automatically.',
      }),
    ),
    sampleSets: Type.Optional(Type.Record(Type.String(), SampleSet, { description: 'Named sample sets.' })),
    targets: Type.Optional(Type.Record(Type.String(), Target)),
    data: Type.Optional(Type.Record(Type.String(), DataSet)),
    checks: Type.Array(Check, { minItems: 1 }),
  },
  { title: 'tuxgrade rubric' },
);
export type Rubric = Static<typeof Rubric>;
