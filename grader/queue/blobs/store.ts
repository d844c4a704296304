/**
 * A place that producers and workers share, in which things lie under names and are written once. It must not know what
 * lies in it: everything is sealed before (seal.ts). Only the interface.
 */

export interface BlobStore {
  /** As the user named it, for messages. */
  readonly shown: string;
  /** What lies under the name; null if nothing does. Throws STORE_UNAVAILABLE. */
  get(name: string): Promise<Uint8Array | null>;
  /**
   * Writes it unless something lies there, and tells whether it did. Of several at once exactly one does, and nobody ever
   * sees a part of it. Throws STORE_UNAVAILABLE.
   */
  putNew(name: string, bytes: Uint8Array): Promise<boolean>;
  /** Replaces what lies there, for a blob that was found damaged. Throws STORE_UNAVAILABLE. */
  replace(name: string, bytes: Uint8Array): Promise<void>;
  /** The last parts of the names directly below `folder`, sorted; empty if there are none. Throws STORE_UNAVAILABLE. */
  list(folder: string): Promise<readonly string[]>;
  close(): void;
}

/** Parts of lower-case letters, digits and `-`, separated by slashes: no name leads out of the store. */
export const NAME = /^[a-z0-9-]+(\/[a-z0-9-]+)*$/;
