/**
 * Creates folders below the work folder of a grading. That is a temporary folder, so its content is removed even if the
 * grader was killed.
 */
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFaultOf } from './file-faults.js';
import type { Source } from './source.js';

/** The sandbox's user can pass through it, with any umask. */
const FOR_ALL = 0o755;

/** For this process alone (0700); its name begins with `name`. Throws DISK_FULL, INTERNAL. */
export async function newFolder(workDir: string, name: string): Promise<string> {
  return await mkdtemp(join(workDir, `${name}-`)).catch((cause: unknown) => {
    throw writeFaultOf(cause, workDir);
  });
}

/** What `open` opens in a new folder, which is removed when it is closed, or could not be opened. */
export async function openInFolder(
  workDir: string,
  name: string,
  open: (folder: string) => Promise<Source>,
): Promise<Source> {
  const folder = await newFolder(workDir, name);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const source = await open(folder);
    const close = async () => {
      try {
        await source.close();
      } finally {
        await remove();
      }
    };
    return { ...source, close };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * A folder that contains only an empty folder `submission`, for use as the root of a sandbox's file system. Creates
 * `workDir` if it does not exist. Throws DISK_FULL, INTERNAL.
 */
export async function newRoot(
  workDir: string,
  name: string,
): Promise<{ readonly folder: string; readonly root: string }> {
  try {
    await mkdir(workDir, { recursive: true, mode: FOR_ALL });
    const folder = await newFolder(workDir, name);
    const root = join(folder, 'submission');
    await mkdir(root);
    for (const one of [folder, root]) await chmod(one, FOR_ALL);
    return { folder, root };
  } catch (cause) {
    throw writeFaultOf(cause, workDir);
  }
}
