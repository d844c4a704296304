/**
 * Takes over what a worker recorded as if it had been found out here: the report is examined, and what was observed is kept
 * where the run keeps it.
 */
import type { Job, LocalOptions } from '../batch/executor.js';
import { GraderError } from '../errors.js';
import { fromText } from '../kept/encoding.js';
import { soundReport } from '../report/sound.js';
import type { GradeReport } from '../schema/report.js';
import type { Recorded } from '../schema/queue.js';

/** Throws INTERNAL for a report that is not sound or not the one that was ordered. */
export async function takeOver(recorded: Recorded, job: Job, options: LocalOptions): Promise<GradeReport> {
  const report = soundReport(parsed(recorded.report));
  assertIsOrdered(report, job, options);
  for (const { asked, answer } of recorded.evaluations) {
    await options.evaluations?.rememberUnder(asked, fromText(answer) as object);
  }
  const kept = recorded.record === null ? null : ((await options.keep?.(recorded.record)) ?? null);
  const { observations: _elsewhere, ...environment } = report.environment;
  return { ...report, environment: kept === null ? environment : { ...environment, observations: kept } };
}

function parsed(text: string): GradeReport {
  try {
    return JSON.parse(text) as GradeReport;
  } catch (cause) {
    throw new GraderError('INTERNAL', 'the report of a worker is not JSON', { cause });
  }
}

function assertIsOrdered({ submission, rubric }: GradeReport, job: Job, options: LocalOptions): void {
  const isOrdered = submission.id === job.id && rubric.digest === options.rubric.digest;
  if (isOrdered) return;
  throw new GraderError(
    'INTERNAL',
    `a worker answered with the report of ${submission.id} instead of that of ${job.id}`,
  );
}
