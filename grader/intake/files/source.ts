/** What a folder and an archive look like to the snapshot: a list of files, and a way to their contents. */

/** One regular file. */
export interface SourceFile {
  /** As examined by `names`: relative, normalised. */
  readonly path: string;
  /** Size as declared by the file system or the archive, before reading. */
  readonly bytes: number;
  /** Which of the source's files it is, whatever it is called later. */
  readonly key: number;
}

/** A file's bytes, to be read once, in order, with the source's own checks; remarks are for the student. */
export interface SourceContent {
  readonly key: number;
  readonly read: (remarks: string[]) => AsyncIterable<Uint8Array>;
}

export interface Source {
  readonly files: readonly SourceFile[];
  /** What was left out or noticed, for the student; in a fixed order. */
  readonly remarks: readonly string[];
  /** Contents that may be read side by side; with 1 each is read to its end before the next is asked for. */
  readonly atOnce: number;
  /** Contents of all the files, in an order of the source's own. To be called once. */
  readonly contents: () => AsyncIterable<SourceContent> | Iterable<SourceContent>;
  readonly close: () => Promise<void>;
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
