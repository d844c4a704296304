/** Reads why esbuild could not bundle a file of a submission, as a student fault with its place. Reads no files itself. */
import type { Place } from '../../protocol/places.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Snapshot } from '../../stages/submission.js';
import { reportError } from './student-error.js';
import { shownPath } from './unmoved-paths.js';

export interface NotBundled {
  readonly ok: false;
  readonly error: StudentErrorReport;
  /** Where in the snapshot the error is; the code there is not read here. */
  readonly place: Place | null;
  /** An import leads to no file. */
  readonly isUnresolved: boolean;
}

const UNRESOLVED = /^Could not resolve "(.*)"/;

/** esbuild's first error: `[ERROR] message`, then `file:line:column:` with columns from 0. */
export function readFailure(text: string, path: string, snapshot: Snapshot): NotBundled {
  const message = /\[ERROR\] (.*)/.exec(text)?.[1];
  if (message === undefined) {
    const message = `${path} could not be read: the bundler stopped`;
    return { ok: false, error: reportError('LOAD_FAILED', message, snapshot), place: null, isUnresolved: false };
  }
  const [, file, line, column] = /^ {4}(\S.*):(\d+):(\d+):$/m.exec(text) ?? [];
  const place: Place | null = file === undefined ? null : { file, line: Number(line), column: Number(column) + 1 };
  const wanted = UNRESOLVED.exec(message)?.[1];
  const error = reportError('LOAD_FAILED', wanted === undefined ? message : unresolved(wanted), snapshot);
  const shown = place === null ? {} : { ...place, file: shownPath(place.file, snapshot) };
  return { ok: false, error: { ...error, ...shown }, place, isUnresolved: wanted !== undefined };
}

function unresolved(wanted: string): string {
  if (wanted.startsWith('.')) return `"${wanted}" is not there: the submission has no such file`;
  return `"${wanted}" cannot be imported here: use your own files and @tensorflow/tfjs`;
}
