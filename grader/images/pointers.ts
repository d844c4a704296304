/** Refuses staff files that are Git LFS pointers, as in a course's repository that was cloned without LFS. */
import { GraderError } from '../errors.js';
import { FETCH_POINTERS, isPointer, POINTER_OF_STAFF } from '../files/lfs.js';

/** The bytes; throws DATA_MISSING if they are a pointer. */
export function refusePointer(path: string, bytes: Buffer): Buffer {
  if (!isPointer(bytes)) return bytes;
  throw new GraderError('DATA_MISSING', `${path} ${POINTER_OF_STAFF}`, { advice: FETCH_POINTERS });
}
