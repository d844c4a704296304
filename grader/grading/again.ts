/**
 * Judges a submission again from its record, without running anything. The report is the one that grading it now would
 * give, apart from what the record cannot have changed: who handed it in and when, and what it took to observe it.
 */
import type { HandedIn } from '../dates/handed-in.js';
import { readRecord } from '../kept/record.js';
import { replay } from '../kept/replay.js';
import type { Submitter } from '../protocol/class-metadata.js';
import type { GradeReport } from '../schema/report.js';
import type { Plan } from '../stages/plan.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { checksOf } from './grading.js';
import { judgeSighting } from './judge.js';
import { reportOf } from './report.js';

export type JudgedAgain =
  | { readonly status: 'judged'; readonly report: GradeReport }
  /** Sentences without a subject: `another version of tuxgrade ran it`. */
  | { readonly status: 'not-observed'; readonly because: readonly string[] };

export interface AgainOptions {
  readonly rubric: ResolvedRubric;
  /** The plan of this rubric for all checks. */
  readonly plan: Plan;
  /** sha256 of the programs that run in the sandbox now. */
  readonly programs: string;
}

/** Who handed it in and when: all of a report's submission but what was found in the submission itself. */
export function handedInOf({ submission }: GradeReport): HandedIn & { readonly submitters: readonly Submitter[] } {
  const { id: _id, digest: _digest, files: _files, bytes: _bytes, ...handedIn } = submission;
  return handedIn;
}

/** `text` is that of the record which `before` names; `handedIn` is what counts instead of what `before` says of that. */
export function judgeAgain(
  text: string,
  before: GradeReport,
  options: AgainOptions,
  handedIn: ReturnType<typeof handedInOf> = handedInOf(before),
): JudgedAgain {
  const { rubric, plan, programs } = options;
  const { submission, timing, environment } = before;
  const record = readRecord(text);
  if (typeof record === 'string') return { status: 'not-observed', because: [`what was kept ${record}`] };
  if (record.seen !== null && record.seen.taken.digest !== submission.digest) {
    return { status: 'not-observed', because: ['what was kept is of another submission'] };
  }
  const usage = { cpuMs: timing.workerCpuMs, peakMemoryBytes: timing.peakMemoryBytes, workers: timing.workers };
  const replayed = replay(record, { plan, rubric, programs, usage });
  if (replayed.status === 'incomplete') return { status: 'not-observed', because: replayed.missing };
  const driver = { name: record.with.driver, gaps: record.with.gaps };
  const graded = judgeSighting(replayed.sighting, { checks: checksOf({ rubric }), rubric, driver });
  const facts = { ...handedIn, id: submission.id, rubric, driver, node: record.with.node };
  const { startedAt, wallMs } = timing;
  const kept = environment.observations ?? null;
  return { status: 'judged', report: reportOf(submission.id, facts, graded, { startedAt, wallMs, kept }) };
}
