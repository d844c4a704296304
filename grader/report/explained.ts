/**
 * A mark explained for staff in a terminal: where the score comes from, what is not right in short, or one check with all
 * that its page shows. Says everything that the report says, so students must not read it. Pure.
 */
import { tellOthersBeside } from '../checks/telling/comparison.js';
import { kindNamed } from '../kinds/index.js';
import type { CheckReport, GradeReport, Note } from '../schema/report.js';
import { shownPoints } from '../text/points.js';
import { tellMachine, tellStaff } from './adjusted-text.js';
import { cutTo, wrap } from './columns.js';
import { errorOf } from './error-of.js';
import { tellOpen } from './open-items.js';
import { printable } from './printable.js';
import { blockLines, said } from './terminal-blocks/blocks.js';
import type { TerminalStyle } from './terminal.js';

const STATUS: Readonly<Record<CheckReport['status'], readonly [mark: string, words: string]>> = {
  passed: ['✓', 'passed'],
  partial: ['◐', 'partly right'],
  failed: ['✗', 'not right'],
  skipped: ['–', 'skipped'],
  ungraded: ['?', 'not graded'],
  open: ['…', 'given by hand, open'],
};
const NOTES: Readonly<Record<Note['audience'], string>> = { student: 'note', staff: 'review', system: 'system' };
const NARROWEST = 40;
const MOST_NAMES = 6;
/** Different findings of a check that is told in short. */
const MOST_OUTPUTS = 5;

/** Lines without a newline at the end of the last: the score, then all checks, the passed ones in one line. */
export function explainReport(report: GradeReport, given: TerminalStyle): string {
  const style = { ...given, width: Math.max(NARROWEST, given.width) };
  const { results, notes } = report;
  const isPlain = ({ status, adjustment }: CheckReport) => status === 'passed' && adjustment === undefined;
  const passed = results.filter(isPlain);
  const others = results.filter((result) => !isPlain(result));
  const all = passed.map(({ id, earned, possible }) => `${id} (${shownPoints(earned)}/${shownPoints(possible)})`);
  return [
    ...headOf(report, style),
    ...scoreOf(report, style),
    ...others.flatMap((result) => ['', ...inShort(result, style)]),
    ...(passed.length === 0 ? [] : ['', ...wrap(printable(all.join(', ')), style.width, 'Passed: ')]),
    ...(notes.length === 0 ? [] : ['', ...notes.flatMap((note) => noteOf(note, style))]),
  ].join('\n');
}

/** One check: what was asked, what came and what was expected, which mistake it is, the line of code and the hint. */
export function explainCheck(report: GradeReport, result: CheckReport, given: TerminalStyle): string {
  const style = { ...given, width: Math.max(NARROWEST, given.width) };
  return [...headOf(report, style), ...explainResult(result, style)].join('\n');
}

/** The lines of one check alone. A student may read them if the result is one that students get. */
export function explainResult(result: CheckReport, given: TerminalStyle): readonly string[] {
  const style = { ...given, width: Math.max(NARROWEST, given.width) };
  const { evidence } = result;
  const blocks = [...(kindNamed(result.kind)?.told(evidence) ?? []), ...tellOthersBeside(evidence)];
  return [
    ...checkHead(result, style),
    ...blocks.flatMap((block) => ['', ...blockLines(block, style)]),
    '',
    ...said(result.summary, style).map(paintOf(result, style)),
    ...endOf(result, style),
  ];
}

function headOf({ submission, rubric }: GradeReport, { width, paint }: TerminalStyle): string[] {
  const { id, submitters, submittedAt } = submission;
  const names = submitters.slice(0, MOST_NAMES).map(({ name, id: number, email }) => {
    const ways = [number, email].filter((text) => text !== undefined);
    return [name ?? '', ...(ways.length === 0 ? [] : [`(${ways.join(', ')})`])].join(' ').trim();
  });
  const facts = [...names, ...(submittedAt === null ? [] : [`handed in ${submittedAt}`])];
  return [
    cutTo(`${paint.bold(printable(id))}  ${paint.dim(printable(rubric.title))}`, width),
    ...(facts.length === 0 ? [] : wrap(printable(facts.join('; ')), width).map(paint.dim)),
    '',
  ];
}

