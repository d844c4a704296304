/**
 * What the parent and the reader say to each other. The reader is a program in the sandbox that parses what a student
 * handed in, archives above all, and runs none of the student's code. Hostile bytes went through it all the same: the
 * parent takes every reply for a claim, checks each field and keeps no more than was asked for.
 *
 * One request, one reply, as on the worker's channel; see protocol.ts for frames.
 */
import type { MetadataFault } from './class-metadata.js';
import type { PlaceReply, PlaceRequest } from './places.js';

/** Formats of archives that are read. */
export type ArchiveFormat = 'zip' | 'tar';

/** One entry as an archive has it. */
export interface EntryFact {
  /** As written there, with forward slashes; anything is possible. A folder's ends with a slash. */
  readonly name: string;
  /** A hard link to a file of the archive that came before it is regular, and as large as that. */
  readonly kind: 'regular' | 'folder' | 'link' | 'hard-link' | 'other';
  /** As declared there. */
  readonly bytes: number;
  /** Why its bytes cannot be had; null when they can. */
  readonly obstacle: Obstacle | null;
}

export const OBSTACLES = ['encrypted', 'method'] as const;
export type Obstacle = (typeof OBSTACLES)[number];

export type ReadRequest =
  /**
   * Opens the archive that lies in the reader's folder; everything after speaks of it. `mostBytes`: what comes out of
   * its compression, headers and padding included.
   */
  | { readonly type: 'open'; readonly format: ArchiveFormat; readonly mostBytes: number }
  /** The next page of entries, in the archive's order. */
  | { readonly type: 'entries' }
  /** Begins to hand over contents: those entries whose bit is set in the body, in the archive's order. */
  | { readonly type: 'contents' }
  /** The next bytes of them. */
  | { readonly type: 'more' }
  /** Examines the model.json at `path` of a snapshot; the body has the sizes of the files that may belong to it, as JSON. */
  | { readonly type: 'examine-model'; readonly path: string }
  /** The next page of the submission_metadata.yml that lies in the reader's folder. */
  | { readonly type: 'metadata' }
  | PlaceRequest;

/** Bytes of one entry, in the order of the body; an entry may come in several pieces. */
export type Piece =
  /** `last`: the entry ends with it. */
  | { readonly entry: number; readonly bytes: number; readonly last: boolean }
  /** The entry's bytes cannot be had: damaged, or not as declared. */
  | { readonly entry: number; readonly damaged: true };

export type ReadReply =
  | { readonly type: 'ready' }
  | { readonly type: 'opened' }
  | { readonly type: 'entries'; readonly entries: readonly EntryFact[]; readonly done: boolean }
  | { readonly type: 'pieces'; readonly pieces: readonly Piece[]; readonly done: boolean }
  /** The body is a ModelReading as JSON. */
  | { readonly type: 'model' }
  /** The body is a list of MetadataEntry as JSON. */
  | { readonly type: 'metadata'; readonly done: boolean }
  | { readonly type: 'metadata-fault'; readonly fault: MetadataFault; readonly line: number }
  | PlaceReply
  /** The archive itself is not one, or is damaged; or more comes out of it than `mostBytes`. */
  | { readonly type: 'unreadable'; readonly tooLarge: boolean };

/** Paths and bytes of files. */
export type Sizes = readonly (readonly [path: string, bytes: number])[];

/** What one reply may hold at most; the parent refuses more. */
export const READ_CAPS = {
  /** Entries on a page. */
  entries: 1000,
  /** Characters of a name: what is longer is cut, and longer than any path may be all the same. */
  name: 4096,
  /** Bytes of contents. */
  body: 1 << 20,
  /** Bytes of what is said of a model. */
  model: 4 << 20,
} as const;

/** A program that reads; made for one archive or one snapshot, and then ended. */
export interface Reader {
  /** Throws ReaderStopped when it does not answer any more. */
  ask(request: ReadRequest, body?: Uint8Array): Promise<ReadAnswer>;
  close(): Promise<void>;
}

export interface ReadAnswer {
  readonly header: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
}

/** Starts a reader on a folder, which is called `submission` and alone in its own. */
export type StartReader = (folder: string, limits: ReadLimits) => Reader;

export interface ReadLimits {
  readonly memoryBytes: number;
  /** Of the processor, for all requests together. */
  readonly cpuMs: number;
}

/** Why a reader gave no answer: what it was reading is to blame, for nothing else runs in it. */
export class ReaderStopped extends Error {
  override readonly name = 'ReaderStopped';

  constructor(
    readonly reason: 'time' | 'memory' | 'crash' | 'nonsense',
    readonly limits: ReadLimits,
  ) {
    super(`the reader stopped: ${reason}`);
  }
}
