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
  const report = soundReport(parsedBy(JSON.parse, recorded.report, 'the report') as GradeReport);
  assertIsOrdered(report, job, options);
  for (const { asked, answer } of recorded.evaluations) {
    await options.evaluations?.rememberUnder(asked, parsedBy(fromText, answer, 'an answer of a model') as object);
  }
  const kept = recorded.record === null ? null : ((await options.keep?.(recorded.record)) ?? null);
  const { observations: _elsewhere, ...environment } = report.environment;
  return { ...report, environment: kept === null ? environment : { ...environment, observations: kept } };
}

function parsedBy(parse: (text: string) => unknown, text: string, what: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new GraderError('INTERNAL', `${what} that a worker recorded cannot be read`, { cause });
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
