/** Tables in a terminal: columns as wide as their words, of which the last is wrapped. Pure. */
import type { Row, State } from '../../checks/telling/blocks.js';
import { cutTo, padEnd, widthOf, wrap } from '../columns.js';
import { printable } from '../printable.js';
import type { TerminalStyle } from '../terminal.js';

const MARKS: Readonly<Record<State, string>> = { right: '✓', partly: '◐', wrong: '✗', 'follow-on': '↷', unknown: '?' };
const WIDEST = 34;
/** Of a column, and of the last one. */
const NARROWEST = 4;
const NARROWEST_LAST = 16;
const MOST_ROWS = 60;
const MARGIN = 2;

/** Lines below a title: heads, then rows with the mark of their state. */
export function tableLines(head: readonly string[], rows: readonly Row[], style: TerminalStyle): readonly string[] {
  const { paint, width } = style;
  const hasStates = rows.some(({ state }) => state !== undefined);
  const shown = rows.slice(0, MOST_ROWS);
  const clean = shown.map(({ cells }) => cells.map((cell) => printable(cell)));
  const wanted = head.map((title, column) =>
    Math.min(WIDEST, Math.max(widthOf(title), ...clean.map((cells) => widthOf(cells[column] ?? '')))),
  );
  const widths = fitted(wanted, width - MARGIN - (hasStates ? 2 : 0) - NARROWEST_LAST);
  const left = rows.length - shown.length;
  return [
    ...lineOf(head, hasStates ? ' ' : null, widths, style).map((line) => paint.dim(line)),
    ...clean.flatMap((cells, index) => {
      const state = shown[index]?.state;
      const mark = state === undefined ? ' ' : paintOf(state, style)(MARKS[state]);
      return lineOf(cells, hasStates ? mark : null, widths, style);
    }),
    ...(left > 0 ? [paint.dim(`  (${String(left)} more rows: see --json)`)] : []),
  ];
}

/** The widths of all columns but the last, the widest of them less wide until there is room. */
function fitted(wanted: readonly number[], room: number): readonly number[] {
  const widths = wanted.slice(0, -1);
  const taken = () => widths.reduce((sum, width) => sum + width + 2, 0);
  while (taken() > room && Math.max(...widths) > NARROWEST) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** `mark` is null where no row has one. */
function lineOf(
  cells: readonly string[],
  mark: string | null,
  widths: readonly number[],
  { width }: TerminalStyle,
): readonly string[] {
  const before = mark === null ? 0 : 2;
  const first = cells.slice(0, -1).map((cell, at) => padEnd(cutTo(oneLine(cell), widths[at] ?? 0), widths[at] ?? 0));
  const taken = MARGIN + before + first.reduce((sum, cell) => sum + widthOf(cell) + 2, 0);
  const lines = wrap(cells.at(-1) ?? '', Math.max(NARROWEST_LAST, width - taken));
  return lines.map((line, index) => {
    if (index > 0) return `${' '.repeat(taken)}${line}`;
    const start = [...(mark === null ? [] : [`${mark} `]), ...first.map((cell) => `${cell}  `)].join('');
    return `${' '.repeat(MARGIN)}${start}${line}`.trimEnd();
  });
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ');

function paintOf(state: State, { paint }: TerminalStyle): (text: string) => string {
  if (state === 'right') return paint.good;
  return state === 'wrong' ? paint.bad : paint.partial;
}
