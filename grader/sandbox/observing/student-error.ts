/**
 * Reports errors of student code. The location of an error is not known yet: its lead is kept, and a reader follows all
 * leads at the end (places.ts). Source maps must not be parsed in this process.
 */
import type { Place, Position } from '../../protocol/places.js';
import type { RawError } from '../../protocol/worker.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Snapshot } from '../../stages/submission.js';
import { stripControls } from '../process/text.js';

/** The name under which the worker evaluates a bundle; stacks are searched for it. */
export const BUNDLE_NAME = 'submission-bundle.js';

/**
 * How to find the location of an error: by positions in the bundle, topmost first, or by a place whose code is needed.
 */
export type Lead = { readonly map: string; readonly positions: readonly Position[] } | { readonly place: Place };

const MOST_MESSAGE = 500;
/** The number of stack frames that are examined. */
const MOST_POSITIONS = 50;
const POSITION = new RegExp(`${BUNDLE_NAME.replace('.', '\\.')}:(\\d{1,9}):(\\d{1,9})`, 'g');
const COMMENT = '//# sourceMappingURL=';
const PREFIX = `${COMMENT}data:application/json;base64,`;

/** A bundle and, separately, its source map in base64; null if it has none. */
export function splitSourceMap(bundle: string): { readonly code: string; readonly map: string | null } {
  const start = bundle.lastIndexOf(COMMENT);
  if (start < 0) return { code: bundle, map: null };
  const map = bundle.startsWith(PREFIX, start) ? bundle.slice(start + PREFIX.length).trimEnd() : null;
  return { code: bundle.slice(0, start), map };
}

/** The lead of a thrown error; null if its stack does not lead into the bundle. */
export function leadOf({ stack }: RawError, map: string | null): Lead | null {
  if (map === null) return null;
  const positions: Position[] = [];
  for (const [, line, column] of stack.matchAll(POSITION)) {
    positions.push({ line: Math.max(1, Number(line)), column: Math.max(0, Number(column) - 1) });
    if (positions.length === MOST_POSITIONS) break;
  }
  return positions.length === 0 ? null : { map, positions };
}

/** The report of an error whose location is not known yet. */
export function reportError(code: StudentErrorReport['code'], message: string, snapshot: Snapshot): StudentErrorReport {
  return { code, message: stripControls(plainMessage(message, snapshot)).slice(0, MOST_MESSAGE) };
}

/** Without the folders of the snapshot, which the student should not see. */
export function plainMessage(message: string, { root, unmoved }: Pick<Snapshot, 'root' | 'unmoved'>): string {
  const own = message.replaceAll(`${root}/`, '').replaceAll(`${root}\\`, '').replaceAll('/submission/', '');
  return unmoved === undefined ? own : own.replaceAll(`${unmoved.folder}/`, '');
}
