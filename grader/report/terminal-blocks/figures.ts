/** Figures that a terminal can draw with characters: a curve in one line, bars, a matrix of counts. Pure. */
import type { Value } from '../../schema/evidence.js';
import { digits } from '../../text/digits.js';
import { cutTo, padEnd, widthOf } from '../columns.js';
import { printable } from '../printable.js';
import type { TerminalStyle } from '../terminal.js';

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const LONGEST_NAME = 20;
const MOST_BARS = 60;
const LONGEST_BAR = 40;

/** The curve in one line: its highest value is a full block; what is not finite is an `x`. */
export function sparkline(
  { name, values }: { readonly name: string; readonly values: readonly Value[] },
  { width, paint }: TerminalStyle,
): readonly string[] {
  if (values.length === 0) return [];
  const label = cutTo(printable(name), LONGEST_NAME);
  const room = Math.max(10, width - LONGEST_NAME - 4);
  const parts = Array.from(
    { length: Math.min(room, values.length) },
    (_part, at, count = Math.min(room, values.length)) =>
      values.slice(Math.floor((at * values.length) / count), Math.floor(((at + 1) * values.length) / count)),
  );
  const levels = parts.map(meanOf);
  const finite = levels.filter((level) => level !== null);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const drawn = levels.map((level) => (level === null ? 'x' : characterOf(level, least, most)));
  return [`  ${padEnd(label, LONGEST_NAME)}  ${paint.dim(drawn.join(''))}`];
}

/** null if one of the values is not finite. */
function meanOf(values: readonly Value[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (typeof value !== 'number') return null;
    sum += value / values.length;
  }
  return sum;
}

function characterOf(level: number, least: number, most: number): string {
  const share = most > least ? (level - least) / (most - least) : 0;
  return LEVELS[Math.min(LEVELS.length - 1, Math.floor(share * LEVELS.length))] ?? '';
}

export function barLines(
  bars: readonly { readonly name: string; readonly value: number }[],
  { width, paint }: TerminalStyle,
): readonly string[] {
  const shown = bars.slice(0, MOST_BARS);
  const names = shown.map(({ name }) => cutTo(printable(name), LONGEST_NAME));
  const column = Math.max(...names.map(widthOf));
  const most = Math.max(1, ...shown.map(({ value }) => value));
  const room = Math.max(5, Math.min(LONGEST_BAR, width - column - 14));
  const lines = shown.map(({ value }, index) => {
    const bar = '█'.repeat(Math.round((Math.max(0, value) / most) * room));
    return `  ${padEnd(names[index] ?? '', column)}  ${paint.dim(bar)}${bar === '' ? '' : ' '}${digits(value)}`;
  });
  const left = bars.length - shown.length;
  return [...lines, ...(left > 0 ? [paint.dim(`  (${String(left)} more: see --json)`)] : [])];
}

/** Rows are true classes, columns predicted ones; none where it is wider than the terminal, which words must tell. */
export function matrixLines(
  classes: readonly string[],
  counts: readonly (readonly number[])[],
  { width, paint }: TerminalStyle,
): readonly string[] {
  const names = classes.map((name) => cutTo(printable(name), LONGEST_NAME));
  const first = Math.max(4, ...names.map(widthOf));
  const cell = Math.max(2, ...counts.flat().map((count) => String(count).length));
  const longest = Math.min(8, Math.max(0, ...names.map(widthOf)));
  // heads are cut to the width of the counts, so that ten classes fit
  const column = Math.max(cell, Math.min(longest, Math.floor((width - first - 4) / Math.max(1, classes.length)) - 2));
  if (classes.length === 0 || 4 + first + classes.length * (column + 2) > width) return [];
  const heads = names.map(
    (name) => `  ${' '.repeat(Math.max(0, column - widthOf(cutTo(name, column))))}${cutTo(name, column)}`,
  );
  const rows = counts.map((row, truth) => {
    const cells = row.map((count, predicted) => {
      const text = (count === 0 ? '·' : String(count)).padStart(column);
      return `  ${count === 0 ? paint.dim(text) : truth === predicted ? paint.good(text) : paint.bad(text)}`;
    });
    return `  ${padEnd(names[truth] ?? '', first)}${cells.join('')}`;
  });
  return [paint.dim(`  ${' '.repeat(first)}${heads.join('')}`), ...rows];
}
