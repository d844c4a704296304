/** Errors of student code in the student's own words: their file, their line, the code on it. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { RawError } from '../schema/protocol.js';
import type { StudentErrorReport } from '../schema/report.js';
import type { Snapshot } from '../schema/submission.js';
import { stripControls } from './text.js';

/** The name under which the worker evaluates a bundle; stacks are searched for it. */
export const BUNDLE_NAME = 'submission-bundle.js';

export interface Place {
  readonly file: string;
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

const MOST_MESSAGE = 500;
const MOST_LINE = 160;
const SOURCE_MAP = /\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

/** A bundle without its source map, which only the parent needs. */
export function stripSourceMap(bundle: string): string {
  const start = bundle.lastIndexOf('//# sourceMappingURL=');
  return start < 0 ? bundle : bundle.slice(0, start);
}

/** The source map at the end of a bundle; null when it is not one. */
export function readSourceMap(bundle: string): TraceMap | null {
  try {
    const encoded = SOURCE_MAP.exec(bundle.slice(bundle.lastIndexOf('//# sourceMappingURL=')))?.[1];
    return encoded === undefined ? null : new TraceMap(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch {
    return null;
  }
}

/** Where in the student's own files an error came from: the topmost frame that is theirs. */
export function locateInSubmission(error: RawError, map: TraceMap | null, snapshot: Snapshot): Place | null {
  if (map === null) return null;
  for (const [, line, column] of error.stack.matchAll(
    new RegExp(`${BUNDLE_NAME.replace('.', '\\.')}:(\\d+):(\\d+)`, 'g'),
  )) {
    const found = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
    const file = found.source === null ? null : posix.normalize(found.source);
    if (file !== null && found.line !== null && snapshot.files.some(({ path }) => path === file)) {
      return { file, line: found.line, column: found.column + 1 };
    }
  }
  return null;
}

/** The report of an error, with the line of code when its place is known. */
export function reportError(
  code: StudentErrorReport['code'],
  message: string,
  place: Place | null,
  snapshot: Snapshot,
): StudentErrorReport {
  // where the snapshot lies is nothing to the student
  const own = message.replaceAll(`${snapshot.root}/`, '').replaceAll('/submission/', '');
  const short = stripControls(own).slice(0, MOST_MESSAGE);
  if (place === null) return { code, message: short };
  const frame = quoteLine(place, snapshot);
  return { code, message: short, ...place, ...(frame === null ? {} : { frame }) };
}

/** The line of code with a caret under the column. Only files of the snapshot are quoted. */
function quoteLine({ file, line, column }: Place, snapshot: Snapshot): string | null {
  if (!snapshot.files.some(({ path }) => path === file)) return null;
  const text = readFileSync(join(snapshot.root, file), 'utf8').split(/\r?\n/)[line - 1];
  if (text === undefined) return null;
  // of a very long line the part around the column
  const start = text.length > MOST_LINE ? Math.max(0, column - 1 - MOST_LINE / 2) : 0;
  const window = text.slice(start, start + MOST_LINE);
  const before = stripControls(text.slice(start, column - 1)).replace(/\t/g, ' ');
  const gutter = ' '.repeat(String(line).length);
  return `${String(line)} | ${stripControls(window).replace(/\t/g, ' ')}\n${gutter} | ${' '.repeat(before.length)}^`;
}
