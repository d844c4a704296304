/**
 * A store in a folder that all machines mount. Relies on `link` to be atomic, as it is on local file systems and NFS.
 * Must not trust names (store.ts) nor depend on the clock of the folder's machine.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf, GraderError } from '../../errors.js';
import { NAME, type BlobStore } from './store.js';

/** Everything is sealed; other accounts of the machine still have no business with it. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Lies in every store: where it is not, the folder was removed, or is the place of a disk that is not mounted any more. */
const MARK = 'tuxgrade-store';

/** The store in a folder that is there. Throws STORE_UNAVAILABLE. */
export async function openFolderStore(folder: string): Promise<BlobStore> {
  const root = resolve(folder);
  await writeFile(join(root, MARK), '', { mode: FILE_MODE, flag: 'a' }).catch((cause: unknown) => {
    throw explain(folder, cause);
  });
  return folderStore(folder, root);
}

function folderStore(folder: string, root: string): BlobStore {
  const pathOf = (name: string) => {
    if (!NAME.test(name)) throw new Error(`${name} cannot be a name in a store`);
    return join(root, name);
  };
  const fault = (cause: unknown) => explain(folder, cause);
  /** Nothing is found in an empty place of a disk, and what is written there is lost. */
  const assertIsThere = async () => {
    await stat(join(root, MARK)).catch((cause: unknown) => {
      throw codeOf(cause) === 'ENOENT' ? goneFault(folder) : fault(cause);
    });
  };
  return {
    shown: folder,
    get: async (name) => {
      try {
        return await readFile(pathOf(name));
      } catch (cause) {
        if (codeOf(cause) !== 'ENOENT') throw fault(cause);
        await assertIsThere();
        return null;
      }
    },
    putNew: async (name, bytes) => {
      try {
        return await beside(pathOf(name), bytes, linkNew, assertIsThere);
      } catch (cause) {
        throw fault(cause);
      }
    },
    replace: async (name, bytes) => {
      await beside(pathOf(name), bytes, rename, assertIsThere).catch((cause: unknown) => {
        throw fault(cause);
      });
    },
    list: async (name) => {
      try {
        // what is being written begins with a dot
        return (await readdir(pathOf(name))).filter((one) => NAME.test(one)).sort();
      } catch (cause) {
        if (codeOf(cause) !== 'ENOENT') throw fault(cause);
        await assertIsThere();
        return [];
      }
    },
    close: () => undefined,
  };
}

async function linkNew(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause;
    // the answer of a server may be lost, and the link be made again in vain
    return (await stat(temporary)).nlink > 1;
  }
}

/**
 * Writes to a temporary file beside `path`, which `place` puts there, and which is gone afterwards. Makes folders unless
 * `assertMayMake` throws.
 */
async function beside<T>(
  path: string,
  bytes: Uint8Array,
  place: (temporary: string, path: string) => Promise<T>,
  assertMayMake: () => Promise<void>,
): Promise<T> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}`);
  const write = () => writeFile(temporary, bytes, { mode: FILE_MODE, flag: 'wx' });
  try {
    await write().catch(async (cause: unknown) => {
      if (codeOf(cause) !== 'ENOENT') throw cause;
      await assertMayMake();
      await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
      await write();
    });
    return await place(temporary, path);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

function goneFault(folder: string): GraderError {
  return new GraderError('STORE_UNAVAILABLE', `the store ${folder} is not there any more`, {
    advice: 'Is its disk still mounted? Nothing is lost: submissions are graded once it is back.',
  });
}

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'it cannot be written',
  ENOTDIR: 'a part of the path is not a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ESTALE: 'the server of the folder was restarted or lost it',
  EIO: 'the disk or the network failed',
};

function explain(folder: string, cause: unknown): GraderError {
  if (cause instanceof GraderError) return cause;
  const code = codeOf(cause);
  if (code === null) throw cause;
  return new GraderError('STORE_UNAVAILABLE', `the store ${folder} cannot be used: ${WHY[code] ?? code}`, {
    advice: 'All machines have to mount it at this path, with the right to read and write.',
    cause,
  });
}
