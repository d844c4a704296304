/** Finds Git LFS pointers beside a model.json or in place of it. */
import { closeSync, openSync, readSync } from 'node:fs';
import { join, posix } from 'node:path';
import { showName } from '../../files/names.js';
import { isPointer, MOST_POINTER_BYTES, POINTER_OF_STUDENT, POINTER_START } from '../../files/lfs.js';

/** A whole sentence about the first pointer; null if there is none. */
export function sentenceOnPointers(root: string, model: string, sizes: ReadonlyMap<string, number>): string | null {
  const folder = posix.dirname(model);
  const start = folder === '.' ? '' : `${folder}/`;
  const pointers = [...sizes].filter(
    ([path, bytes]) =>
      path.startsWith(start) && bytes < MOST_POINTER_BYTES && isPointer(startOf(join(root, path)), bytes),
  );
  const [first] = pointers;
  if (first === undefined) return null;
  const others = pointers.length === 1 ? '' : ` (and ${String(pointers.length - 1)} more)`;
  return `${showName(first[0])}${others} ${POINTER_OF_STUDENT}`;
}

function startOf(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(POINTER_START);
    return start.subarray(0, readSync(file, start));
  } finally {
    closeSync(file);
  }
}
