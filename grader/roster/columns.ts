/**
 * Finds the columns of a table by their names, also by those that Canvas, Gradescope and Moodle give them. What is not
 * used is named in a remark, so that a misspelt column is noticed. Pure.
 */
import { showName } from '../files/names.js';
import { fault, type Row, type Table } from './table.js';

export interface Columns<F extends string> {
  /** By field, the cell of a row; empty if the table has no such column. */
  readonly cell: (row: Row, field: F) => string;
  readonly has: (field: F) => boolean;
  readonly remarks: readonly string[];
}

/** Names are compared without case, spaces and punctuation. */
export type Names<F extends string> = Readonly<Record<F, readonly string[]>>;

const MOST_NAMED = 8;

/** Throws USAGE if two columns have the same meaning. `label` is the name of the file. */
export function findColumns<F extends string>({ header }: Table, names: Names<F>, label: string): Columns<F> {
  const places = new Map<F, number>();
  const unknown: string[] = [];
  for (const [place, written] of header.cells.entries()) {
    const field = fieldOf(written, names);
    if (field === null) {
      if (written !== '') unknown.push(written);
      continue;
    }
    const twin = places.get(field);
    if (twin !== undefined) {
      const both = `"${showName(header.cells[twin] ?? '')}" and "${showName(written)}"`;
      throw fault(label, `line ${String(header.line)}: ${both} are both the column ${field}: remove one`);
    }
    places.set(field, place);
  }
  return {
    cell: ({ cells }, field) => cells[places.get(field) ?? -1] ?? '',
    has: (field) => places.has(field),
    remarks: unknown.length === 0 ? [] : [tellUnknown(unknown, label)],
  };
}

function fieldOf<F extends string>(written: string, names: Names<F>): F | null {
  const plain = written
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  const found = Object.entries<readonly string[]>(names).find(([, known]) => known.includes(plain));
  return found === undefined ? null : (found[0] as F);
}

function tellUnknown(unknown: readonly string[], label: string): string {
  const shown = unknown.slice(0, MOST_NAMED).map((name) => `"${showName(name)}"`);
  const more = unknown.length > shown.length ? ` and ${String(unknown.length - shown.length)} more` : '';
  const columns = unknown.length === 1 ? 'the column' : 'the columns';
  return `${label}: ${columns} ${shown.join(', ')}${more} ${unknown.length === 1 ? 'is' : 'are'} not used`;
}
