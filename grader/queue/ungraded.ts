/**
 * A report that was left ungraded is not recorded as the result, since the submission may be graded another time: its
 * worker says in Redis where it lies. Whoever writes to Redis may say so too, so it counts for its own job alone, and only
 * if it has no points.
 */
import type { GradeReport } from '../schema/report.js';
import type { Recorded, Said } from '../schema/queue.js';
import type { Blobs } from './blobs/blobs.js';
import { bytesOf, recordedIn } from './results.js';

export async function putUngraded(blobs: Blobs, fingerprint: string, recorded: Recorded): Promise<Said> {
  return { ungraded: [...(await blobs.put(`ungraded ${fingerprint}`, bytesOf(recorded)))] };
}

/** null unless a worker left this job ungraded. Throws STORE_UNAVAILABLE. */
export async function getUngraded(blobs: Blobs, fingerprint: string, { ungraded }: Said): Promise<Recorded | null> {
  const recorded = recordedIn(await blobs.get(`ungraded ${fingerprint}`, ungraded));
  return recorded !== null && isUngraded(recorded) ? recorded : null;
}

function isUngraded({ report }: Recorded): boolean {
  try {
    return (JSON.parse(report) as Partial<GradeReport> | null)?.verdict?.status === 'ungraded';
  } catch {
    return false;
  }
}
