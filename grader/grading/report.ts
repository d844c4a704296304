/** The last stage: makes the report, including facts about this process. Must not change any result. */
import type { HandedIn } from '../dates/handed-in.js';
import { idOf } from '../intake/archives/archive-kinds.js';
import { buildReport } from '../report/build.js';
import type { GradeReport } from '../schema/report.js';
import { VERSION } from '../schema/version.js';
import type { Graded, GradeOptions } from './grading.js';
import { dateNotes } from './notes.js';

export interface Timing {
  readonly startedAt: Date;
  readonly wallMs: number;
}

export function reportOf(
  path: string,
  options: GradeOptions,
  { snapshot, results, notes, observations }: Graded,
  { startedAt, wallMs }: Timing,
): GradeReport {
  return buildReport({
    id: options.id ?? snapshot?.id ?? idOf(path),
    digest: snapshot?.digest ?? '',
    files: snapshot?.files.length ?? 0,
    bytes: snapshot?.bytes ?? 0,
    ...handedInOf(options),
    submitters: options.submitters ?? [],
    rubric: options.rubric,
    results,
    notes: [...notes, ...dateNotes(options, results)],
    driver: options.driver.name,
    grader: VERSION,
    node: process.version,
    observations,
    startedAt: startedAt.toISOString(),
    wallMs,
  });
}

function handedInOf({ submittedAt = null, timeFrom = null, terms }: GradeOptions): HandedIn {
  return { submittedAt, timeFrom, ...(terms === undefined ? {} : { terms }) };
}
