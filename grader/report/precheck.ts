/**
 * What a pre-check tells a student in a terminal: the results, what the code printed, the verdict, and what is not
 * checked here and why. Relies on the results being those of visible checks alone. Pure.
 */
import { isVisible, tellLeftOut } from '../checks/scope.js';
import type { Check } from '../schema/checks.js';
import type { CheckReport, GradeReport } from '../schema/report.js';
import { sumPoints } from '../score/points.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { counted } from '../text/counted.js';
import { shownPoints } from '../text/points.js';
import { explainResult } from './explained.js';
import { forStudents } from './for-students.js';
import { renderPrinted } from './printed.js';
import { renderReport, type Paint, type TerminalStyle } from './terminal.js';

export interface PrecheckText {
  /** Each check that is not passed with all of its outputs and values, and all that was printed. */
  readonly verbose?: boolean;
  /** Where the page of the result was written. */
  readonly page?: string | undefined;
}

/** With a newline at the end. */
export function renderPrecheck(
  report: GradeReport,
  rubric: ResolvedRubric,
  { verbose = false, page }: PrecheckText,
  style: TerminalStyle,
): string {
  const told = { ...report, results: forStudents(report) };
  const unasked = unaskedOf(report, rubric);
  const printed = renderPrinted(report.output, style, ...(verbose ? [Infinity] : []));
  return [
    renderReport(told, style),
    ...(verbose ? inFull(told, style) : []),
    ...printed,
    ...(printed.length === 0 ? [] : ['']),
    verdictOf(report, { unasked: unasked.length, leftOut: tellLeftOut(rubric).length }, style.paint),
    ...notChecked(unasked, rubric),
    ...(page === undefined ? [] : [`Page: ${page}`]),
    '',
  ].join('\n');
}

function inFull({ results }: GradeReport, style: TerminalStyle): readonly string[] {
  const open = results.filter(({ status }) => status !== 'passed' && status !== 'ungraded');
  return [...open.flatMap((result) => ['', ...explainResult(result, style)]), ...(open.length === 0 ? [] : [''])];
}

function verdictOf(
  { results, verdict }: GradeReport,
  { unasked, leftOut }: { readonly unasked: number; readonly leftOut: number },
  paint: Paint,
): string {
  if (verdict.status === 'ungraded')
    return paint.bad('The grader itself had a problem: this says nothing about your work.');
  const which = unasked === 0 ? 'visible checks' : 'checks that were asked for';
  if (!results.every(isWell)) return paint.bad(`Not all ${which} pass yet.`);
  if (results.length === 0) return paint.partial('No check can be run here.');
  if (unasked > 0) return paint.good(`All ${which} pass.`);
  return paint.good(leftOut === 0 ? 'All visible checks pass.' : 'All visible checks that can be run here pass.');
}

/** What is given by hand is nobody's failure yet, and bonus points need not be earned. */
export function isWell({ status, bonus }: CheckReport): boolean {
  return status === 'passed' || status === 'open' || bonus === true;
}

/** Visible checks that could be run here. */
function unaskedOf({ results }: GradeReport, { rubric }: ResolvedRubric): readonly Check[] {
  const ran = new Set(results.map(({ id }) => id));
  return rubric.checks.filter((check) => isVisible(check) && !ran.has(check.id));
}

function notChecked(unasked: readonly Check[], { rubric, leftOut = [] }: ResolvedRubric): readonly string[] {
  const later = [...rubric.checks.filter((check) => !isVisible(check)), ...leftOut.map(({ check }) => check)];
  return [
    ...(unasked.length === 0 ? [] : [`Not asked for: ${unasked.map(({ id }) => id).join(', ')}.`]),
    ...(later.length === 0 ? [] : [laterSentence(later)]),
  ];
}

function laterSentence(later: readonly Check[]): string {
  const worth = `(${shownPoints(sumPoints(later.map(({ points }) => points)))} points)`;
  const what = counted(later.length, 'more check');
  return `${what} ${worth} ${later.length === 1 ? 'runs' : 'run'} after you hand in, on other inputs.`;
}
