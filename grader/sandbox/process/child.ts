/** The interface of a started process, for code that does not start processes itself. */
import type { Duplex, Readable, Writable } from 'node:stream';

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The program could not be started at all. */
  readonly startError: string | null;
  /** The kernel ended it because the machine had no memory left. */
  readonly outOfMemory: boolean;
}

export interface Child {
  /** Only the bundler has one; all other programs have no input. */
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Descriptor 3, in both directions. */
  readonly channel: Duplex;
  readonly exited: Promise<Exit>;
  /** Pid of the process that runs the program, once known: its memory and time are measured. */
  pid(): number | null;
  kill(): void;
}
