/**
 * Errors of student code in the student's own words. Where one came from is not known yet when it is told: its lead is
 * kept, and all leads are followed at the end, by the reader (places.ts); source maps are not parsed in this process.
 */
import type { Place, Position } from '../../protocol/places.js';
import type { RawError } from '../../protocol/worker.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Snapshot } from '../../stages/submission.js';
import { stripControls } from '../process/text.js';

/** The name under which the worker evaluates a bundle; stacks are searched for it. */
export const BUNDLE_NAME = 'submission-bundle.js';

/** How an error's place may be found: by positions in the bundle, topmost first, or by a place whose code is wanted. */
export type Lead = { readonly map: string; readonly positions: readonly Position[] } | { readonly place: Place };

const MOST_MESSAGE = 500;
/** Of a stack so many frames are looked at. */
const MOST_POSITIONS = 50;
const POSITION = new RegExp(`${BUNDLE_NAME.replace('.', '\\.')}:(\\d{1,9}):(\\d{1,9})`, 'g');
const COMMENT = '//# sourceMappingURL=';
const PREFIX = `${COMMENT}data:application/json;base64,`;

/** A bundle and, apart from it, its source map in base64; null where it has none. */
export function splitSourceMap(bundle: string): { readonly code: string; readonly map: string | null } {
  const start = bundle.lastIndexOf(COMMENT);
  if (start < 0) return { code: bundle, map: null };
  const map = bundle.startsWith(PREFIX, start) ? bundle.slice(start + PREFIX.length).trimEnd() : null;
  return { code: bundle.slice(0, start), map };
}

/** The lead of an error that was thrown; null where its stack does not lead into the bundle. */
export function leadOf({ stack }: RawError, map: string | null): Lead | null {
  if (map === null) return null;
  const positions: Position[] = [];
  for (const [, line, column] of stack.matchAll(POSITION)) {
    positions.push({ line: Math.max(1, Number(line)), column: Math.max(0, Number(column) - 1) });
    if (positions.length === MOST_POSITIONS) break;
  }
  return positions.length === 0 ? null : { map, positions };
}

/** The report of an error whose place is not known, or not yet. */
export function reportError(code: StudentErrorReport['code'], message: string, snapshot: Snapshot): StudentErrorReport {
  // where the snapshot lies is nothing to the student
  const own = message.replaceAll(`${snapshot.root}/`, '').replaceAll('/submission/', '');
  return { code, message: stripControls(own).slice(0, MOST_MESSAGE) };
}
