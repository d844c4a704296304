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

/** The digests of the sealed pieces, in order. */
export type Pieces = readonly string[];

/**
 * What a content is for. It can be read for nothing else: a student chooses the bytes of a submission, which must never be
 * taken for a rubric or a report. A report that was left ungraded is for one job alone, by its fingerprint.
 */
export type Use = 'rubric' | 'submission' | `ungraded ${string}`;

export interface Blobs {
  put(use: Use, content: Uint8Array): Promise<Pieces>;
  /** Throws STORE_UNAVAILABLE if a piece is missing, damaged, or sealed with another key or for another use. */
  get(use: Use, pieces: Pieces): Promise<Buffer>;
}

export interface BlobsOptions {
  readonly store: BlobStore;
  readonly seal: Seal;
  /** Keeps pieces on this machine; bounded by itself. */
  readonly cache: Cache;
}

export function blobsIn({ store, seal, cache }: BlobsOptions): Blobs {
  const putPiece = async (use: Use, content: Uint8Array) => {
    const sealed = seal.close(purposeOf(use), content);
    const digest = sha256(sealed);
    const isNew = await store.putNew(nameOf(digest), sealed);
    // a worker would find out that an earlier one was damaged, and nobody could help it
    if (!isNew && !(await isSound(store, digest))) await store.replace(nameOf(digest), sealed);
    return digest;
  };
  const getPiece = async (use: Use, digest: string) => {
    const kept = await cache.recall({ what: 'piece', from: digest });
    const isKept = kept !== null && sha256(kept) === digest;
    const sealed = isKept ? kept : await fetch(store, digest);
    const content = seal.open(purposeOf(use), sealed);
    if (content === null) {
      throw new GraderError(
        'STORE_UNAVAILABLE',
        `${nameOf(digest)} in ${store.shown} was sealed with another key, or for something else`,
        { advice: 'All producers and workers of a queue need the same TUXGRADE_QUEUE_KEY.' },
      );
    }
    if (!isKept) await cache.remember({ what: 'piece', from: digest }, sealed);
    return content;
  };
  return {
    put: async (use, content) => {
      const pieces: string[] = [];
      for (let at = 0; at === 0 || at < content.length; at += PIECE_BYTES) {
        pieces.push(await putPiece(use, content.subarray(at, at + PIECE_BYTES)));
      }
      return pieces;
    },
    get: async (use, pieces) => {
      const contents: Buffer[] = [];
      for (const digest of pieces) contents.push(await getPiece(use, digest));
      return Buffer.concat(contents);
    },
  };
}

const purposeOf = (use: Use) => `piece for ${use}`;

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
