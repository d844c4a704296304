/** Makes the folder that a reader sees: it contains one file, with a fixed name, readable by the sandbox's user. */
import { chmod, constants, copyFile, link, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, GraderError } from '../../errors.js';
import { FETCH_POINTERS, isPointer, POINTER_OF_STAFF, POINTER_START } from '../../files/lfs.js';
import { fileFaultOf, writeFaultOf } from '../files/file-faults.js';
import { newRoot } from '../files/work-folders.js';
import { showName } from '../../files/names.js';

/**
 * Makes `root` below `folder`, with only the file in it. Throws USAGE for a file that cannot be read, DISK_FULL,
 * INTERNAL.
 */
export async function provideFile(path: string, label: string, workDir: string) {
  const bytes = await sizeOf(path, label);
  try {
    const { folder, root } = await newRoot(workDir, 'read');
    await put(path, join(root, 'file'), label);
    return { folder, root, bytes };
  } catch (cause) {
    throw writeFaultOf(cause, workDir);
  }
}

/** Throws USAGE if it is not a regular file or is a Git LFS pointer. Must not block on a pipe. */
async function sizeOf(path: string, label: string): Promise<number> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw new GraderError('USAGE', `${label} is not a regular file`);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(POINTER_START), 0, POINTER_START, 0);
      if (isPointer(buffer.subarray(0, bytesRead), stats.size)) {
        // it is missing on the grader's machine, which is not the student's fault
        throw new GraderError('USAGE', `${label} ${POINTER_OF_STAFF}`, { advice: FETCH_POINTERS });
      }
      return stats.size;
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw fileFaultOf(cause, showName(label));
  }
}

/** A link if every user may read the file and it can be linked, otherwise a copy. */
async function put(path: string, place: string, label: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o004) !== 0) {
    const linked = await link(path, place).then(
      () => true,
      () => false,
    );
    if (linked) return;
  }
  await copyFile(path, place, constants.COPYFILE_FICLONE).catch((cause: unknown) => {
    const code = codeOf(cause);
    throw code === 'EACCES' || code === 'ENOENT' ? fileFaultOf(cause, label) : cause;
  });
  await chmod(place, 0o444);
}
