/** What a folder and an archive look like to the snapshot: a list of files, each with a way to read it. */

/** One regular file. `read` may be called once; it yields the file's bytes in order, with its own checks. */
export interface SourceFile {
  /** As examined by `names`: relative, normalised. */
  readonly path: string;
  /** Size as declared by the file system or the archive, before reading. */
  readonly bytes: number;
  readonly read: (remarks: string[]) => AsyncIterable<Uint8Array>;
}

export interface Source {
  readonly files: readonly SourceFile[];
  /** The outer two levels of folders, empty ones too: in a class's archive they may be students who handed in nothing. */
  readonly folders: ReadonlySet<string>;
  /** What was left out or noticed, for the student; in a fixed order. */
  readonly remarks: readonly string[];
  readonly close: () => Promise<void>;
}

/** One remark for all noise, e.g. `left out, as no part of a submission: .git, node_modules`. */
export function noiseRemark(names: ReadonlySet<string>): string[] {
  if (names.size === 0) return [];
  return [`left out, as no part of a submission: ${[...names].sort().join(', ')}`];
}
