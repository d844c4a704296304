/** What the stages of one grading are given and what they make: types only, and what follows from the options alone. */
import { checksInScope } from '../checks/scope.js';
import type { Source } from '../intake/files/source.js';
import type { OpenOptions } from '../intake/open.js';
import type { Submitter } from '../protocol/class-metadata.js';
import type { BackendKit } from '../sandbox/kits/backend.js';
import type { Driver } from '../sandbox/drivers/driver.js';
import type { Room } from '../sandbox/observing/room.js';
import type { WarmPool } from '../sandbox/observing/warm-pool.js';
import type { Check } from '../schema/checks.js';
import type { CheckReport, Note } from '../schema/report.js';
import type { Observations } from '../stages/observation.js';
import type { Plan } from '../stages/plan.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { Snapshot } from '../stages/submission.js';

export interface GradeOptions {
  readonly rubric: ResolvedRubric;
  readonly driver: Driver;
  /** Judge the visible checks alone, as the pre-check does. */
  readonly visibleOnly?: boolean;
  /** Default: the name of the folder or archive. */
  readonly id?: string | undefined;
  /** ISO time at which the submission was handed in; null when nothing says so. */
  readonly submittedAt?: string | null;
  readonly submitters?: readonly Submitter[];
  /** Opens it where the path does not lead there: a submission inside the archive of a class. */
  readonly open?: ((options: OpenOptions) => Promise<Source>) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Rooms that wait for submissions like this one; default: a room of its own. */
  readonly pool?: WarmPool | undefined;
  /** What models are tried on before cpu, in order; default: what is installed. */
  readonly backends?: readonly BackendKit[] | undefined;
}

/** One grading: what is graded, with what, what it is asked, and where. Every stage is given it. */
export interface Grading extends GradeOptions {
  readonly path: string;
  readonly checks: readonly Check[];
  readonly plan: Plan;
  readonly room: Room;
}

/** What the stages come to, and a report is made of. */
export interface Graded {
  /** null where nothing could be taken in. */
  readonly snapshot: Snapshot | null;
  readonly results: readonly CheckReport[];
  readonly notes: readonly Note[];
  /** null when no student code was run. */
  readonly observations: Observations | null;
}

/** The checks that are judged, in the order of the rubric. */
export function checksOf({
  rubric,
  visibleOnly = false,
}: Pick<GradeOptions, 'rubric' | 'visibleOnly'>): readonly Check[] {
  return checksInScope(rubric.rubric, visibleOnly);
}
