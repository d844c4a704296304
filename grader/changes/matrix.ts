/**
 * What changed over a class, for a terminal: a line for each check, then one for each student whose mark is different.
 * Pure: width and colours are arguments. Shared by every command that compares marks.
 */
import { cutTo, padEnd, widthOf, wrap } from '../report/columns.js';
import { printable } from '../report/printable.js';
import type { TerminalStyle } from '../report/terminal.js';
import { counted } from '../text/counted.js';
import { shownPoints } from '../text/points.js';
import type { CheckChange, Mark, ReportChange, Total } from './difference.js';
import { directionOf, type CheckTally, type Direction, type Mean, type Tally } from './tally.js';

export interface Changed {
  readonly id: string;
  readonly change: ReportChange;
  /** Why it may have changed, in words. */
  readonly because?: readonly string[];
}

export interface Changes {
  /** In the order of the class. */
  readonly changed: readonly Changed[];
  readonly tally: Pick<Tally, 'compared' | 'checks' | 'totals'>;
}

/** Students listed in a terminal. */
export const MOST_STUDENTS = 40;
const MOST_CHECKS = 12;
const LONGEST_ID = 40;
const NARROWEST = 40;

/** Lines without a newline at the end of the last. */
export function renderMatrix({ changed, tally }: Changes, style: TerminalStyle): string {
  const { compared, checks, totals } = tally;
  const { paint } = style;
  const among = `${String(changed.length)} of ${counted(compared, 'submission')}`;
  if (changed.length === 0) return paint.bold(`${among} changed.`);
  const sorted = [...changed].sort((a, b) => rankOf(a) - rankOf(b));
  const listed = sorted.slice(0, MOST_STUDENTS);
  const left = sorted.length - listed.length;
  const more =
    left === 0
      ? []
      : [paint.dim(`  and ${String(left)} more: --json lists all; those who lose points are listed first`)];
  return [
    paint.bold('Check by check'),
    ...renderChecks([...checks, totals], style),
    '',
    paint.bold(`Student by student: ${among} changed`),
    ...renderStudents(listed, style),
    ...more,
  ].join('\n');
}

/** Students who lose points have to be looked at, so they come first. */
const RANK: Readonly<Record<Direction, number>> = { down: 0, other: 1, up: 2, same: 3 };

function rankOf({ change: { before, after } }: Changed): number {
  return RANK[directionOf(before.earned, after.earned)];
}

function renderChecks(tallies: readonly CheckTally[], { paint, width }: TerminalStyle): string[] {
  const rows = tallies.map(({ id, up, down, same, other, before, after }) => [
    cutTo(printable(id), Math.max(10, Math.min(LONGEST_ID, width - 50))),
    ...[up, down, same, other].map(String),
    shownMean(before),
    shownMean(after),
  ]);
  const head = ['check', 'up', 'down', 'same', 'other', 'mean before', 'mean after'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => widthOf(row[column] ?? ''))));
  const line = ([first = '', ...others]: readonly string[]) =>
    `  ${[padEnd(first, widths[0] ?? 0), ...others.map((cell, at) => cell.padStart(widths[at + 1] ?? 0))].join('  ')}`;
  return [paint.dim(line(head)), ...rows.map(line)];
}

function shownMean(mean: Mean | null): string {
  return mean === null ? '-' : `${shownPoints(mean.earned)}/${shownPoints(mean.possible)}`;
}

function renderStudents(listed: readonly Changed[], style: TerminalStyle): string[] {
  const { paint, width } = style;
  const names = listed.map(({ id }) => cutTo(printable(id), LONGEST_ID));
  const column = Math.max(...names.map(widthOf));
  return listed.flatMap(({ change, because = [] }, index) => {
    const color = { up: paint.good, down: paint.bad, same: paint.dim, other: paint.partial };
    const total = color[directionOf(change.before.earned, change.after.earned)](totalOf(change));
    const head = `  ${padEnd(names[index] ?? '', column)}  ${total}`;
    const room = Math.max(NARROWEST, width - 4);
    const why = because.length === 0 ? [] : wrap(`because of ${because.join(', ')}`, room);
    return [head, ...[...wrap(checksOf(change), room), ...why.map(paint.dim)].map((line) => `    ${line}`)];
  });
}

function totalOf({ before, after }: ReportChange): string {
  if (before.possible === after.possible)
    return `${shownTotal(before)} → ${shownTotal(after)} of ${shownPoints(after.possible)}`;
  return `${shownTotal(before)} of ${shownPoints(before.possible)} → ${shownTotal(after)} of ${shownPoints(after.possible)}`;
}

const shownTotal = ({ status, earned }: Total) => (status === 'graded' ? shownPoints(earned) : status);

function checksOf({ checks }: ReportChange): string {
  if (checks.length === 0) return 'no check is different';
  const left = checks.length - MOST_CHECKS;
  const told = checks.slice(0, MOST_CHECKS).map(tellCheck);
  return [...told, ...(left > 0 ? [`and ${String(left)} more`] : [])].join(', ');
}

/** In words: `loss 0 → 3`, `loss skipped → failed`, `loss 3, new`. */
export function tellCheck({ id, before, after }: CheckChange): string {
  const name = printable(id);
  if (before === null) return `${name} ${shownMark(after)}, new`;
  if (after === null) return `${name} ${shownMark(before)}, gone`;
  if (before.earned === after.earned && before.status !== after.status)
    return `${name} ${before.status} → ${after.status}`;
  if (before.possible === after.possible) return `${name} ${shownMark(before)} → ${shownMark(after)}`;
  const [old, now] = [before, after].map((mark) => `${shownMark(mark)} of ${shownPoints(mark.possible)}`);
  return `${name} ${String(old)} → ${String(now)}`;
}

const shownMark = (mark: Mark | null) =>
  mark === null ? 'ungraded' : mark.earned === null ? mark.status : shownPoints(mark.earned);
