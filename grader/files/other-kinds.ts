/** Recognises files of a wrong kind, such as a notebook in place of code, and says what the homework wants. Pure. */

/** The endings of files that are read as code. */
export const CODE_ENDINGS: readonly string[] = ['.ts', '.js', '.mjs', '.cjs'];

const OTHER_CODE = /\.(?:py|ipynb|java|kt|cpp|cc|cxx|c|cs|m|mlx|r|rmd|jl|go|rs|rb|swift|php|lua|scala)$/i;
/** Code of the same language with an ending that is not read. */
const OTHER_ENDING = /\.(?:tsx|jsx|mts|cts)$/i;
const WRITTEN = /\.(?:pdf|docx?|odt|rtf|pages|md|markdown|tex|html?|txt|png|jpe?g|heic|gif|webp|tiff?)$/i;
const TABLE = /\.(?:csv|tsv|xlsx?|ods|numbers)$/i;
const DATA = /\.(?:json|jsonl|ndjson|ya?ml|toml|xml|npy|npz|pkl|pickle|mat|log|tfevents)$/i;

/** Whether a file is code in another language, or a notebook. */
export function isOtherCode(path: string): boolean {
  return OTHER_CODE.test(path);
}

/** `this homework wants …` if `found` is of another kind than `wanted`; otherwise null. */
export function otherKind(wanted: string, found: string): string | null {
  if (CODE_ENDINGS.some((ending) => wanted.toLowerCase().endsWith(ending))) {
    if (OTHER_ENDING.test(found)) return 'code is read only with the endings .ts, .js, .mjs and .cjs';
    return OTHER_CODE.test(found) ? 'this homework wants TypeScript or JavaScript' : null;
  }
  const isOther = [WRITTEN, TABLE, DATA, OTHER_CODE].some((kind) => kind.test(found)) && !sameEnding(wanted, found);
  if (!isOther) return null;
  if (/\.json$/i.test(wanted)) return 'this homework wants a text file in JSON';
  if (/\.csv$/i.test(wanted)) return 'this homework wants a text file in CSV, with commas between the numbers';
  return 'this homework requires another kind of file';
}

function sameEnding(a: string, b: string): boolean {
  const ending = (path: string) => /\.[^./]+$/.exec(path)?.[0].toLowerCase();
  return ending(a) === ending(b);
}
