/** The last stage: makes the report, including facts about this process. Must not change any result. */
import type { HandedIn } from '../dates/handed-in.js';
import { idOf } from '../intake/archives/archive-kinds.js';
import { buildReport } from '../report/build.js';
import type { GradeReport } from '../schema/report.js';
import { VERSION } from '../schema/version.js';
import type { Graded, GradeOptions } from './grading.js';
import { dateNotes } from './notes.js';

/** Facts of a grading that no result depends on. */
export interface Circumstances {
  /** ISO time. */
  readonly startedAt: string;
  readonly wallMs: number;
  /** The address of the record from which it can be judged again; null if none is kept. */
  readonly kept: string | null;
}

export interface ReportOptions extends Omit<GradeOptions, 'driver'> {
  readonly driver: { readonly name: string };
  /** The version of Node.js that ran the submission. */
  readonly node: string;
}

export function reportOf(
  path: string,
  options: ReportOptions,
  { snapshot, results, notes, observations }: Graded,
  { startedAt, wallMs, kept }: Circumstances,
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
    node: options.node,
    observations,
    kept,
    startedAt,
    wallMs,
  });
}

function handedInOf({ submittedAt = null, timeFrom = null, terms, timeRemarks = [] }: Partial<HandedIn>): HandedIn {
  return {
    ...{ submittedAt, timeFrom },
    ...(terms === undefined ? {} : { terms }),
    ...(timeRemarks.length === 0 ? {} : { timeRemarks }),
  };
}
