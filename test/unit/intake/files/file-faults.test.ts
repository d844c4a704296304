/** Errors of the operating system as errors of the grader: none is a student's fault. */
import { describe, expect, test } from '@jest/globals';
import { GraderError } from '../../../../grader/errors.js';
import { fileFaultOf, writeFaultOf } from '../../../../grader/intake/files/file-faults.js';

const system = (code: string) => Object.assign(new Error(code), { code });

describe('reading', () => {
  test.each([
    ['ENOENT', 'USAGE', 'x does not exist'],
    ['ENOTDIR', 'USAGE', 'x does not exist'],
    ['EACCES', 'USAGE', 'x may not be read by this user'],
    ['EPERM', 'USAGE', 'x may not be read by this user'],
    ['ELOOP', 'USAGE', 'x was replaced while it was read'],
    ['ENXIO', 'USAGE', 'x was replaced while it was read'],
    ['EIO', 'INTERNAL', 'x could not be read (EIO)'],
  ])('%s', (code, fault, message) => {
    const cause = system(code);
    expect(fileFaultOf(cause, 'x')).toMatchObject({ code: fault, message, cause });
  });
  test('an error without a code', () => {
    expect(fileFaultOf(new Error('?'), 'x')).toMatchObject({ message: 'x could not be read (unknown reason)' });
  });
});

describe('writing', () => {
  test.each([
    ['ENOSPC', 'DISK_FULL', 'there is no space left to copy the submission to /tmp'],
    ['EDQUOT', 'DISK_FULL', 'there is no space left to copy the submission to /tmp'],
    ['EROFS', 'INTERNAL', 'the submission could not be copied to /tmp (EROFS)'],
  ])('%s', (code, fault, message) => {
    expect(writeFaultOf(system(code), '/tmp')).toMatchObject({ code: fault, message });
  });
});

test('an error of the grader stays what it is', () => {
  const error = new GraderError('TOO_LARGE', 'too large');
  expect([fileFaultOf(error, 'x'), writeFaultOf(error, 'x')]).toEqual([error, error]);
});
