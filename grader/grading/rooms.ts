/** Provides the room for a grading: one of a pool that was prepared in advance, or a new one. */
import type { Scope } from '../checks/scope.js';
import { planFor } from '../plan/plan.js';
import { usableBackends } from '../sandbox/kits/backends.js';
import { Room, type Need } from '../sandbox/observing/room.js';
import { shownInputs } from '../sandbox/asking/shown-inputs.js';
import { WarmPool } from '../sandbox/observing/warm-pool.js';
import type { Plan } from '../stages/plan.js';
import type { GradeOptions } from './grading.js';

type Equipment = Pick<GradeOptions, 'driver' | 'backends' | 'evaluations'>;

/** Calls `use` with a room, and closes the room in any case. */
export async function inRoom<T>(
  plan: Plan,
  options: Equipment & Pick<GradeOptions, 'pool'>,
  use: (room: Room) => Promise<T>,
): Promise<T> {
  const { pool } = options;
  const room = pool?.take() ?? ownRoom(plan, options);
  try {
    return await use(room);
  } finally {
    if (pool === undefined) await room.discard();
    else pool.giveBack(room);
  }
}

/**
 * Rooms for submissions to this rubric, `spares` of them prepared in advance, each for at most `idleMs`. The caller must
 * close the pool.
 */
export function poolFor(
  options: Equipment & Pick<GradeOptions, 'rubric' | keyof Scope>,
  spares: number,
  idleMs?: number,
): WarmPool {
  const need = needOf(planFor(options.rubric, options), options);
  return new WarmPool(need, { spares, ...(idleMs === undefined ? {} : { idleMs }) });
}

/** Starts its programs while the submission is taken in. */
function ownRoom(plan: Plan, options: Equipment): Room {
  const room = new Room();
  const need = needOf(plan, options);
  if (need !== null) room.warm(need);
  return room;
}

/** The first subject that will surely be loaded; null if there is none. A model may have answered before. */
function needOf({ subjects, limits }: Plan, { driver, backends, evaluations }: Equipment): Need | null {
  const sure = evaluations === undefined ? subjects : subjects.filter(({ subject }) => subject.kind === 'module');
  const [first] = sure;
  if (first === undefined) return null;
  const { kind } = first.subject;
  if (kind === 'module') return { driver, limits, kind, shown: [], backend: null };
  return { driver, limits, kind, shown: shownInputs(subjects), backend: usableBackends(driver, backends)[0] ?? null };
}
