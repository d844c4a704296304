/**
 * One grading, stage by stage. Each stage has a room of its own; this file calls them in order. A student's fault is
 * graded; every other fault is thrown and leaves the submission ungraded. It must not judge, measure or score anything
 * itself.
 */
import type { Seen } from '../checks/judging/judge.js';
import { isStudentFault, type GraderError } from '../errors.js';
import { confirmModels } from '../intake/models/confirm.js';
import { judge } from '../kinds/index.js';
import { planFor } from '../plan/plan.js';
import type { GradeReport } from '../schema/report.js';
import { scoreChecks } from '../score/score.js';
import { admit } from './admit.js';
import { failAll, leaveUngraded } from './failing.js';
import { checksOf, type Graded, type GradeOptions, type Grading } from './grading.js';
import { notesOf } from './notes.js';
import { observeAll } from './observe.js';
import { reportOf } from './report.js';
import { inRoom } from './rooms.js';
import { takeIn } from './take-in.js';

/**
 * Grades one submission, a folder or an archive. Throws a GraderError for faults that are not the student's (no such
 * path, an unusable sandbox, a full disk): the submission is then ungraded.
 */
export async function gradeOne(path: string, options: GradeOptions): Promise<GradeReport> {
  const [startedAt, started] = [new Date(), performance.now()];
  // the plan is made before anything of the submission is read; right answers stay in this process
  const plan = planFor(options.rubric, { visibleOnly: options.visibleOnly ?? false });
  return await inRoom(plan, options, async (room) => {
    const graded = await gradeSubmission({ ...options, path, checks: checksOf(options), plan, room });
    return reportOf(path, options, graded, { startedAt, wallMs: performance.now() - started });
  });
}

/** The report of a submission on which the grader failed: ungraded, with the reason. */
export function reportUngraded(path: string, options: GradeOptions, error: GraderError): GradeReport {
  return reportOf(path, options, leaveUngraded(checksOf(options), error), { startedAt: new Date(), wallMs: 0 });
}

async function gradeSubmission(grading: Grading): Promise<Graded> {
  const { checks, rubric } = grading;
  const snapshot = await takeIn(grading);
  if (isStudentFault(snapshot)) return failAll(checks, snapshot);
  const admitted = await admit(grading, snapshot);
  const { dataSets, observations } = await observeAll(grading, snapshot, admitted.models);
  // what the reader found in a model's files must be what a worker loaded from them
  const models = confirmModels(admitted.models, observations?.models ?? new Map<string, never>());
  const outcomes = observations?.outcomes ?? new Map<string, never>();
  const seen: Seen = { files: snapshot.files, documents: admitted.documents, models, dataSets, outcomes };
  const judgements = new Map(checks.map((check) => [check.id, judge(check, seen, rubric)]));
  const results = scoreChecks(checks, judgements);
  const notes = notesOf({ remarks: snapshot.remarks, judgements, observations, models }, grading);
  return { snapshot, results, notes, observations };
}
