/** The interface of gradebooks: how a site's own file is laid out. Pure. */
import type { GradebookName } from '../names.js';
import type { GradeReport } from '../../schema/report.js';
import type { CellRow, CellTable } from './cells.js';
import type { GradebookRow } from './match.js';

export interface Layout {
  readonly rows: readonly GradebookRow[];
  /** The number of the column that is filled in. */
  readonly column: number;
  /** How many points the site gives for a row; null where the file does not say. */
  readonly mostOf: (row: CellRow) => number | null;
  /** The text of a number of the file, which shows how the site writes decimals; empty if there is none. */
  readonly example: string;
  /** Whether a cell with this text must stay as it is. */
  readonly isFixed: (text: string) => boolean;
  readonly remarks: readonly string[];
}

export interface LayoutOptions {
  /** The name of the column, or of the assignment; undefined: it has to be plain which one it is. */
  readonly column: string | undefined;
  readonly rubric: Pick<GradeReport['rubric'], 'id' | 'title'>;
  /** The name of the file in messages. */
  readonly label: string;
}

export interface GradebookSystem {
  /** As on the command line. */
  readonly name: GradebookName;
  /** Throws USAGE for a file that is not such a gradebook. */
  readonly layoutOf: (table: CellTable, options: LayoutOptions) => Layout;
}

/** A number as a site writes it, with a decimal comma or point; null for anything else. */
export function numberIn(text: string): number | null {
  const trimmed = text.trim();
  const plain = hasComma(trimmed) ? trimmed.replace(',', '.') : trimmed;
  return /^-?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** Whether a number has a decimal comma; three digits after one are thousands. */
export const hasComma = (text: string) => /^-?\d+,(?:\d{1,2}|\d{4,})$/.test(text.trim());

export const cellAt = ({ cells }: CellRow, column: number) => cells[column]?.value.trim() ?? '';
