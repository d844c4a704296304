/** Describes what to start, independently of the driver. */
import type { BackendKit } from './backend.js';

/** The worker, esbuild as the bundler, the decoder of images, the reader of files, and the self-test of a driver. */
export type Program = 'worker' | 'bundler' | 'decoder' | 'reader' | 'self-test';

export interface Launch {
  readonly program: Program;
  readonly args: readonly string[];
  /** Directory of the snapshot or of the files to read: its name is `submission`, and it is alone in its folder. */
  readonly submission: string;
  readonly memoryBytes: number;
  readonly cpuSeconds: number;
  /** The backend on which the worker runs an exported model; null is cpu. Not for a worker that runs student code. */
  readonly backend?: BackendKit | null;
  /** Paths of files that a worker may read besides: inputs of models. Not for a worker that runs student code. */
  readonly shown?: readonly string[];
}
