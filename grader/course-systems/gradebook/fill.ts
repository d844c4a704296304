/**
 * Fills the marks of a class into the file that a site gave: the column of the grade and nothing else. Whoever is not found,
 * is found twice, is not graded or is excused keeps what is there, and is named. Pure.
 */
import { GraderError } from '../../errors.js';
import { printable } from '../../report/printable.js';
import { counted } from '../../text/counted.js';
import { readCells, withChanges, type Change } from './cells.js';
import { cellAt, hasComma, numberIn, type GradebookSystem, type Layout, type LayoutOptions } from './gradebook.js';
import { tellNoPoints } from '../shown.js';
import { matchMarks, type Matched } from './match.js';
import { tellMark, type Mark } from './marks.js';

export interface FillOptions extends LayoutOptions {
  /** Points of the rubric are converted to those of the site, where they differ. */
  readonly scale: boolean;
}

export interface Filled {
  readonly bytes: Uint8Array;
  readonly filled: number;
  /** Sentences, of what was chosen, changed, kept and not found. */
  readonly remarks: readonly string[];
}

/** Throws USAGE for a file of another course, of another form, or with other points. */
export function fillGradebook(
  system: GradebookSystem,
  given: Uint8Array,
  { marks, ...options }: FillOptions & { readonly marks: readonly Mark[] },
): Filled {
  const { label } = options;
  const table = readCells(given, label);
  const layout = system.layoutOf(table, options);
  const matched = matchMarks(marks, layout.rows);
  assertSameCourse(matched, marks, label);
  const changes: Change[] = [];
  const remarks: string[] = [];
  for (const { mark, row } of matched.pairs) {
    const cell = row.row.cells[layout.column];
    const before = cellAt(row.row, layout.column);
    const line = `line ${String(row.line)}`;
    if (cell === undefined) remarks.push(`${tellMark(mark)}: ${line} ends before the column: not filled in`);
    else if (layout.isFixed(before)) remarks.push(`${tellMark(mark)} is excused (${before}): kept`);
    else if (mark.earned === null) remarks.push(`${tellMark(mark)} ${tellNoPoints(mark.isOpen)}: kept as it is`);
    else {
      const value = written(valueOf(mark.earned, mark.possible, { most: layout.mostOf(row.row), ...options }), layout);
      changes.push({ cell, value });
      const was = numberIn(before);
      if (before !== '' && was !== numberIn(value)) remarks.push(`${tellMark(mark)} had ${before}: now ${value}`);
    }
  }
  return {
    bytes: withChanges(table, changes),
    filled: changes.length,
    remarks: [...table.remarks, ...layout.remarks, ...remarks, ...tellOthers(matched, layout)].map((text) =>
      printable(text),
    ),
  };
}

function assertSameCourse({ pairs, twice }: Matched, marks: readonly Mark[], label: string): void {
  if (pairs.length > 0 || twice.length > 0) return;
  throw new GraderError('USAGE', `none of the ${counted(marks.length, 'student')} of the run is in ${label}`, {
    advice:
      'It may be the gradebook of another course. If it is the right one, grade with --roster, so that numbers or emails are known.',
  });
}

interface Points {
  readonly most: number | null;
  readonly scale: boolean;
  readonly label: string;
}

function valueOf(earned: number, possible: number, { most, scale, label }: Points): number {
  if (most === null || most === possible) return earned;
  if (scale) return possible === 0 ? 0 : (earned / possible) * most;
  throw new GraderError(
    'USAGE',
    `${label} has ${String(most)} points for this assignment, the rubric has ${String(possible)}`,
    { advice: 'Change the points at the site and export the gradebook again, or add --scale to convert them.' },
  );
}

/** Two decimals, with the comma or the point that the file has. */
function written(value: number, { example }: Pick<Layout, 'example'>): string {
  // 1.005 is a little less than that in binary
  const text = (Math.round(value * 100 + 1e-7) / 100).toFixed(2);
  return hasComma(example) ? text.replace('.', ',') : text;
}

function tellOthers({ pairs, notFound, twice }: Matched, { rows }: Layout): string[] {
  const used = new Set(pairs.map(({ row }) => row));
  const left = rows.filter((row) => !used.has(row)).length;
  return [
    ...twice,
    ...notFound.map((mark) => `${tellMark(mark)} is not in the gradebook`),
    ...(left === 0
      ? []
      : [
          `${counted(left, 'row')} of the gradebook ${left === 1 ? 'is' : 'are'} left as ${left === 1 ? 'it is' : 'they are'}`,
        ]),
  ];
}
