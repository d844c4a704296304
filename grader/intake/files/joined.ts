/**
 * Joins several sources to the files of one submission, because course systems separate the files of a student. If two
 * have a file of the same name, the first one counts, and the student is told.
 */
import { showName } from '../../files/names.js';
import { PathsTaken } from './paths-taken.js';
import type { Source, SourceContent, SourceFile } from './source.js';

/** A source, and the folder of its files in the joined submission: `sub/`, or empty. */
export interface Part {
  readonly source: Source;
  readonly label: string;
  /** The folder around all of its files, which is removed from their names. */
  readonly wrapper?: string;
}

interface Taken {
  readonly file: SourceFile;
  readonly part: number;
}

/** Closing it closes all of them; `remarks` come first. */
export function joinSources(parts: readonly Part[], remarks: readonly string[] = []): Source {
  const taken: Taken[] = [];
  const twice: string[] = [];
  const places = new PathsTaken();
  for (const [part, { source, label, wrapper = '' }] of parts.entries()) {
    for (const file of source.files) {
      const path = file.path.slice(wrapper.length);
      if (places.add(path)) taken.push({ file: { ...file, path }, part });
      else twice.push(`${showName(path)} was handed in twice: the one of ${label} was left out`);
    }
  }
  return {
    files: taken.map(({ file: { path, bytes } }, key) => ({ path, bytes, key })),
    remarks: [...remarks, ...parts.flatMap(({ source }) => source.remarks), ...twice],
    // each is read to its end before the next is requested
    atOnce: 1,
    contents: () => contentsOf(parts, taken),
    close: async () => {
      for (const { source } of parts) await source.close();
    },
  };
}

async function* contentsOf(parts: readonly Part[], taken: readonly Taken[]): AsyncGenerator<SourceContent> {
  for (const [part, { source }] of parts.entries()) {
    const keys = new Map(taken.flatMap((one, key) => (one.part === part ? [[one.file.key, key]] : [])));
    for await (const { key, read } of source.contents()) {
      const own = keys.get(key);
      if (own !== undefined) yield { key: own, read };
      // an archive continues only after this entry was read
      else for await (const _ of read([])) continue;
    }
  }
}
