/** The summary of a report for a terminal. Pure: width and colours are arguments. */
import type { CheckReport, GradeReport } from '../schema/report.js';
import { wrap } from './columns.js';
import { shownPoints } from '../text/points.js';
import { tellMachine, tellStaff } from './adjusted-text.js';
import { errorOf } from './error-of.js';
import { tellOpen } from './open-items.js';

/** Functions that colour words; identity functions without colours. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly partial: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

export interface TerminalStyle {
  readonly width: number;
  readonly paint: Paint;
}

const MARKS = { passed: '✓', partial: '◐', failed: '✗', skipped: '–', ungraded: '?', open: '…' } as const;
const NOTE_MARKS = { student: 'note', staff: 'review', system: 'system' } as const;
const NARROWEST = 40;

/** Lines of the summary, without a newline at the end of the last. */
export function renderReport(report: GradeReport, style: TerminalStyle): string {
  const { paint } = style;
  const { submission, rubric, verdict, results } = report;
  const points = results.map(pointsOf);
  const column = Math.max(...points.map((text) => text.length));
  const lines = [
    `${paint.bold(rubric.title)}  ${paint.dim(submission.id)}`,
    '',
    ...results.flatMap((result, index) => renderCheck(result, (points[index] ?? '').padStart(column), style)),
    '',
    paint.bold(
      verdict.status === 'ungraded'
        ? 'Not graded: no points are lost.'
        : verdict.status === 'open'
          ? tellOpen(report)
          : `${shownPoints(verdict.earned)} of ${shownPoints(verdict.possible)} points`,
    ),
  ];
  const machine = tellMachine(verdict);
  if (machine !== null) lines.push(machine);
  if (verdict.late !== null && verdict.beforeLate !== null)
    lines.push(`${shownPoints(verdict.beforeLate)} before the late policy; ${verdict.late.sentence}`);
  for (const { audience, text } of report.notes)
    lines.push(...wrap(text, Math.max(NARROWEST, style.width - 8), `${NOTE_MARKS[audience]}: `));
  return lines.join('\n');
}

function renderCheck(result: CheckReport, points: string, { width, paint }: TerminalStyle): string[] {
  const color = result.status === 'passed' ? paint.good : result.status === 'partial' ? paint.partial : paint.bad;
  const hidden = result.visibility === 'visible' ? '' : paint.dim(` (${result.visibility.replaceAll('_', ' ')})`);
  const bonus = result.bonus === true ? paint.dim(' (bonus)') : '';
  const indent = ' '.repeat(points.length + 5);
  const room = Math.max(NARROWEST, width - indent.length);
  const lines = [`${color(MARKS[result.status])} ${color(points)}   ${paint.bold(result.title)}${bonus}${hidden}`];
  const adjusted = tellStaff(result);
  if (adjusted !== null) lines.push(...wrap(adjusted, room).map((line) => indent + paint.bold(line)));
  lines.push(...wrap(result.summary, room).map((line) => indent + line));
  const { evidence } = result;
  const frame = errorOf(evidence)?.frame;
  if (frame !== undefined) lines.push(...frame.split('\n').map((line) => indent + paint.dim(line)));
  if (result.hint !== undefined)
    lines.push(...wrap(result.hint, room, 'hint: ').map((line) => indent + paint.dim(line)));
  return lines;
}

function pointsOf({ earned, possible }: CheckReport): string {
  return `${shownPoints(earned)}/${shownPoints(possible)}`;
}
