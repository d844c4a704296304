/**
 * The worker's end of the channel: blocking reads and writes on descriptor 3. What it uses is taken when the worker
 * starts, before student code can put anything in its place.
 */
import { readSync, writeSync } from 'node:fs';
import { encodeFrame, FrameDecoder, type Frame } from './frames.js';

const CHANNEL = 3;
const CHUNK_BYTES = 1 << 16;
/** The parent is trusted; the caps only keep a broken one from filling memory. */
const CAPS = { headerBytes: 16 << 20, bodyBytes: 1 << 30 };

const pause = new Int32Array(new SharedArrayBuffer(4));
const { wait } = Atomics;

export class Channel {
  readonly #decoder = new FrameDecoder(CAPS);
  readonly #waiting: Frame[] = [];

  /** The next request; null when the parent has closed the channel. */
  read(): Frame | null {
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const frame = this.#waiting.shift();
      if (frame !== undefined) return frame;
      const count = retry(() => readSync(CHANNEL, chunk));
      if (count === 0) return null;
      this.#waiting.push(...this.#decoder.push(chunk.subarray(0, count)));
    }
  }

  write(header: object, body: Uint8Array = new Uint8Array()): void {
    const frame = encodeFrame(header, body);
    let sent = 0;
    while (sent < frame.length) {
      const from = sent;
      sent += retry(() => writeSync(CHANNEL, frame, from));
    }
  }
}

/** A socket may be set not to block; then it is asked again a moment later. */
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
