/** A tensor in a terminal, as a matrix: the last side across, all others down. Pure. */
import type { ShownTensor, Value } from '../../schema/evidence.js';
import { cutTo, wrap } from '../columns.js';
import { printable } from '../printable.js';
import type { TerminalStyle } from '../terminal.js';

export function tensorLines(
  name: string,
  { shape, values }: ShownTensor,
  { width, paint }: TerminalStyle,
): readonly string[] {
  const size = shape.length === 0 ? 'a number' : `[${shape.join(', ')}]`;
  const head = `  ${cutTo(printable(name), width - 4 - size.length)} ${paint.dim(size)}`;
  if (values === undefined) return [head, paint.dim('    too large to list')];
  if (values.length === 0) return [head, paint.dim('    empty')];
  const texts = values.map(shownValue);
  const column = Math.max(...texts.map((text) => text.length));
  const across = Math.max(1, shape.at(-1) ?? 1);
  const rows = Array.from({ length: Math.ceil(texts.length / across) }, (_row, row) =>
    texts.slice(row * across, (row + 1) * across),
  );
  return [head, ...rows.flatMap((row) => rowLines(row, column, width))];
}

/** A row that is too wide goes on in lines that are indented further. */
function rowLines(row: readonly string[], column: number, width: number): readonly string[] {
  const fit = Math.max(1, Math.floor((width - 4) / (column + 2)));
  if (row.length > fit) {
    return wrap(row.join('  '), width - 4).map((line, index) => `${index === 0 ? '    ' : '      '}${line}`);
  }
  return [`    ${row.map((text) => text.padStart(column)).join('  ')}`];
}

export function shownValue(value: Value): string {
  if (typeof value === 'number') return String(value);
  return value === 'NaN' ? 'NaN' : value.replace('Infinity', '∞');
}
