/**
 * Reads the text of a report.json. A report from elsewhere may be of another version, cut off or edited by hand: what
 * does not fit is refused, with a sentence for people. Relies on the validators of schema/. Pure.
 */
import { isRecord } from '../text/fields.js';
import type { GradeReport } from '../schema/report.js';
import { findReportProblems } from '../schema/validate.js';
import { findNonsense } from '../score/sense.js';
import { REPORT_VERSION } from '../schema/version.js';

export type ReportRead =
  | { readonly status: 'read'; readonly report: GradeReport }
  /** `because` is a predicate: `is not JSON`. */
  | { readonly status: 'refused'; readonly because: string };

export function readReport(text: string): ReportRead {
  const read = readWritten(text);
  if (read.status === 'refused') return read;
  const [problem] = findReportProblems(read.report);
  if (problem !== undefined) {
    const place = problem.path.length === 0 ? '' : ` at ${problem.path.join('.')}`;
    return refuse(`does not fit the schema of reports${place}: ${problem.sentence}`);
  }
  const [nonsense] = findNonsense(read.report);
  if (nonsense !== undefined) return refuse(`was edited: its points do not fit together (${nonsense})`);
  return read;
}

/**
 * The same for a text that is known, by its digest, to be as it was written. What is written was checked then, and checking
 * it again is most of the time that reading a class takes. Only its version may be another.
 */
export function readWritten(text: string): ReportRead {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('is not JSON: it was cut off or edited, so grade the submission again');
  }
  const foreign = findForeign(value);
  return foreign === null ? { status: 'read', report: value as GradeReport } : refuse(foreign);
}

const refuse = (because: string): ReportRead => ({ status: 'refused', because });

/** Why it is not a report of this version; null if it says that it is one. */
function findForeign(value: unknown): string | null {
  const known = ['submission', 'rubric', 'verdict', 'results'];
  if (!isRecord(value) || !known.every((key) => Object.hasOwn(value, key)))
    return 'is JSON, but not a report of tuxgrade';
  const { schemaVersion: version } = value;
  if (version === REPORT_VERSION) return null;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return `has no schemaVersion that is known: expected ${String(REPORT_VERSION)}`;
  }
  return version < REPORT_VERSION
    ? `is of version ${String(version)}, from an older tuxgrade; this one reads version ${String(REPORT_VERSION)}: grade the submission again`
    : `is of version ${String(version)}, from a newer tuxgrade; this one reads version ${String(REPORT_VERSION)}: install the newer one`;
}
