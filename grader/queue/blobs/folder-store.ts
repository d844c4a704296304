/**
 * A store in a folder that all machines mount. Relies on `link` to be atomic, as it is on local file systems and NFS.
 * Must not trust names (store.ts) nor depend on the clock of the folder's machine.
 */
import { randomUUID } from 'node:crypto';
import { link, lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf, GraderError, meaningOf } from '../../errors.js';
import { NAME, type BlobStore } from './store.js';

/** Everything is sealed; other accounts of the machine still have no business with it. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Where things are written before they get their names. */
const INCOMING = '.incoming';
/** After so long, whoever wrote something there was killed meanwhile. */
const GIVEN_UP_MS = 3_600_000;

/** Lies in every store: where it is not, the folder was removed, or is the place of a disk that is not mounted any more. */
const MARK = 'tuxgrade-store';

/** The store in a folder that is there, without what others that were killed left half-written. Throws STORE_UNAVAILABLE. */
export async function openFolderStore(folder: string): Promise<BlobStore> {
  const root = resolve(folder);
  try {
    await writeFile(join(root, MARK), '', { mode: FILE_MODE, flag: 'a' });
    await mkdir(join(root, INCOMING), { recursive: true, mode: FOLDER_MODE });
    await sweep(join(root, INCOMING));
  } catch (cause) {
    throw explain(folder, cause);
  }
  return folderStore(folder, root);
}

/** By the clock of the folder's machine, which may be another than ours. */
async function sweep(incoming: string): Promise<void> {
  const probe = join(incoming, randomUUID());
  await writeFile(probe, '', { mode: FILE_MODE, flag: 'wx' });
  const now = (await stat(probe)).mtimeMs;
  await rm(probe, { force: true });
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    // null if it has just got its name
    const written = await lstat(path).catch(() => null);
    if (written !== null && now - written.mtimeMs > GIVEN_UP_MS) await rm(path, { force: true });
  }
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
  const write = writerInto(root, assertIsThere);
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
        return await write(pathOf(name), bytes, linkNew);
      } catch (cause) {
        throw fault(cause);
      }
    },
    replace: async (name, bytes) => {
      await write(pathOf(name), bytes, rename).catch((cause: unknown) => {
        throw fault(cause);
      });
    },
    list: async (name) => {
      try {
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

type Place<T> = (temporary: string, path: string) => Promise<T>;

/** Writes to a file that nobody looks at, which `place` gives its name; nothing is left if it fails. */
function writerInto(root: string, assertIsThere: () => Promise<void>) {
  const incoming = join(root, INCOMING);
  /** Makes a folder where it is not there yet, but not in an empty place of a disk. */
  const making = async <T>(parent: string, act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (cause) {
      if (codeOf(cause) !== 'ENOENT') throw cause;
    }
    await assertIsThere();
    await mkdir(parent, { recursive: true, mode: FOLDER_MODE });
    return await act();
  };
  return async <T>(path: string, bytes: Uint8Array, place: Place<T>): Promise<T> => {
    const temporary = join(incoming, randomUUID());
    try {
      await making(incoming, () => writeFile(temporary, bytes, { mode: FILE_MODE, flag: 'wx' }));
      return await making(dirname(path), () => place(temporary, path));
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
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

function goneFault(folder: string): GraderError {
  return new GraderError('STORE_UNAVAILABLE', `the store ${folder} is not there any more`, {
    advice: 'Is its disk still mounted? Nothing is lost: submissions are graded once it is back.',
  });
}

function explain(folder: string, cause: unknown): GraderError {
  if (cause instanceof GraderError) return cause;
  const code = codeOf(cause);
  if (code === null) throw cause;
  return new GraderError('STORE_UNAVAILABLE', `the store ${folder} cannot be used: ${meaningOf(code)}`, {
    advice: 'All machines have to mount it at this path, with the right to read and write.',
    cause,
  });
}
