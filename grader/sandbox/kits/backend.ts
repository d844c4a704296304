/** What a worker needs to run models on a tensor backend. Only workers that run no student code get one. */
import type { BackendName } from '../../protocol/backends.js';

export interface BackendKit {
  readonly name: Exclude<BackendName, 'cpu'>;
  /** The two files, or folders, that the worker is told: where they lie. */
  readonly files: readonly [string, string];
  /** The same two as a sandbox with a file system of its own shows them. */
  readonly inside: readonly [string, string];
  /** From where to where such a sandbox mounts: those two and what they need. */
  readonly mounts: readonly (readonly [string, string])[];
  readonly env: Readonly<Record<string, string>>;
  /** It loads native code: Node's permission model needs a hole, and the library a few devices. */
  readonly isNative: boolean;
}

/** What `doctor` says of a backend. */
export interface BackendFinding {
  readonly name: BackendName;
  readonly works: boolean;
  readonly reason: string;
  /** What to do, or null when there is nothing to fix. */
  readonly fix: string | null;
}

export interface Backend {
  /** What a worker needs, or why it is not there. Throws SANDBOX_UNAVAILABLE when it cannot be reached. */
  find(): BackendKit | string;
  /** Tries it on this machine, in a process of its own. */
  examine(): Promise<BackendFinding>;
}
