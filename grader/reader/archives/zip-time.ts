/**
 * When an entry of a zip archive was last changed. The field that every entry has is the clock of the computer that packed
 * it, without a zone; an instant is only in an extra field of Unix or Windows. Must not guess a zone.
 */
import type { Entry } from 'yauzl';
import type { EntryTime } from '../../protocol/reader.js';

const [UNIX, NTFS] = [0x5455, 0x000a];
/** Days of Windows begin with the year 1601, in units of 100 ns. */
const NTFS_EPOCH_MS = 11_644_473_600_000n;

/** null if the entry does not say: years from 1980 only, of which the first moment means that nothing was written. */
export function modifiedOf({
  extraFields,
  lastModFileDate,
  lastModFileTime,
}: Pick<Entry, 'extraFields' | 'lastModFileDate' | 'lastModFileTime'>): EntryTime | null {
  for (const { id, data } of extraFields) {
    const ms = id === UNIX ? unixTime(data) : id === NTFS ? ntfsTime(data) : null;
    if (ms !== null && ms > 0) return { ms, isZoned: true };
  }
  const ms = wallTime(lastModFileDate, lastModFileTime);
  return ms === null ? null : { ms, isZoned: false };
}

function unixTime(data: Buffer): number | null {
  const hasModified = data.length >= 5 && ((data[0] ?? 0) & 1) === 1;
  return hasModified ? data.readInt32LE(1) * 1000 : null;
}

/** A reserved word, then attributes with a tag and a size; the first has the times. */
function ntfsTime(data: Buffer): number | null {
  if (data.length < 16 || data.readUInt16LE(4) !== 1) return null;
  return Number(data.readBigUInt64LE(8) / 10_000n - NTFS_EPOCH_MS);
}

function wallTime(date: number, time: number): number | null {
  const [year, month, day] = [1980 + (date >> 9), (date >> 5) & 15, date & 31];
  const isWritten = month >= 1 && month <= 12 && day >= 1 && !(date === 0x21 && time === 0);
  return isWritten ? Date.UTC(year, month - 1, day, time >> 11, (time >> 5) & 63, (time & 31) * 2) : null;
}
