/**
 * Reads one value of a training log: a number, a gap where nothing was measured, or something else. Must accept what
 * programs print as NaN, in Python, JavaScript and C, also on Windows.
 */
import { nameForeign } from '../../text/look-alikes.js';

/** A value as a file has it: a field of a table, or a value in JSON. */
export type Cell = string | number | null | undefined;

/** Numbers may be NaN or infinite. */
export type CellRead = number | 'gap' | 'words';

const GAP = /^(none|n\/?a|n\.a\.?|#n\/a|<na>|null|nil|undefined|\?|\.|[-\u2010-\u2015\u2212]+|)$/i;
const NOT_A_NUMBER = /^[+-]?(nan(\(\w*\))?|1\.#(q|s)?nan\d*|1\.#ind\d*)$/i;
const INFINITE = /^[+-]?(inf|infinity|1\.#inf\d*)$/i;
const DECIMAL_COMMA = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;
/** The longest text that may be a number. */
const LONGEST = 400;
const MOST_SHOWN = 20;

export interface Reading {
  /** Whether a comma may be that of a decimal, because columns are separated by another sign. */
  readonly decimalComma: boolean;
}

export function readCell(cell: Cell, { decimalComma }: Reading): CellRead {
  if (typeof cell === 'number') return cell;
  if (cell === null || cell === undefined) return 'gap';
  const text = cell.trim();
  if (GAP.test(text)) return 'gap';
  if (text.length > LONGEST) return 'words';
  if (NOT_A_NUMBER.test(text)) return NaN;
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  const number = Number(decimalComma && DECIMAL_COMMA.test(text) ? text.replace(',', '.') : text);
  return Number.isNaN(number) ? 'words' : number;
}

/** Whether a cell of the validation loss says that it was not measured, for which programs also write NaN. */
export function isUnmeasured(cell: Cell): boolean {
  if (typeof cell === 'number') return Number.isNaN(cell);
  return cell === null || cell === undefined || GAP.test(cell.trim()) || NOT_A_NUMBER.test(cell.trim());
}

/** The value in quotes, as a sentence shows it. */
export function shownCell(cell: Cell): string {
  return `"${String(cell ?? '').slice(0, MOST_SHOWN)}"`;
}

/** What is wrong with a cell that is not a number, as the end of a sentence; empty if nothing is known. */
export function adviceOn(cell: Cell): string {
  const text = String(cell ?? '').trim();
  if (/^tensor\(/i.test(text)) return ': write the number, loss.item(), not the tensor';
  const sign = nameForeign(text.slice(0, MOST_SHOWN));
  return sign === null ? (DECIMAL_COMMA.test(text) ? ': decimals have a point' : '') : `: ${sign}`;
}
