/** Pointers of Git LFS: a few lines of text in the place of a file, where a repository was taken without its large files. */
import { closeSync, openSync, readSync } from 'node:fs';
import { join, posix } from 'node:path';
import { showName } from '../../intake/names.js';

/** First line of a pointer, https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const FIRST_LINE = 'version https://git-lfs.github.com/spec/v1\n';
/** A pointer is shorter than that, by the same document. */
const MOST_BYTES = 1024;

/** What to tell of the first pointer beside a model.json, or in its place: a whole sentence; null where there is none. */
export function sentenceOnPointers(root: string, model: string, sizes: ReadonlyMap<string, number>): string | null {
  const folder = posix.dirname(model);
  const pointers = [...sizes].filter(
    ([path, bytes]) => bytes < MOST_BYTES && posix.dirname(path) === folder && isPointer(join(root, path)),
  );
  const [first] = pointers;
  if (first === undefined) return null;
  const others = pointers.length === 1 ? '' : ` (and ${String(pointers.length - 1)} more)`;
  return `${showName(first[0])}${others} is a pointer of Git LFS and not the file itself: run "git lfs pull" in the repository and hand in the files that it fetches`;
}

function isPointer(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(FIRST_LINE.length);
    readSync(file, start);
    return start.toString('latin1') === FIRST_LINE;
  } finally {
    closeSync(file);
  }
}