function scoreOf(report: GradeReport, { width, paint }: TerminalStyle): string[] {
  const { verdict, results } = report;
  const { status, earned, possible, beforeLate, late } = verdict;
  if (status === 'ungraded') {
    const which = results.filter((result) => result.status === 'ungraded').map(({ id }) => id);
    const text = `Not graded: the grader itself had a problem (${which.join(', ')}). No points are lost.`;
    return wrap(printable(text), width).map(paint.bold);
  }
  if (status === 'open') return wrap(printable(tellOpen(report)), width).map(paint.bold);
  const total = paint.bold(`${shownPoints(earned)} of ${shownPoints(possible)} points`);
  const machine = tellMachine(verdict);
  const adjusted = machine === null ? [] : wrap(printable(machine), width, '  ');
  if (late === null) return [`${total}: the sum of the checks`, ...adjusted];
  const text = `${shownPoints(beforeLate)} from the checks, ${shownPoints(earned)} by the late policy (${late.policy}): ${late.sentence}`;
  return [total, ...wrap(printable(text), width, '  '), ...adjusted];
}

function checkHead(result: CheckReport, style: TerminalStyle): string[] {
  const { id, title, status, earned, possible, visibility, bonus } = result;
  const [mark, words] = STATUS[status];
  const points = `${shownPoints(earned)} of ${shownPoints(possible)}`;
  const hidden = `${bonus === true ? ', bonus' : ''}${visibility === 'visible' ? '' : `, ${visibility.replaceAll('_', ' ')}`}`;
  const paint = paintOf({ status }, style);
  const adjusted = tellStaff(result);
  return [
    ...wrap(
      `${paint(`${mark} ${points}`)}  ${style.paint.bold(printable(id))}  ${printable(title)} ${style.paint.dim(`(${words}${hidden})`)}`,
      style.width,
    ),
    ...(adjusted === null ? [] : wrap(printable(adjusted), style.width, '  ')),
  ];
}

/** The check without its values: why, the outputs that lost points, the line of code and the hint. */
function inShort(result: CheckReport, style: TerminalStyle): string[] {
  const narrow = { ...style, width: style.width - 2 };
  return [
    ...checkHead(result, style),
    ...[...said(result.summary, narrow), ...outputsOf(result, narrow), ...endOf(result, narrow)].map(
      (line) => `  ${line}`,
    ),
  ];
}

/** Outputs of which the same was found are named together; none where an error says why all are missing. */
function outputsOf({ evidence }: CheckReport, { width }: TerminalStyle): string[] {
  if (evidence.type !== 'comparison' || evidence.error !== undefined) return [];
  const found = new Map<string, string[]>();
  for (const { name, earned, possible, sentence, notes } of evidence.outputs) {
    if (earned >= possible) continue;
    const text = [sentence, ...notes].join('; ');
    found.set(text, [...(found.get(text) ?? []), name]);
  }
  const left = found.size - MOST_OUTPUTS;
  const shown = [...found].slice(0, MOST_OUTPUTS).map(([text, names]) => printable(`${names.join(', ')}: ${text}`));
  return [...shown, ...(left > 0 ? [`and ${String(left)} more`] : [])].flatMap((text) => wrap(text, width, '- '));
}

/** The line of the student's code that failed, and the hint. */
function endOf({ evidence, hint }: CheckReport, style: TerminalStyle): readonly string[] {
  const error = errorOf(evidence);
  const line = error?.line === undefined ? '' : `, line ${String(error.line)}`;
  const frame =
    error?.frame === undefined
      ? []
      : blockLines({ type: 'code', title: `Where it failed: ${error.file ?? ''}${line}`, text: error.frame }, style);
  return [...frame, ...(hint === undefined ? [] : wrap(printable(hint), style.width, 'hint: '))];
}

function noteOf({ audience, text }: Note, { width }: TerminalStyle): string[] {
  return wrap(printable(text), width, `${NOTES[audience]}: `);
}

function paintOf({ status }: Pick<CheckReport, 'status'>, { paint }: TerminalStyle): (text: string) => string {
  if (status === 'passed') return paint.good;
  return status === 'partial' ? paint.partial : paint.bad;
}
