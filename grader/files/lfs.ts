/** Recognises Git LFS pointers: a few lines of text that replace a file in a repository without its large files. */

/** The first line of a pointer, https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const FIRST_LINE = Buffer.from('version https://git-lfs.github.com/spec/v1');
/** A pointer is shorter than this, according to the same document. */
export const MOST_POINTER_BYTES = 1024;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** `start` is the first 64 bytes or more of a file, `bytes` its size. */
export function isPointer(start: Uint8Array, bytes = start.length): boolean {
  if (bytes >= MOST_POINTER_BYTES || start.length <= FIRST_LINE.length) return false;
  const next = start[FIRST_LINE.length];
  // Git on Windows may have changed line endings
  return FIRST_LINE.equals(start.subarray(0, FIRST_LINE.length)) && (next === LINE_FEED || next === CARRIAGE_RETURN);
}

/** The number of bytes that must be read to recognise a pointer. */
export const POINTER_START = 64;

/** The predicate of a sentence about a student's file. */
export const POINTER_OF_STUDENT =
  'is a pointer of Git LFS and not the file itself: run "git lfs pull" in the repository and hand in the files that it fetches';
/** The predicate and advice for a file of an instructor. */
export const POINTER_OF_STAFF = 'is a pointer of Git LFS and not the file itself';
export const FETCH_POINTERS = 'Run "git lfs install" and "git lfs pull" in the repository that contains it.';
