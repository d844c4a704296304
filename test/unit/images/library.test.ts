import { expect, test } from '@jest/globals';
import { explainMissingLibrary } from '../../../grader/images/library.js';

test('a library that does not load is explained, any other error is unchanged', () => {
  const own = new Error('Could not load the "sharp" module using the linux-x64 runtime\nPossible solutions: ...');
  expect(() => explainMissingLibrary(own)).toThrow('the library sharp does not load');
  const other = new Error('disk full');
  expect(() => explainMissingLibrary(other)).toThrow(other);
});
