/**
 * One grading, stage by stage. Each stage has a room of its own; this file calls them in order. A student's fault is
 * graded; every other fault is thrown and leaves the submission ungraded. It must not judge, measure or score anything
 * itself.
 */
import type { GraderError } from '../errors.js';
import { recordOf, writeRecord } from '../kept/record.js';
import { planFor } from '../plan/plan.js';
import type { GradeReport } from '../schema/report.js';
import { programsDigest } from '../sandbox/kits/kit.js';
import type { Plan } from '../stages/plan.js';
import type { Sighting } from '../stages/sighting.js';
import { leaveUngraded } from './failing.js';
import { checksOf, type GradeOptions } from './grading.js';
import { judgeSighting } from './judge.js';
import { reportOf } from './report.js';
import { inRoom } from './rooms.js';
import { see } from './see.js';

/**
 * Grades one submission, a folder or an archive. Throws a GraderError for faults that are not the student's (no such
 * path, an unusable sandbox, a full disk): the submission is then ungraded. After an abort it throws the signal's reason
 * and has ended its programs.
 */
export async function gradeOne(path: string, options: GradeOptions): Promise<GradeReport> {
  options.signal?.throwIfAborted();
  const [startedAt, started] = [new Date(), performance.now()];
  // the plan is made before anything of the submission is read; right answers stay in this process
  const plan = planFor(options.rubric, options);
  return await inRoom(plan, options, async (room) => {
    const checks = checksOf(options);
    const sighting = await see({ ...options, path, checks, plan, room });
    const kept = (await options.keep?.(recordText(sighting, plan, options))) ?? null;
    const graded = judgeSighting(sighting, { ...options, checks });
    const timing = { startedAt: startedAt.toISOString(), wallMs: performance.now() - started };
    return reportOf(path, { ...options, node: process.version }, graded, { ...timing, kept });
  }).catch((error: unknown) => {
    // a program that an abort ended may be missed in another way first
    options.signal?.throwIfAborted();
    throw error;
  });
}

/** The report of a submission on which the grader failed: ungraded, with the reason. */
export function reportUngraded(path: string, options: GradeOptions, error: GraderError): GradeReport {
  const facts = { startedAt: new Date().toISOString(), wallMs: 0, kept: null };
  return reportOf(path, { ...options, node: process.version }, leaveUngraded(checksOf(options), error), facts);
}

function recordText(sighting: Sighting, plan: Plan, { rubric, driver: { name, gaps } }: GradeOptions): string {
  const circumstances = { programs: programsDigest(), node: process.version, driver: name, gaps };
  return writeRecord(recordOf(sighting, { plan, rubric }, circumstances));
}
