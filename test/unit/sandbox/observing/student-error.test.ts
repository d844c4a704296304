/** Errors are told without the place of the snapshot, however the system writes paths. */
import { expect, test } from '@jest/globals';
import { reportError } from '../../../../grader/sandbox/observing/student-error.js';
import type { Snapshot } from '../../../../grader/stages/submission.js';

const at = (root: string) => ({ root }) as Snapshot;

test.each([
  ['/tmp/t-1/room/submission', 'ENOENT: /tmp/t-1/room/submission/src/a.json'],
  ['C:\\Temp\\t-1\\submission', 'ENOENT: C:\\Temp\\t-1\\submission\\src/a.json'],
  ['/tmp/t-1/room/submission', 'ENOENT: /submission/src/a.json'],
])('%s', (root, message) => {
  expect(reportError('RUNTIME_ERROR', message, at(root)).message).toBe('ENOENT: src/a.json');
});
