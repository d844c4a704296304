/** Which findings are about the appearance of images, and the files on a contact sheet: the first of each such kind. */
import type { DataSetReport, FindingCode } from '../../protocol/data-set.js';

export const MOST_OF_A_KIND = 24;

/** Findings about a table, or about files without pixels. */
const WITHOUT_PICTURE: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'labels-missing',
  'labels-unreadable',
  'row-incomplete',
  'path-outside',
  'path-spelling',
  'file-missing',
  'file-unlisted',
  'not-png',
  'damaged',
  'wrong-size',
  'class-small',
  'class-imbalance',
]);

export function isAboutLooks(code: FindingCode): boolean {
  return !WITHOUT_PICTURE.has(code);
}

/** Each once, at most MOST_OF_A_KIND for a kind of finding. */
export function shownFiles({ groups }: DataSetReport): readonly string[] {
  const files = groups
    .filter(({ code }) => isAboutLooks(code))
    .flatMap(({ findings }) => findings.slice(0, MOST_OF_A_KIND).map(({ file }) => file));
  return [...new Set(files)];
}
