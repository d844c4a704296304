/** One level of a class, on a disk or in an archive: what lies there, and how each of it is opened. */
import type { SourceOptions } from '../archives/archive-source.js';
import type { Source } from '../files/source.js';
import type { FoundSubmission } from './found.js';

export interface LevelEntry {
  readonly name: string;
  readonly kind: 'folder' | 'file' | 'other';
}

export interface ClassLevel {
  /** What paths of its submissions begin with. */
  readonly path: string;
  /** In the order of their bytes; what tools leave behind is not among them. */
  readonly entries: readonly LevelEntry[];
  /** Paths within one of its folders, relative to it: as many as tell what it is, not all. */
  readonly pathsIn: (folder: string) => Promise<readonly string[]>;
  /**
   * The level inside a folder, or inside an archive. Throws a GraderError for an archive that cannot be read. An archive
   * may be one student's: of it no more than names are had with `look`, and nothing can be opened.
   */
  readonly inside: (name: string, look: boolean) => Promise<ClassLevel>;
  /** Only names are known: nothing in it can be opened. */
  readonly isLook: boolean;
  /** A folder or an archive as a submission. */
  readonly whole: (name: string) => Pick<FoundSubmission, 'path' | 'open' | 'fingerprint'>;
  /** The files of a folder or an archive; a single file, whatever it is, where `as` gives it another name. */
  readonly open: (name: string, as: string, options: SourceOptions) => Promise<Source>;
  /** Where a file lies on the disk. Throws USAGE when it cannot be read. */
  readonly fileAt: (name: string) => string;
  readonly remarks: readonly string[];
}

/** Whether a path that the rubric names lies directly at the level. */
export async function holds(level: ClassLevel, expected: string): Promise<boolean> {
  const [outer = '', ...rest] = expected.split('/');
  const entry = level.entries.find(({ name }) => name.normalize('NFC') === outer.normalize('NFC'));
  if (entry === undefined || rest.length === 0) return entry !== undefined;
  return entry.kind === 'folder' && (await level.pathsIn(entry.name)).includes(rest.join('/'));
}
