/**
 * The time of a submission as the archive of a class has it: that of its newest file. It is the weakest source, because
 * the student's computer or whoever packed the archive wrote it. Pure.
 */
import type { HandedIn } from '../../dates/handed-in.js';
import { inZone } from '../../dates/given-time.js';
import { showName } from '../../files/names.js';
import type { ArchiveTime } from './level.js';
import type { ClassEntry } from './spool.js';

/** `nameOf` completes the name of an entry; `label` is the archive. */
export function newestOf(
  entries: readonly Pick<ClassEntry, 'kind' | 'name' | 'modified'>[],
  nameOf: (name: string) => string,
  label: string,
): ArchiveTime | null {
  const times = entries.flatMap(({ kind, name, modified }) => {
    const isFile = kind === 'regular' && modified !== undefined;
    return isFile ? [{ ...modified, where: `${showName(nameOf(name))} in ${label}` }] : [];
  });
  return newest(times);
}

export function newest(times: readonly (ArchiveTime | null)[]): ArchiveTime | null {
  return times.reduce((best, time) => (best === null || (time !== null && time.ms > best.ms) ? time : best), null);
}

/** A time without a zone is used only with the zone that the caller names. */
export function handedInByEntry(time: ArchiveTime | null, zone: string | null): HandedIn {
  if (time === null) return { submittedAt: null };
  const written = new Date(time.ms).toISOString().replace('.000Z', time.isZoned ? 'Z' : '');
  if (!time.isZoned && zone === null) {
    const remark = `the time of ${time.where}, ${written}, has no zone and is not used: name the zone of the computer that packed it with --zone`;
    return { submittedAt: null, timeRemarks: [remark] };
  }
  const read = time.isZoned ? null : inZone(written, { wallMs: time.ms, hasClock: true }, 'submission', zone ?? 'UTC');
  const [ms, doubt] = read?.status === 'read' ? [read.ms, read.remark] : [time.ms, null];
  const remark = `the time of being handed in is that of ${time.where}, which the student's computer or whoever packed the archive wrote: check it before points are taken off`;
  return {
    submittedAt: new Date(ms).toISOString(),
    timeFrom: 'archive',
    timeRemarks: [remark, ...(doubt === null ? [] : [doubt])],
  };
}
