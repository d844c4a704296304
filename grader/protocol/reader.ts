/**
 * The protocol between the parent and the reader, a program in the sandbox that parses submissions without running
 * student code. Hostile bytes may have taken it over, so the parent must not trust any reply: it checks each field and
 * keeps only what it requested.
 *
 * One request, one reply, as on the worker's channel; see protocol.ts for frames.
 */
import type { MetadataFault } from './class-metadata.js';
import type { ModelForm } from './model-forms.js';
import type { PlaceReply, PlaceRequest } from './places.js';

/** Supported formats of archives. */
export type ArchiveFormat = 'zip' | 'tar';

/** One entry of an archive. */
export interface EntryFact {
  /** As in the archive, with forward slashes; may be anything. The name of a folder ends with a slash. */
  readonly name: string;
  /** A hard link to an earlier file of the archive counts as a regular file of the same size. */
  readonly kind: 'regular' | 'folder' | 'link' | 'hard-link' | 'other';
  /** As declared in the archive. */
  readonly bytes: number;
  /** Why its bytes cannot be read; null if they can. */
  readonly obstacle: Obstacle | null;
  /** When it was last changed; absent if the archive does not say. */
  readonly modified?: EntryTime;
}

export interface EntryTime {
  /** An instant or, if it is not `isZoned`, what a clock showed, as milliseconds of the same clock in UTC. */
  readonly ms: number;
  /** A zip archive may contain only what the clock of its computer showed. */
  readonly isZoned: boolean;
}

export const OBSTACLES = ['encrypted', 'method'] as const;
export type Obstacle = (typeof OBSTACLES)[number];

export type ReadRequest =
  /**
   * Opens the archive in the reader's folder, to which all further requests refer. `mostBytes` limits the uncompressed
   * size, headers and padding included.
   */
  | { readonly type: 'open'; readonly format: ArchiveFormat; readonly mostBytes: number }
  /** The next page of entries, in the archive's order. */
  | { readonly type: 'entries' }
  /** Starts sending contents: those of the entries whose bit is set in the body, in the archive's order. */
  | { readonly type: 'contents' }
  /** The next bytes of them. */
  | { readonly type: 'more' }
  /**
   * Examines the model at `path` of a snapshot, a model.json or an .onnx file; the body has the sizes of the files that
   * may belong to it, as JSON. `forms` are those that the homework takes, for advice.
   */
  | { readonly type: 'examine-model'; readonly path: string; readonly forms: readonly ModelForm[] }
  /** The next page of the submission_metadata.yml in the reader's folder. */
  | { readonly type: 'metadata' }
  | PlaceRequest;

/** Bytes of one entry, in the order of the body; an entry may come in several pieces. */
export type Piece =
  /** `last`: the entry ends with it. */
  | { readonly entry: number; readonly bytes: number; readonly last: boolean }
  /** The entry's bytes cannot be read: damaged, or not as declared. */
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
  /** The file is not an archive, or is damaged, or unpacks to more than `mostBytes`. */
  | { readonly type: 'unreadable'; readonly tooLarge: boolean };

/** Paths and bytes of files. */
export type Sizes = readonly (readonly [path: string, bytes: number])[];

/** The limits of one reply; the parent refuses more. */
export const READ_CAPS = {
  /** Entries on a page. */
  entries: 1000,
  /** Characters of a name; longer names are cut, and are then still longer than any accepted path. */
  name: 4096,
  /** Bytes of contents. */
  body: 1 << 20,
  /** Bytes of the answer about a model. */
  model: 4 << 20,
} as const;

/** A running reader, which serves one archive or one snapshot and is then ended. */
export interface Reader {
  /** Throws ReaderStopped if it no longer answers. */
  ask(request: ReadRequest, body?: Uint8Array): Promise<ReadAnswer>;
  close(): Promise<void>;
}

export interface ReadAnswer {
  readonly header: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
}

/** Starts a reader on a folder, which is called `submission` and is alone in its folder. */
export type StartReader = (folder: string, limits: ReadLimits) => Reader;

export interface ReadLimits {
  readonly memoryBytes: number;
  /** Processor time for all requests together. */
  readonly cpuMs: number;
}

/** Why a reader did not answer. The bytes that it was reading are to blame, because nothing else runs in it. */
export class ReaderStopped extends Error {
  override readonly name = 'ReaderStopped';

  constructor(
    readonly reason: 'time' | 'memory' | 'crash' | 'nonsense',
    readonly limits: ReadLimits,
  ) {
    super(`the reader stopped: ${reason}`);
  }
}
