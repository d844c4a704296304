/**
 * What each course system documents about the files that it takes, as JSON schemas written from that documentation. Sources:
 * PrairieLearn "External grading"; Classroom 50 "Advanced autograding"; the schema of CTRF 1.0;
 * Autolab "Autograders" and "Formatted feedback"; LTI AGS 2.0; Gradescope "Autograder specifications".
 */
const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };

export const prairielearn = {
  type: 'object',
  required: ['gradable'],
  additionalProperties: false,
  properties: {
    gradable: { type: 'boolean' },
    score: { type: 'number', minimum: 0, maximum: 1 },
    format_errors: { type: 'array', items: text, minItems: 1 },
    message: text,
    tests: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'points', 'max_points'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', minLength: 1 },
          points: { type: 'number' },
          max_points: { type: 'number' },
          message: text,
          output: text,
          images: {
            type: 'array',
            items: {
              type: 'object',
              required: ['url', 'label'],
              properties: { label: text, url: { type: 'string', pattern: '^data:image/png;base64,[A-Za-z0-9+/=]+$' } },
            },
          },
        },
      },
    },
  },
  if: { properties: { gradable: { const: true } } },
  then: { required: ['score'] },
  else: { required: ['format_errors'] },
};

const filled = { type: 'string', minLength: 1 };
export const classroom50 = {
  type: 'object',
  required: [
    ...['schema', 'classroom', 'assignment', 'owner', 'submission', 'commit', 'release', 'review', 'datetime'],
    ...['score', 'max-score', 'tests'],
  ],
  additionalProperties: false,
  properties: {
    schema: { const: 'classroom50/result/v1' },
    classroom: filled,
    assignment: filled,
    owner: filled,
    submission: filled,
    commit: filled,
    release: filled,
    review: filled,
    datetime: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' },
    score: count,
    'max-score': count,
    tests: {
      type: 'array',
      items: {
        type: 'object',
        // others are kept as they are
        required: ['test-name', 'passed', 'score', 'max-score'],
        properties: { 'test-name': filled, passed: { type: 'boolean' }, score: count, 'max-score': count },
      },
    },
  },
};

export const ctrf = {
  type: 'object',
  required: ['results', 'reportFormat', 'specVersion'],
  additionalProperties: false,
  properties: {
    reportFormat: { const: 'CTRF' },
    specVersion: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' },
    generatedBy: text,
    results: {
      type: 'object',
      required: ['tool', 'summary', 'tests'],
      additionalProperties: false,
      properties: {
        tool: {
          type: 'object',
          required: ['name'],
          additionalProperties: false,
          properties: { name: filled, version: text },
        },
        summary: {
          type: 'object',
          required: ['tests', 'passed', 'failed', 'skipped', 'pending', 'other', 'start', 'stop'],
          additionalProperties: false,
          properties: Object.fromEntries(
            ['tests', 'passed', 'failed', 'skipped', 'pending', 'other', 'start', 'stop', 'duration'].map((name) => [
              name,
              count,
            ]),
          ),
        },
        tests: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name', 'status', 'duration'],
            additionalProperties: false,
            properties: {
              name: filled,
              status: { enum: ['passed', 'failed', 'skipped', 'pending', 'other'] },
              duration: count,
              message: text,
              trace: text,
              rawStatus: text,
              type: text,
              extra: { type: 'object' },
            },
          },
        },
        extra: { type: 'object' },
      },
    },
  },
};

export const ags = {
  type: 'array',
  items: {
    type: 'object',
    required: ['userId', 'timestamp', 'activityProgress', 'gradingProgress'],
    additionalProperties: false,
    properties: {
      userId: filled,
      timestamp: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' },
      activityProgress: { enum: ['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed'] },
      gradingProgress: { enum: ['FullyGraded', 'Pending', 'PendingManual', 'Failed', 'NotReady'] },
      scoreGiven: { type: 'number', minimum: 0 },
      scoreMaximum: { type: 'number', minimum: 0 },
    },
    dependentRequired: { scoreGiven: ['scoreMaximum'] },
    if: { properties: { gradingProgress: { const: 'FullyGraded' } } },
    then: { required: ['scoreGiven'] },
    else: { not: { required: ['scoreGiven'] } },
  },
};

const format = { enum: ['text', 'html', 'simple_format', 'md', 'ansi'] };
const visibility = { enum: ['hidden', 'after_due_date', 'after_published', 'visible'] };
export const gradescope = {
  type: 'object',
  required: ['tests'],
  additionalProperties: false,
  properties: {
    score: { type: 'number' },
    execution_time: { type: 'number' },
    output: text,
    output_format: format,
    test_output_format: format,
    visibility,
    stdout_visibility: visibility,
    extra_data: { type: 'object' },
    tests: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          score: { type: 'number' },
          max_score: { type: 'number' },
          status: { enum: ['passed', 'failed'] },
          name: text,
          number: text,
          output: text,
          output_format: format,
          visibility,
          extra_data: { type: 'object' },
        },
      },
    },
  },
};

export const semantic = {
  type: 'object',
  required: ['_presentation', 'stages'],
  properties: { _presentation: { const: 'semantic' }, stages: { type: 'array', items: filled, minItems: 1 } },
  additionalProperties: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      required: ['passed'],
      additionalProperties: false,
      properties: { passed: { type: 'boolean' }, hint: text },
    },
  },
};
export const scores = {
  type: 'object',
  required: ['scores'],
  additionalProperties: false,
  properties: { scores: { type: 'object', additionalProperties: { type: 'number' } }, scoreboard: { type: 'array' } },
};
