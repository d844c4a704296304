/** A way to run code that is not trusted. */
import type { Readable, Duplex, Writable } from 'node:stream';
import type { BackendKit } from './backend-kit.js';

export const DRIVERS = ['bubblewrap', 'confine', 'process'] as const;
export type DriverName = (typeof DRIVERS)[number];

/** What is started: the worker on one submission, esbuild to bundle it, the decoder of its images, the reader. */
export interface Launch {
  readonly program: 'worker' | 'bundler' | 'decoder' | 'reader' | 'self-test';
  readonly args: readonly string[];
  /** Directory of the snapshot, or of what is to be read: called `submission`, alone in its folder. */
  readonly submission: string;
  readonly memoryBytes: number;
  readonly cpuSeconds: number;
  /** The worker runs an exported model, on this backend; null is cpu. No student code with that. */
  readonly backend?: BackendKit | null;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The program could not be started at all. */
  readonly startError: string | null;
}

export interface Child {
  /** Of the bundler alone; every other program gets nothing to read there. */
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Descriptor 3, both ways. */
  readonly channel: Duplex;
  readonly exited: Promise<Exit>;
  /** Pid of the process that runs the program, once known: what memory and time are read from. */
  pid(): number | null;
  kill(): void;
}

export interface DriverOptions {
  /** Default: true. Without Node's permission model only the kernel is left to refuse, which is what tests look at. */
  readonly permissionModel?: boolean;
}

export interface Driver {
  readonly name: DriverName;
  /** What it does not keep student code from, in words for the report. */
  readonly gaps: readonly string[];
  /** TensorFlow's native library can be loaded in it. */
  readonly runsNative: boolean;
  /** All that a passed self-test depends on: it holds until one of them changes. */
  facts(): readonly string[];
  /** Throws a GraderError when nothing can be started. */
  start(launch: Launch): Child;
}
