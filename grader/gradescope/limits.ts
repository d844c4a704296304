/**
 * Whether a rubric fits the place in which Gradescope grades, and what is changed where its memory does not: a program that
 * takes what the rubric allows would end the grader itself there. Pure.
 */
import { formatBytes } from '../files/caps.js';
import { runLimitsOf } from '../plan/limits.js';
import { errorOf } from '../report/error-of.js';
import type { CheckReport } from '../schema/report.js';
import type { Rubric } from '../schema/rubric.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { FoundPlace, Place } from './container.js';

const MIB = 1024 * 1024;
/** The grader, what it keeps of a data set, and what a program takes before it is measured and ended. */
const RESERVED_BYTES = 320 * MIB;
/** Node.js does not start with less. */
const LEAST_MIB = 128;

/** What Gradescope gives unless the assignment has another size, and the minutes of its time-out. */
export const USUAL_PLACE: Place = { memoryBytes: 768 * MIB, processors: 0.5 };
export const USUAL_MINUTES = 10;
/** The longest time-out that an assignment can have. */
export const MOST_MINUTES = 40;
/** Of the time-out, left for writing the results and for the start of the container. */
export const SPARE_SECONDS = 45;

/** Where a limit could not be seen, there is what Gradescope gives by itself: too much would end the grader. */
export function assumedPlace(here: FoundPlace): Place {
  const memoryBytes = here.isKnown ? here.memoryBytes : Math.min(here.memoryBytes, USUAL_PLACE.memoryBytes);
  return { memoryBytes, processors: here.processors };
}

/** The most memory that a program of a submission can have there, in MiB. */
export function workerMemoryMiB({ memoryBytes }: Pick<Place, 'memoryBytes'>): number {
  return Math.max(LEAST_MIB, Math.floor((memoryBytes - RESERVED_BYTES) / MIB));
}

export interface Fitted {
  readonly rubric: ResolvedRubric;
  /** The memory, in MiB, that programs get instead of what the rubric allows; null if they get that. */
  readonly memoryMiB: number | null;
}

/** The rubric with no more memory than there is. */
export function fitMemory(resolved: ResolvedRubric, place: Pick<Place, 'memoryBytes'>): Fitted {
  const memoryMiB = workerMemoryMiB(place);
  const { rubric } = resolved;
  if (runLimitsOf(rubric).memoryBytes <= memoryMiB * MIB) return { rubric: resolved, memoryMiB: null };
  return { rubric: { ...resolved, rubric: { ...rubric, limits: { ...rubric.limits, memoryMiB } } }, memoryMiB };
}

/** Whether a check earned nothing for want of memory: with less than the rubric allows, that is nobody's mark. */
export function neededMoreMemory(results: readonly Pick<CheckReport, 'evidence'>[]): boolean {
  return results.some(({ evidence }) => errorOf(evidence)?.code === 'MEMORY_LIMIT');
}

export interface Finding {
  readonly fits: boolean;
  readonly sentence: string;
  readonly fix: string | null;
}

/** What a submission can use of a rubric's limits there: each is something to know, and none stops the grader. */
export function fitOf(rubric: Rubric, place: Place, minutes: number): Finding[] {
  return [memoryFit(rubric, place), timeFit(rubric, place, minutes)];
}

function memoryFit(rubric: Rubric, place: Place): Finding {
  const allowed = runLimitsOf(rubric).memoryBytes / MIB;
  const most = workerMemoryMiB(place);
  const has = `${formatBytes(place.memoryBytes)} leave ${String(most)} MiB for a submission`;
  if (allowed <= most) return { fits: true, sentence: `${has}; the rubric allows ${String(allowed)} MiB`, fix: null };
  return {
    fits: false,
    sentence: `${has}, and the rubric allows ${String(allowed)} MiB: what needs more stays ungraded, and loses no points`,
    fix: `Choose a larger container in the settings of the assignment, or write limits: { memoryMiB: ${String(most)} } in the rubric.`,
  };
}

function timeFit(rubric: Rubric, { processors }: Place, minutes: number): Finding {
  const allowed = runLimitsOf(rubric).totalMs / 1000;
  const needed = allowed / Math.min(1, processors);
  const left = minutes * 60 - SPARE_SECONDS;
  const half = `${String(allowed)} s of processor time take ${String(Math.ceil(needed))} s with ${String(Math.min(1, processors))} of a processor`;
  const time = `the time-out of ${String(minutes)} minutes`;
  if (needed <= left) return { fits: true, sentence: `${half}, less than ${time}`, fix: null };
  return {
    fits: false,
    sentence: `${half}, more than ${time}: what takes that long stays ungraded, and loses no points`,
    fix: 'Choose a longer time-out in the settings of the assignment and give it as --timeout, or lower totalSeconds in the rubric.',
  };
}
