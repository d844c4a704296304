/** The store that `--store` names. */
import { ensureWritable } from '../atomic.js';
import { folderStore } from './blobs/folder-store.js';
import type { BlobStore } from './blobs/store.js';

/** Throws what `ensureWritable` throws for a folder that cannot be used. */
export async function storeAt(place: string): Promise<BlobStore> {
  await ensureWritable(place, '--store');
  return folderStore(place);
}
