/** What an archive of either format is to the reader: its entries in order, and then the bytes of some of them. */
import type { EntryFact } from '../../protocol/reader.js';

export interface OpenedArchive {
  /** In the archive's order; to be walked once, and first. Throws for what is not an archive, or is damaged. */
  entries(): AsyncIterable<EntryFact>;
  /** The entries at these places, in the archive's order; each is to be read before the next is asked for. */
  contents(isWanted: (index: number) => boolean): AsyncIterable<Content> | Iterable<Content>;
}

export interface Content {
  readonly index: number;
  /** Throws where the bytes are damaged, or are not as declared. */
  readonly bytes: AsyncIterable<Uint8Array>;
}
