/** jest runs the TypeScript sources as ES modules; @swc/jest only strips types (tsc checks them in the lint step). */
export default {
  testEnvironment: '<rootDir>/test/support/fast-globals.cjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  testTimeout: 60_000,
  // two cores are two workers: jest itself would leave one free
  maxWorkers: '100%',
  globalSetup: '<rootDir>/test/support/fresh-build.cjs',
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  reporters: ['default', '<rootDir>/test/support/plain-summary.cjs'],
};
