/** Makes students' text safe to print and store. */
import { CONTROLS, OVERRIDES } from '../../text/hostile-text.js';

// eslint's no-control-regex is about accidents; here control characters are intended
const ESCAPES = new RegExp('\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007]*(?:\\u0007|$))', 'g');
const STRIPPED = new RegExp(`[${CONTROLS}${OVERRIDES}]`, 'g');

/** No escape sequences, control characters other than tab and newline, or direction overrides. */
export function stripControls(text: string): string {
  return text.replace(ESCAPES, '').replace(STRIPPED, '');
}

const KEPT_BYTES = 64 * 1024;

/** The output of all children of one submission: the first 64 KiB of each stream. */
export class OutputLog {
  readonly #kept = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  readonly #room = { stdout: KEPT_BYTES, stderr: KEPT_BYTES };

  add(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    const part = chunk.subarray(0, this.#room[stream]);
    if (part.length === 0) return;
    // a copy: a small slice would keep a large chunk in memory
    this.#kept[stream].push(Buffer.from(part));
    this.#room[stream] -= part.length;
  }

  text(stream: 'stdout' | 'stderr'): string {
    return stripControls(Buffer.concat(this.#kept[stream]).toString('utf8'));
  }
}
