/** Files of the staff's that are pointers of Git LFS: whoever cloned a course's repository without LFS has them. */
import { GraderError } from '../errors.js';
import { FETCH_POINTERS, isPointer, POINTER_OF_STAFF } from '../files/lfs.js';

/** The bytes; throws DATA_MISSING where they are a pointer. */
export function refusePointer(path: string, bytes: Buffer): Buffer {
  if (!isPointer(bytes)) return bytes;
  throw new GraderError('DATA_MISSING', `${path} ${POINTER_OF_STAFF}`, { advice: FETCH_POINTERS });
}
