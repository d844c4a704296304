/** A short summary of a class: how many submissions, their points, and which checks failed. Pure. */
import type { CheckReport } from '../schema/report.js';
import { causeLines, type ClassCauses } from './class-causes.js';
import { cutTo, padEnd, widthOf } from './columns.js';
import { lateWords } from './late.js';
import { tellChanges } from './adjusted-text.js';
import type { MissingStudent } from '../stages/student.js';
import { printableUpTo } from './printable.js';
import type { Standing } from './standing.js';
import type { TerminalStyle } from './terminal.js';
import { counted } from '../text/counted.js';
import { shownPoints } from '../text/points.js';
import { meanOf, medianOf, scoresOf, withStatus } from './class-scores.js';

/** Lines of the summary; all reports are of the same rubric. */
export function renderClass(
  reports: readonly Standing[],
  { paint }: TerminalStyle,
  missing: readonly MissingStudent[] = [],
  causes: ClassCauses | null = null,
): string {
  const scores = scoresOf(reports);
  const ungraded = withStatus(reports, 'ungraded').length;
  const open = withStatus(reports, 'open').length;
  const possible = shownPoints(reports[0]?.verdict.possible ?? 0);
  const rows = reports.map((report) => [
    `${shownPoints(report.verdict.earned)}/${possible}`,
    report.submission.id,
    [lateWords(report.verdict) ?? [], adjustedReason(report), firstProblem(report)].flat().join('; '),
  ]);
  const width = rows.reduce((most, [points = '']) => Math.max(most, points.length), 0);
  const names = rows.reduce((most, [, id = '']) => Math.max(most, widthOf(id)), 0);
  const lines = rows.map(
    ([points = '', id = '', why = '']) =>
      `${paint.bold(points.padStart(width))}  ${padEnd(id, names)}  ${paint.dim(why)}`,
  );
  const middle =
    scores.length === 0
      ? ''
      : `, mean ${shownPoints(meanOf(scores))}, median ${shownPoints(medianOf(scores))} of ${possible}`;
  const left = `${ungraded === 0 ? '' : paint.bad(`, ${String(ungraded)} not graded`)}${open === 0 ? '' : paint.bold(`, ${String(open)} not final: points are given by hand (tuxgrade adjust)`)}`;
  const sum = `${counted(reports.length, 'submission')}${middle}${left}`;
  const why = causes === null ? [] : causeLines(causes);
  return [...lines, '', sum, ...missingLines(missing), ...checkLines(reports), ...why].join('\n');
}

/** Names of students without a submission; the rest is in index.html and scores.csv. */
const MOST_MISSING = 20;

function missingLines(missing: readonly MissingStudent[]): string[] {
  if (missing.length === 0) return [];
  const names = missing.slice(0, MOST_MISSING).map(({ id }) => printableUpTo(id, LONGEST_REASON));
  const more = missing.length > names.length ? ` and ${String(missing.length - names.length)} more` : '';
  return [`${counted(missing.length, 'student')} handed in nothing: ${names.join(', ')}${more}`];
}

const LONGEST_REASON = 100;

/** What staff changed is no finding of a check, so it is named as well. */
function adjustedReason({ results }: Standing): string[] {
  const changes = tellChanges(results);
  return changes.length === 0 ? [] : [`adjusted: ${changes.join(', ')}`];
}

function firstProblem({ results }: Standing): string[] {
  const first = results.find(({ status }) => status !== 'passed');
  if (first === undefined) return [];
  const text = `${first.id}: ${first.summary.split('\n')[0] ?? ''}`;
  return [cutTo(text, LONGEST_REASON)];
}

/** For each check, how many earned all, some and no points. */
function checkLines(reports: readonly Standing[]): string[] {
  const results = reports[0]?.results ?? [];
  const width = Math.max(0, ...results.map(({ id }) => id.length));
  return results.map(({ id }, index) => {
    const statuses = reports.map((report) => report.results[index]?.status);
    const count = (...wanted: readonly CheckReport['status'][]) =>
      String(statuses.filter((status) => status !== undefined && wanted.includes(status)).length).padStart(4);
    return `  ${id.padEnd(width)} ${count('passed')} full ${count('partial')} part ${count('failed', 'skipped')} none`;
  });
}
