/** What is to be started, whichever way it is sandboxed. */
import type { BackendKit } from './backend.js';

/** The worker on one submission, esbuild to bundle it, the decoder of its images, the reader of its files. */
export type Program = 'worker' | 'bundler' | 'decoder' | 'reader' | 'self-test';

export interface Launch {
  readonly program: Program;
  readonly args: readonly string[];
  /** Directory of the snapshot, or of what is to be read: called `submission`, alone in its folder. */
  readonly submission: string;
  readonly memoryBytes: number;
  readonly cpuSeconds: number;
  /** The worker runs an exported model, on this backend; null is cpu. No student code with that. */
  readonly backend?: BackendKit | null;
}
