/** Gradings that end before judging: no points for a fault of the student, and ungraded for any other fault. */
import { describe, expect, test } from '@jest/globals';
import { GraderError, isStudentFault } from '../../../grader/errors.js';
import { failAll, leaveUngraded } from '../../../grader/grading/failing.js';
import { fileCheck } from '../../support/reports.js';

const checks = [fileCheck('a', 4, { hint: 'Which?' }), fileCheck('b', 6, { needs: ['a'] })];

describe('a submission that cannot be opened', () => {
  const error = new GraderError('BAD_ARCHIVE', 'the archive is damaged', { advice: 'pack it again' });
  if (!isStudentFault(error)) throw new Error('not taken for a fault of the student');
  const { results, notes, snapshot, observations } = failAll(checks, error);

  test('every check has the reason and no points', () => {
    expect(results.map(({ id, status, earned, possible }) => [id, status, earned, possible])).toEqual([
      ['a', 'failed', 0, 4],
      ['b', 'skipped', 0, 6],
    ]);
    expect(results[0]?.evidence).toEqual({
      type: 'error',
      error: { code: 'BAD_ARCHIVE', message: 'the archive is damaged' },
    });
    expect([snapshot, observations]).toEqual([null, null]);
  });
  test('the student gets advice, if there is any', () => {
    expect(notes).toEqual([{ audience: 'student', text: 'pack it again' }]);
    const silent = new GraderError('BAD_ARCHIVE', 'the archive is damaged');
    expect(isStudentFault(silent) && failAll(checks, silent).notes).toEqual([]);
  });
});

describe('the grader fails', () => {
  test('no check has points or a zero, and staff get a note', () => {
    const { results, notes } = leaveUngraded(checks, new GraderError('DISK_FULL', 'no room'));
    expect(results.map(({ status, earned }) => [status, earned])).toEqual([
      ['ungraded', null],
      ['ungraded', null],
    ]);
    expect(notes).toEqual([{ audience: 'system', text: 'DISK_FULL: no room' }]);
  });
  test.each(['USAGE', 'RUBRIC_INVALID', 'DISK_FULL'] as const)('%s is not a fault of the student', (code) => {
    expect(isStudentFault(new GraderError(code, 'x'))).toBe(false);
  });
});
