/** Types of the inputs and results of the stages of one grading, and what follows from the options alone. */
import type { Cache } from '../cache/blobs.js';
import { checksInScope, type Scope } from '../checks/scope.js';
import type { HandedIn } from '../dates/handed-in.js';
import type { Source } from '../intake/files/source.js';
import type { OpenOptions } from '../intake/open.js';
import type { Submitter } from '../protocol/class-metadata.js';
import type { BackendKit } from '../sandbox/kits/backend.js';
import type { Driver } from '../sandbox/drivers/driver.js';
import type { Evaluations } from '../sandbox/observing/evaluations.js';
import type { Room } from '../sandbox/observing/room.js';
import type { WarmPool } from '../sandbox/observing/warm-pool.js';
import type { Check } from '../schema/checks.js';
import type { CheckReport, Note } from '../schema/report.js';
import type { Observations } from '../stages/observation.js';
import type { Plan } from '../stages/plan.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { Taken } from '../stages/sighting.js';

export interface GradeOptions extends Partial<HandedIn>, Scope {
  readonly rubric: ResolvedRubric;
  readonly driver: Driver;
  /** Default: the name of the folder or archive. */
  readonly id?: string | undefined;
  readonly submitters?: readonly Submitter[];
  /** Opens a submission that has no path of its own, because it is inside the archive of a class. */
  readonly open?: ((options: OpenOptions) => Promise<Source>) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Rooms that are ready for submissions like this one; default: a new room. */
  readonly pool?: WarmPool | undefined;
  /** Keeps what was observed; default: nothing is kept. */
  readonly keep?: Keeper | undefined;
  /** The backends to try before cpu, in order; default: those that are installed. */
  readonly backends?: readonly BackendKit[] | undefined;
  /** What models have answered before; default: all of them are run. */
  readonly evaluations?: Evaluations | undefined;
  /** Where what was computed of the course's images is kept between runs; default: nowhere. */
  readonly cache?: Cache | undefined;
}

/** Keeps the text of a record, and returns the address under which it can be found; null if it could not be kept. */
export type Keeper = (text: string) => Promise<string | null>;

/** One grading: the submission, the rubric, the plan and the room. Passed to every stage. */
export interface Grading extends GradeOptions {
  readonly path: string;
  readonly checks: readonly Check[];
  readonly plan: Plan;
  readonly room: Room;
}

/** The results of the stages, from which the report is made. */
export interface Graded {
  /** null if nothing could be taken in. */
  readonly snapshot: Taken | null;
  readonly results: readonly CheckReport[];
  readonly notes: readonly Note[];
  /** null if no student code was run. */
  readonly observations: Observations | null;
}

/** The checks that are judged, in the order of the rubric. */
export function checksOf({ rubric, ...scope }: Pick<GradeOptions, 'rubric' | keyof Scope>): readonly Check[] {
  return checksInScope(rubric.rubric, scope);
}
