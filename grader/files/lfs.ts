/** Recognises Git LFS pointers: a few lines of text in place of a file, in a repository without its large files. */

/** First line of a pointer, https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const FIRST_LINE = Buffer.from('version https://git-lfs.github.com/spec/v1');
/** A pointer is shorter than this, by the same document. */
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

/** How much of a file has to be read to recognise a pointer. */
export const POINTER_START = 64;

/** Predicate for a student's file. */
export const POINTER_OF_STUDENT =
  'is a pointer of Git LFS and not the file itself: run "git lfs pull" in the repository and hand in the files that it fetches';
/** Predicate and advice for a staff file. */
export const POINTER_OF_STAFF = 'is a pointer of Git LFS and not the file itself';
export const FETCH_POINTERS = 'Run "git lfs install" and "git lfs pull" in the repository that it lies in.';
