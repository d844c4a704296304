/** What the reader answers a request with: JSON, and the bytes that belong to it. */
import type { ReadReply } from '../protocol/reader.js';

export interface Reply {
  readonly header: ReadReply;
  readonly body?: Uint8Array;
}
