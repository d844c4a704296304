/** Pointers of Git LFS, by the document of their format. */
import { expect, test } from '@jest/globals';
import { isPointer, MOST_POINTER_BYTES, POINTER_START } from '../../../grader/files/lfs.js';

const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n';

test.each([
  ['a pointer', POINTER, true],
  ['a pointer with line ends of Windows', POINTER.replaceAll('\n', '\r\n'), true],
  ['the beginning that is read of one', POINTER.slice(0, POINTER_START), true],
  ['another version', POINTER.replace('v1', 'v2'), false],
  ['a longer first line', POINTER.replace('v1', 'v12'), false],
  ['the first line alone, without an end', POINTER.split('\n')[0] ?? '', false],
  ['nothing', '', false],
])('%s', (_, text, is) => {
  expect(isPointer(Buffer.from(text))).toBe(is);
});
test('a file is too large to be one', () => {
  expect(isPointer(Buffer.from(POINTER), MOST_POINTER_BYTES - 1)).toBe(true);
  expect(isPointer(Buffer.from(POINTER), MOST_POINTER_BYTES)).toBe(false);
});
