/** What a worker needs to run models on a tensor backend. A worker that runs student code must not get one. */
import type { BackendName } from '../../protocol/backends.js';

export interface BackendKit {
  readonly name: Exclude<BackendName, 'cpu'>;
  /** The two files or folders that the worker is told about: their paths on this machine. */
  readonly files: readonly [string, string];
  /** The paths of the same two in a sandbox with its own file system. */
  readonly inside: readonly [string, string];
  /** What such a sandbox mounts, as pairs of source and target: these two and what they need. */
  readonly mounts: readonly (readonly [string, string])[];
  readonly env: Readonly<Record<string, string>>;
  /** It loads native code: Node's permission model has to allow add-ons, and the library needs a few devices. */
  readonly isNative: boolean;
}

/** What `doctor` reports about a backend. */
export interface BackendFinding {
  readonly name: BackendName;
  readonly works: boolean;
  readonly reason: string;
  /** What to do, or null when there is nothing to fix. */
  readonly fix: string | null;
}

export interface Backend {
  /** What a worker needs, or why the backend is missing. Throws SANDBOX_UNAVAILABLE if it cannot be reached. */
  find(): BackendKit | string;
  /** Tries it on this machine, in a separate process. */
  examine(): Promise<BackendFinding>;
}
