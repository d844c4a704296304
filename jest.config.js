/**
 * jest runs the TypeScript sources, of which @swc/jest only strips types (the lint step checks them), as CommonJS:
 * Node.js never frees the ES modules that jest makes for a test file, and after a hundred files most of the time would go
 * into looking for garbage. What is shipped is what tests start as programs.
 */
import { availableParallelism } from 'node:os';

/*
 * Each Node.js that starts reads the authorities in this file, which takes twice as long as the rest of its start. Of what
 * tests start, only npm needs them (test/support/npm.ts).
 */
const { NODE_EXTRA_CA_CERTS: authorities } = process.env;
if (authorities !== undefined) {
  process.env.CA_CERTS_OF_NPM = authorities;
  delete process.env.NODE_EXTRA_CA_CERTS;
}

const ES_MODULES = [
  'd3-scale',
  'd3-shape',
  'execa',
  'fast-png',
  'p-queue',
  'string-width',
  'typebox',
  'wrap-ansi',
  'yargs',
];

export default {
  testEnvironment: '<rootDir>/test/support/fast-globals.cjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // for jest.all.config.js
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/groups/'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@tensorflow/tfjs-(core|layers|converter|backend-cpu)(/dist/.*)?$': '<rootDir>/test/support/tfjs.mjs',
  },
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
    '\\.m?js$': '<rootDir>/test/support/as-common-js.cjs',
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})/)`],
  testTimeout: 60_000,
  // one more than there are cores: tests wait for an eighth of their time, for idle submissions, saves and other processes
  maxWorkers: availableParallelism() + 1,
  globalSetup: '<rootDir>/test/support/fresh-build.cjs',
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  reporters: ['default', '<rootDir>/test/support/plain-summary.cjs'],
};
