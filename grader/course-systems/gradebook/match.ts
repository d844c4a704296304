/**
 * Finds the row of a gradebook for each mark: by number, login or email, and by the name alone where only one student has
 * it. What fits several rows, or the other way round, is used for nobody. Pure.
 */
import { showNames } from '../../files/names.js';
import { Index, type Person } from '../../roster/people.js';
import type { CellRow } from './cells.js';
import { tellMark, type Mark } from './marks.js';

export interface GradebookRow extends Person {
  readonly name: string;
  readonly row: CellRow;
}

export interface Matched {
  readonly pairs: readonly { readonly mark: Mark; readonly row: GradebookRow }[];
  readonly notFound: readonly Mark[];
  /** Sentences. */
  readonly twice: readonly string[];
}

export function matchMarks(marks: readonly Mark[], rows: readonly GradebookRow[]): Matched {
  const fittingOf = finder(marks, rows);
  const found = new Map<GradebookRow, Mark[]>();
  const notFound: Mark[] = [];
  const twice: string[] = [];
  for (const mark of marks) {
    const { fitting, namesakes } = fittingOf(mark);
    const [row] = fitting;
    if (row === undefined) notFound.push(mark);
    else if (fitting.length > 1) twice.push(`${tellMark(mark)} fits ${linesOf(fitting)}: none of them is filled in`);
    else if (namesakes.length > 0) {
      const others = showNames(namesakes.map(tellMark));
      twice.push(`${tellMark(mark)} has the name of ${others}, and nothing else is known: not filled in`);
    } else found.set(row, [...(found.get(row) ?? []), mark]);
  }
  const pairs = [...found].flatMap(([row, own]) => (own.length === 1 ? own.map((mark) => ({ mark, row })) : []));
  for (const [row, own] of found) {
    if (own.length === 1) continue;
    twice.push(`${linesOf([row])} fits ${showNames(own.map(tellMark))}: not filled in`);
  }
  return { pairs, notFound, twice };
}

/** Of a mark, the rows that fit, and who else has the name if only the name fits. */
function finder(marks: readonly Mark[], rows: readonly GradebookRow[]) {
  const index = new Index(rows);
  const byName = groupBy(rows, ({ name }) => nameKey(name));
  const sameName = groupBy(marks, ({ name }) => nameKey(name));
  return (mark: Mark): { fitting: readonly GradebookRow[]; namesakes: readonly Mark[] } => {
    const known = index.find(mark.words);
    if (known.length > 0 || mark.name === '') return { fitting: known, namesakes: [] };
    const key = nameKey(mark.name);
    return { fitting: byName.get(key) ?? [], namesakes: (sameName.get(key) ?? []).filter((one) => one !== mark) };
  };
}

const linesOf = (rows: readonly GradebookRow[]) =>
  `${rows.length === 1 ? 'line' : 'lines'} ${rows.map(({ line }) => String(line)).join(' and ')} of the gradebook`;

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

/** `Adams, Ada` and `Ada Adams` are one name. */
function nameKey(name: string): string {
  const [last = '', first] = name.normalize('NFKC').toLowerCase().split(',', 2);
  return `${first ?? ''} ${last}`.replace(/\s+/g, ' ').trim();
}
