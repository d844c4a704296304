/**
 * Recognises names that browsers and desktops give to a copy of a file: `model (1).json`, `answers - Copy.json`,
 * `answers copy 2.json`. A student who downloads a file twice may not notice. Pure, and linear in the name.
 */

/** Added after the name and before its last ending. Desktops use the word of the user's language. */
const WORDS = 'copy|kopie|copie|copia|cópia|kopia|kopi|kopio|kópia|másolat|копия|копія|副本|コピー|사본';
const MARKS: readonly RegExp[] = [
  /\p{Zs}?\(\d{1,4}\)$/u,
  new RegExp(`\\p{Zs}(?:-\\p{Zs})?(?:${WORDS})(?:\\p{Zs}(?:\\d{1,4}|\\(\\d{1,4}\\)))?$`, 'iu'),
  /\p{Zs}\((?:copy|another copy|\d{1,3}(?:st|nd|rd|th) copy)\)$/iu,
];
const BEFORE = /^(?:copy of|kopie von|copie de|copia de|cópia de)\p{Zs}/iu;
/** Enough for a copy of a copy of a copy. */
const MOST_MARKS = 3;

/** The path of the original; null if the name is not that of a copy. */
export function originalOf(path: string): string | null {
  const slash = path.lastIndexOf('/') + 1;
  const name = path.slice(slash).normalize('NFC');
  // a shard of weights has no ending, and a mark may also follow the ending
  const dot = name.lastIndexOf('.');
  for (const at of dot > 0 ? [dot, name.length] : [name.length]) {
    const stem = withoutMarks(name.slice(0, at));
    if (stem !== null) return path.slice(0, slash) + stem + name.slice(at);
  }
  return null;
}

function withoutMarks(written: string): string | null {
  let stem = written.replace(BEFORE, '');
  for (let turn = 0; turn < MOST_MARKS; turn += 1) {
    const mark = MARKS.find((pattern) => pattern.test(stem));
    if (mark === undefined) break;
    stem = stem.replace(mark, '');
  }
  return stem === '' || stem === written ? null : stem;
}

/** The files that, by their names, are copies of `path`. */
export function copiesOf(path: string, files: Iterable<string>): string[] {
  return Array.from(files).filter((file) => originalOf(file) === path);
}

/**
 * The file that a path means: the file itself if it exists, otherwise its only copy; null if there is neither, or more
 * than one copy. All code that reads a model's weights must use this, so that it reads the same file.
 */
export function meantBy(path: string, files: ReadonlySet<string> | ReadonlyMap<string, unknown>): string | null {
  const named = path.normalize('NFC');
  if (files.has(named)) return named;
  const [only, ...others] = copiesOf(named, files.keys());
  return only === undefined || others.length > 0 ? null : only;
}
