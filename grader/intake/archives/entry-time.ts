/** Checks the time of an entry that the reader answers. What cannot be a time is no time: no archive is refused for it. */
import { isRecord } from '../../text/fields.js';
import type { EntryTime } from '../../protocol/reader.js';

/** Four digits of a year. */
const LATEST = Date.UTC(9999, 11, 31);

export function entryTimeOf(value: unknown): EntryTime | null {
  if (!isRecord(value)) return null;
  const { ms, isZoned } = value;
  if (typeof ms !== 'number' || !Number.isSafeInteger(ms) || typeof isZoned !== 'boolean') return null;
  return ms > 0 && ms < LATEST ? { ms, isZoned } : null;
}
