import { expect, test } from '@jest/globals';
import { packagesOf } from '../../../grader/building/bundled.js';

test('the packages of files are the innermost folders, each once; own files have none', () => {
  expect(
    packagesOf([
      'node_modules/yargs/build/index.js',
      'node_modules/@tensorflow/tfjs-core/dist/index.js',
      'node_modules/yargs/node_modules/cliui/index.mjs',
      'node_modules\\ajv\\dist\\ajv.js',
      'node_modules/yargs/build/usage.js',
      'dist/cli/main.js',
    ]),
  ).toEqual([
    'node_modules/@tensorflow/tfjs-core',
    'node_modules/ajv',
    'node_modules/yargs',
    'node_modules/yargs/node_modules/cliui',
  ]);
});
