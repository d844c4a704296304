/**
 * Sealed contents by digest, cut into pieces, so that neither end holds more than one piece twice. Every piece is checked
 * against its digest when it arrives: one that does not match is fetched again, and then told.
 */
import type { Cache } from '../../cache/blobs.js';
import { GraderError } from '../../errors.js';
import { sha256 } from '../../kept/digest.js';
import type { Seal } from '../seal.js';
import type { BlobStore } from './store.js';

const PIECE_BYTES = 32 << 20;
const PURPOSE = 'piece';

/** The digests of the sealed pieces, in order. */
export type Pieces = readonly string[];

export interface Blobs {
  put(content: Uint8Array): Promise<Pieces>;
  /** Throws STORE_UNAVAILABLE if a piece is missing, damaged or sealed with another key. */
  get(pieces: Pieces): Promise<Buffer>;
}

export interface BlobsOptions {
  readonly store: BlobStore;
  readonly seal: Seal;
  /** Keeps pieces on this machine; bounded by itself. */
  readonly cache: Cache;
}

export function blobsIn({ store, seal, cache }: BlobsOptions): Blobs {
  const putPiece = async (content: Uint8Array) => {
    const sealed = seal.close(PURPOSE, content);
    const digest = sha256(sealed);
    const isNew = await store.putNew(nameOf(digest), sealed);
    // a worker would find out that an earlier one was damaged, and nobody could help it
    if (!isNew && !(await isSound(store, digest))) await store.replace(nameOf(digest), sealed);
    return digest;
  };
  const getPiece = async (digest: string) => {
    const sealed = (await cache.recall({ what: 'piece', from: digest })) ?? (await fetch(store, digest));
    const content = seal.open(PURPOSE, sealed);
    if (content === null) {
      throw new GraderError('STORE_UNAVAILABLE', `${nameOf(digest)} in ${store.shown} was sealed with another key`, {
        advice: 'All producers and workers of a queue need the same TUXGRADE_QUEUE_KEY.',
      });
    }
    await cache.remember({ what: 'piece', from: digest }, sealed);
    return content;
  };
  return {
    put: async (content) => {
      const pieces: string[] = [];
      for (let at = 0; at === 0 || at < content.length; at += PIECE_BYTES) {
        pieces.push(await putPiece(content.subarray(at, at + PIECE_BYTES)));
      }
      return pieces;
    },
    get: async (pieces) => {
      const contents: Buffer[] = [];
      for (const digest of pieces) contents.push(await getPiece(digest));
      return Buffer.concat(contents);
    },
  };
}

const nameOf = (digest: string) => `pieces/${digest.slice(0, 2)}/${digest}`;

async function isSound(store: BlobStore, digest: string): Promise<boolean> {
  const bytes = await store.get(nameOf(digest));
  return bytes !== null && sha256(bytes) === digest;
}

/** Twice, because a network file system may show a file before its content. */
async function fetch(store: BlobStore, digest: string): Promise<Uint8Array> {
  let found = 'is missing';
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const bytes = await store.get(nameOf(digest));
    if (bytes !== null && sha256(bytes) === digest) return bytes;
    if (bytes !== null) found = 'does not have its digest: it is damaged or was changed';
  }
  throw new GraderError('STORE_UNAVAILABLE', `${nameOf(digest)} in ${store.shown} ${found}`, {
    advice: 'Do not remove anything from a store while submissions wait. `tuxgrade batch … --resume` puts it back.',
  });
}
