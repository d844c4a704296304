/** Recognises archives by the extensions of their names. */
import { basename, resolve } from 'node:path';
import { GraderError } from '../../errors.js';
import type { ArchiveFormat } from '../../protocol/reader.js';

export const ZIP = /\.zip$/i;
export const TAR = /\.(?:tar|tar\.gz|tgz)$/i;
/** Kinds of archives that are not supported. */
export const OTHER_ARCHIVE = /\.(?:tbz2?|txz|tar\.(?:bz2|xz|zst)|gz|bz2|xz|zst|7z|rar)$/i;

/** The format according to the name; null if it is not supported. */
export function formatOf(name: string): ArchiveFormat | null {
  if (ZIP.test(name)) return 'zip';
  return TAR.test(name) ? 'tar' : null;
}

/** The error for an archive of an unsupported kind. */
export function otherArchive(label: string): GraderError {
  return new GraderError('BAD_ARCHIVE', `${label} is an archive of a kind that is not read`, {
    advice: 'hand in a .zip or a .tar.gz archive',
  });
}

/** Includes unsupported kinds, which are refused when they are opened. */
export const isArchive = (name: string) => [ZIP, TAR, OTHER_ARCHIVE].some((kind) => kind.test(name));

/** A submission's id when none is given: `alice` for `class/alice/`, `class/alice.zip` and `class/alice.tar.gz`. */
export function idOf(path: string): string {
  return basename(resolve(path)).replace(ZIP, '').replace(TAR, '').replace(OTHER_ARCHIVE, '');
}
