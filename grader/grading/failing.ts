/** Results of gradings that end before judging: a fault of the student is graded, one of the grader is not. Pure. */
import { failWith } from '../checks/judging/failure.js';
import type { GraderError } from '../errors.js';
import type { Check } from '../schema/checks.js';
import type { Note } from '../schema/report.js';
import { scoreChecks, ungradedChecks } from '../score/score.js';
import type { Refusal } from '../stages/sighting.js';
import type { Graded } from './grading.js';

/** A submission that could not be opened is graded nevertheless: every check fails with the reason. */
export function failAll(checks: readonly Check[], { code, message, advice }: Refusal): Graded {
  const failure = failWith({ code, message });
  const notes: Note[] = advice === undefined ? [] : [{ audience: 'student', text: advice }];
  const results = scoreChecks(checks, new Map(checks.map(({ id }) => [id, failure])));
  return { snapshot: null, results, notes, observations: null };
}

/** Null points, not zero. */
export function leaveUngraded(checks: readonly Check[], { code, message, advice }: GraderError): Graded {
  const told = [`${code}: ${message}`, ...(advice === undefined ? [] : [advice])];
  const notes: Note[] = told.map((text) => ({ audience: 'system', text }));
  return { snapshot: null, results: ungradedChecks(checks, message), notes, observations: null };
}
