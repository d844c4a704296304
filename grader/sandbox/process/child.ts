/** A process that was started, as everybody sees it who does not start processes. */
import type { Duplex, Readable, Writable } from 'node:stream';

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
