/** What a worker needs to run models on a tensor backend. A worker that runs student code must not get one. */
import { GraderError } from '../../errors.js';
import type { BackendName } from '../../protocol/backends.js';

export interface BackendKit {
  readonly name: Exclude<BackendName, 'cpu'>;
  /** The files or folders that the worker is told about: their paths on this machine. */
  readonly files: readonly string[];
  /** The paths of the same in a sandbox with its own file system. */
  readonly inside: readonly string[];
  /** What such a sandbox mounts, as pairs of source and target: these and what they need. */
  readonly mounts: readonly (readonly [string, string])[];
  /** What Node's permission model lets the worker read of `files`, where it has no file system of its own: patterns. */
  readonly readable: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** It loads native code: Node's permission model has to allow add-ons. */
  readonly isNative: boolean;
  /** Its library ends the process without /dev/urandom and /proc/self/exe. */
  readonly needsDevices: boolean;
  /** Changes with its library; what tuxgrade builds has no version of its own. */
  readonly version: string;
  /** It computes the gradients of a model. */
  readonly differentiates: boolean;
  /** What its outputs are compared with, in the same worker. */
  readonly witness: BackendName;
}

/** What `doctor` reports about a backend. */
export interface BackendFinding {
  readonly name: BackendName;
  readonly works: boolean;
  readonly reason: string;
  /** What to do, or null when there is nothing to fix. */
  readonly fix: string | null;
}

/** Finds it once; a fault of the machine on the way is the reason why it is missing. */
export function foundOnce(find: () => BackendKit | string): () => BackendKit | string {
  let found: BackendKit | string | undefined;
  return () => {
    try {
      return (found ??= find());
    } catch (error) {
      if (!(error instanceof GraderError)) throw error;
      return (found = error.message);
    }
  };
}

export interface Backend {
  /** What a worker needs, or why the backend is missing. Throws SANDBOX_UNAVAILABLE if it cannot be reached. */
  find(): BackendKit | string;
  /** Tries it on this machine, in a separate process. */
  examine(): Promise<BackendFinding>;
}
