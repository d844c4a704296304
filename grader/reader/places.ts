/** Finds where in a student's files an error came from, and quotes the line of code. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join, posix } from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Code, Place, PlaceFound, Position } from '../protocol/places.js';

const MOST_LINE = 160;
/** How much of a file is read: code that a person wrote is shorter. */
const MOST_BYTES = 4 << 20;

/** The topmost position in a file of the submission; null if there is none. Throws if `map` is not a source map. */
export function locate(root: string, map: Uint8Array, positions: readonly Position[]): PlaceFound | null {
  const trace = new TraceMap(new TextDecoder().decode(map));
  for (const position of positions) {
    const found = originalPositionFor(trace, position);
    if (found.source === null) continue;
    const place = { file: posix.normalize(found.source), line: found.line, column: found.column + 1 };
    const start = startOf(root, place.file);
    if (start !== null) return { place, code: quoteFrom(start, place) };
  }
  return null;
}

/** The place with its line; null if the file does not exist. */
export function quote(root: string, place: Place): PlaceFound | null {
  const start = startOf(root, place.file);
  return start === null ? null : { place, code: quoteFrom(start, place) };
}

/** The start of a file of the submission; null if it does not exist. */
function startOf(root: string, file: string): Buffer | null {
  if (posix.isAbsolute(file) || file.split('/').includes('..')) return null;
  try {
    const descriptor = openSync(join(root, file), 'r');
    try {
      const size = Math.min(fstatSync(descriptor).size, MOST_BYTES);
      const bytes = Buffer.alloc(size);
      return bytes.subarray(0, readSync(descriptor, bytes));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}

/** Columns count UTF-16 units, as source maps do. */
function quoteFrom(bytes: Buffer, { line, column }: Place): Code | null {
  let start = 0;
  for (let number = 1; number < line; number += 1) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) return null;
    start = end + 1;
  }
  const end = bytes.indexOf(0x0a, start);
  const text = bytes.toString('utf8', start, end < 0 ? bytes.length : end).replace(/\r$/, '');
  // only the part around the column of a very long line
  const from = text.length > MOST_LINE ? Math.max(0, column - 1 - MOST_LINE / 2) : 0;
  const window = text.slice(from, from + MOST_LINE);
  return { window, before: window.slice(0, Math.max(0, column - 1 - from)) };
}
