/**
 * The worker's end of the channel: blocking reads and writes on descriptor 3. The functions that it uses are captured
 * when the worker starts, before student code can replace them.
 */
import { readSync, writeSync } from 'node:fs';
import { encodeFrame, FrameDecoder, type Frame } from './frames.js';

const CHANNEL = 3;
const CHUNK_BYTES = 1 << 16;
/** The parent is trusted; these limits only prevent a faulty one from filling memory. */
const CAPS = { headerBytes: 16 << 20, bodyBytes: 1 << 30 };

// an import is looked up in its module at each use
const [read, write] = [readSync, writeSync];
const pause = new Int32Array(new SharedArrayBuffer(4));
const { wait } = Atomics;

export class Channel {
  readonly #decoder = new FrameDecoder(CAPS);
  /** Read in order from `#next` on, by index: student code may replace what lists do. */
  #waiting: readonly Frame[] = [];
  #next = 0;

  /** The next request; null if the parent has closed the channel. */
  read(): Frame | null {
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const frame = this.#waiting[this.#next];
      this.#next += 1;
      if (frame !== undefined) return frame;
      const count = retry(() => read(CHANNEL, chunk));
      if (count === 0) return null;
      this.#waiting = this.#decoder.push(chunk.subarray(0, count));
      this.#next = 0;
    }
  }

  write(header: object, body: Uint8Array = new Uint8Array()): void {
    const frame = encodeFrame(header, body);
    let sent = 0;
    while (sent < frame.length) {
      const from = sent;
      sent += retry(() => write(CHANNEL, frame, from));
    }
  }
}

/** A non-blocking socket is tried again a moment later. */
function retry(attempt: () => number): number {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EAGAIN') throw error;
      wait(pause, 0, 0, 1);
    }
  }
}
