/** Reads why esbuild could not bundle a file of a submission, as a student fault with its place. Reads no files itself. */
import type { Place } from '../../protocol/places.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Snapshot } from '../../stages/submission.js';
import { wordsOf, type BundlerWords } from '../../files/bundler-words.js';
import { plainMessage, reportError } from './student-error.js';
import { shownPath } from './unmoved-paths.js';

export interface NotBundled {
  readonly ok: false;
  readonly error: StudentErrorReport;
  /** Where in the snapshot the error is; the code there is not read here. */
  readonly place: Place | null;
  /** An import leads to no file. */
  readonly isUnresolved: boolean;
}

/** esbuild's first error: `[ERROR] message`, then `file:line:column:` with columns from 0. */
export function readFailure(text: string, path: string, snapshot: Snapshot): NotBundled {
  const said = /\[ERROR\] (.*)/.exec(text)?.[1];
  if (said === undefined) {
    const message = `${path} could not be read: the bundler stopped`;
    return { ok: false, error: reportError('LOAD_FAILED', message, snapshot), place: null, isUnresolved: false };
  }
  const [, file, line, column] = /^ {4}(\S.*):(\d+):(\d+):$/m.exec(text) ?? [];
  const place: Place | null = file === undefined ? null : { file, line: Number(line), column: Number(column) + 1 };
  const words = wordsOf(plainMessage(said, snapshot), ...whereabouts(place, snapshot));
  const error = reportError('LOAD_FAILED', sentenceOf(words), snapshot);
  const shown = place === null ? {} : { ...place, file: shownPath(place.file, snapshot) };
  return { ok: false, error: { ...error, ...shown }, place, isUnresolved: words.kind === 'unresolved' };
}

/** The file of a place, and all files as it sees them. */
function whereabouts(place: Place | null, snapshot: Snapshot): [file: string | null, files: readonly string[]] {
  const { unmoved, files } = snapshot;
  const shown = place === null ? null : shownPath(place.file, snapshot);
  return [shown, unmoved !== undefined && shown !== place?.file ? unmoved.paths : files.map(({ path }) => path)];
}

function sentenceOf(words: BundlerWords): string {
  if (words.kind === 'other') return words.sentence;
  const { kind, wanted, why } = words;
  if (kind === 'unresolved') return `"${wanted}" is not there${why === '' ? ': the submission has no such file' : why}`;
  return `"${wanted}" cannot be imported here${why === '' ? ': use your own files and @tensorflow/tfjs' : why}`;
}
