/** The interface of one level of a class, on a disk or in an archive: its entries, and how each is opened. */
import type { EntryTime } from '../../protocol/reader.js';
import type { SourceOptions } from '../archives/archive-source.js';
import type { Source } from '../files/source.js';
import type { FoundSubmission } from './found.js';

export interface LevelEntry {
  readonly name: string;
  readonly kind: 'folder' | 'file' | 'other';
  /** A folder with a repository of git in it. */
  readonly isClone?: boolean;
}

/** The time of an entry, and the entry in words. */
export interface ArchiveTime extends EntryTime {
  readonly where: string;
}

export interface ClassLevel {
  /** The start of the paths of its submissions. */
  readonly path: string;
  /** In the order of their bytes, without files that tools leave behind. */
  readonly entries: readonly LevelEntry[];
  /** Some paths within one of its folders, relative to it: enough to tell what it is. */
  readonly pathsIn: (folder: string) => Promise<readonly string[]>;
  /**
   * The level inside a folder or an archive. Throws a GraderError for an archive that cannot be read. An archive may be
   * one student's: with `look`, only its names are read and nothing in it can be opened.
   */
  readonly inside: (name: string, look: boolean) => Promise<ClassLevel>;
  /** Only names are known, and nothing in it can be opened. */
  readonly isLook: boolean;
  /** A folder or an archive as a submission. */
  readonly whole: (name: string) => Pick<FoundSubmission, 'path' | 'open' | 'fingerprint'>;
  /** The newest time of its regular files in the archive of a class; null on a disk, where copying changes times. */
  readonly modified: (name: string) => ArchiveTime | null;
  /** The files of a folder or an archive; or a single file of any kind, if `as` gives it another name. */
  readonly open: (name: string, as: string, options: SourceOptions) => Promise<Source>;
  /** Where a file lies on the disk. Throws USAGE when it cannot be read. */
  readonly fileAt: (name: string) => string;
  readonly remarks: readonly string[];
}

/** Whether a path that the rubric names is directly at the level. */
export async function holds(level: ClassLevel, expected: string): Promise<boolean> {
  const [outer = '', ...rest] = expected.split('/');
  const entry = level.entries.find(({ name }) => name.normalize('NFC') === outer.normalize('NFC'));
  if (entry === undefined || rest.length === 0) return entry !== undefined;
  return entry.kind === 'folder' && (await level.pathsIn(entry.name)).includes(rest.join('/'));
}
