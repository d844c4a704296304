/** The interface of an opened archive of either format: its entries in order, and then the bytes of some of them. */
import type { EntryFact } from '../../protocol/reader.js';

export interface OpenedArchive {
  /** In the archive's order; must be iterated once, and first. Throws for a damaged file or one of another kind. */
  entries(): AsyncIterable<EntryFact>;
  /** The entries at these indices, in the archive's order; each must be read before the next is requested. */
  contents(isWanted: (index: number) => boolean): AsyncIterable<Content> | Iterable<Content>;
}

export interface Content {
  readonly index: number;
  /** Throws if the bytes are damaged or not as declared. */
  readonly bytes: AsyncIterable<Uint8Array>;
}
