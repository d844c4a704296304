/** The interface of folders and archives for the snapshot: a list of files, and their contents. */

/** One regular file. */
export interface SourceFile {
  /** Relative and normalised, as checked in names.ts. */
  readonly path: string;
  /** Size as declared by the file system or the archive, before reading. */
  readonly bytes: number;
  /** Identifies the file in the source, whatever its name later. */
  readonly key: number;
}

/** A file's bytes, which can be read once, in order, and are checked by the source; remarks are for the student. */
export interface SourceContent {
  readonly key: number;
  readonly read: (remarks: string[]) => AsyncIterable<Uint8Array>;
}

export interface Source {
  readonly files: readonly SourceFile[];
  /** Remarks for the student, in a fixed order. */
  readonly remarks: readonly string[];
  /** Contents that may be read concurrently; with 1, each must be read to its end before the next is requested. */
  readonly atOnce: number;
  /** Contents of all files, in the source's order. May be called once. */
  readonly contents: () => AsyncIterable<SourceContent> | Iterable<SourceContent>;
  readonly close: () => Promise<void>;
}

/** The contents of those files alone, by their keys. May be called once, as `contents` itself. */
export async function* contentsOfOnly(
  { atOnce, contents }: Pick<Source, 'atOnce' | 'contents'>,
  keys: ReadonlySet<number>,
): AsyncGenerator<SourceContent> {
  for await (const content of contents()) {
    if (keys.has(content.key)) yield content;
    // an archive continues only after this entry was read
    else if (atOnce === 1) for await (const _ of content.read([])) continue;
  }
}

/** Names in one remark. */
const MOST_NAMES = 20;

/** One remark for all noise, e.g. `left out, as no part of a submission: .git, node_modules`. */
export function noiseRemark(names: ReadonlySet<string>): string[] {
  if (names.size === 0) return [];
  const shown = [...names].sort().slice(0, MOST_NAMES).join(', ');
  const more = names.size > MOST_NAMES ? ' and more' : '';
  return [`left out, as no part of a submission: ${shown}${more}`];
}
