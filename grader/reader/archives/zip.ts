/** A zip archive. Names, kinds and sizes come from its central directory, without inflating anything. */
import type { Entry, ZipFile } from 'yauzl';
import type { EntryFact, Obstacle } from '../../protocol/reader.js';
import type { Content, OpenedArchive } from './opened.js';
import { modifiedOf } from './zip-time.js';
import { inflateEntry, isSupported, kindOf, nameOf, openZip } from './zip-entry.js';

export function openZipArchive(path: string): OpenedArchive {
  let zip: ZipFile | null = null;
  const entries: Entry[] = [];
  return {
    async *entries() {
      zip = await openZip(path);
      try {
        for await (const entry of zip.eachEntry()) {
          entries.push(entry);
          yield factOf(entry);
        }
      } catch (error) {
        zip.close();
        throw error;
      }
    },
    *contents(isWanted): Generator<Content> {
      if (zip === null) throw new Error('the entries come first');
      try {
        for (const [index, entry] of entries.entries()) {
          if (isWanted(index)) yield { index, bytes: inflateEntry(zip, entry) };
        }
      } finally {
        zip.close();
      }
    },
  };
}

function factOf(entry: Entry): EntryFact {
  const modified = modifiedOf(entry);
  return {
    name: nameOf(entry),
    kind: kindOf(entry),
    bytes: entry.uncompressedSize,
    obstacle: obstacleOf(entry),
    ...(modified === null ? {} : { modified }),
  };
}

function obstacleOf(entry: Entry): Obstacle | null {
  if (entry.isEncrypted()) return 'encrypted';
  return isSupported(entry) ? null : 'method';
}
