import tseslint from 'typescript-eslint';

/** Folders whose code is a pure function of its arguments: no I/O, no clock, no chance. */
const PURE = [
  'tensor',
  'text',
  'files',
  'schema',
  'stages',
  'numerics',
  'checks',
  'score',
  'plan',
  'onnx',
  'collected/analysis',
  'starters/from-rubric',
].map((room) => `grader/${room}/**/*.ts`);

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'coverage/',
      'node_modules/',
      'submissions/',
      'fixtures/',
      'rubrics/',
      'demo-run/',
      'test/adversarial/attacks/',
    ],
  },
  {
    files: ['grader/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: ['./test/tsconfig.json'] } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // there are no enums, the compiler itself tells instances by their #fields, and the two take a tenth of the time
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      complexity: ['error', 12],
      eqeqeq: 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
    },
  },
  {
    files: PURE,
    rules: {
      'no-restricted-globals': ['error', 'process', 'console', 'fetch', 'setTimeout', 'setInterval', 'performance'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Pure code has no clock.' },
        { object: 'Math', property: 'random', message: 'Use the seeded generator of numerics/.' },
      ],
    },
  },
  // The JSON schemas are written by a build step that lives beside the schemas it writes.
  { files: ['grader/schema/write-json-schemas.ts'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['test/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
);
