import { describe, expect, test } from '@jest/globals';
import { EXIT, exitCodeOf, GraderError } from '../../grader/errors.js';

describe('faults', () => {
  test('a student fault never ends the process with an error', () => {
    expect(exitCodeOf(new GraderError('TIME_LIMIT', 'x').fault)).toBe(EXIT.OK);
  });
  test.each([
    ['USAGE', 2],
    ['RUBRIC_INVALID', 3],
    ['DATA_MISSING', 3],
    ['DISK_FULL', 4],
    ['SANDBOX_UNAVAILABLE', 4],
  ] as const)('%s exits %i', (code, exit) => {
    expect(exitCodeOf(new GraderError(code, 'x').fault)).toBe(exit);
  });
});
