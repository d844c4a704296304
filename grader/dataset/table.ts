/**
 * Lines of labels.csv, each by itself: no field goes on in the next line, so that a quote that nothing closes spoils its
 * own row and hides no other. Linear in the text, whatever it holds.
 */

export type TableLine =
  | { readonly line: number; readonly cells: readonly string[]; readonly fault: null }
  /** What is wrong with the line, and its text. */
  | { readonly line: number; readonly cells: null; readonly fault: string; readonly text: string };

export const NOT_UTF8 = 'not text in UTF-8';

/** Lines that hold something, at most `most`; lines count from 1. Byte order mark and all ends of lines are fine. */
export function readTable(bytes: Uint8Array, most: number): readonly TableLine[] {
  const read: TableLine[] = [];
  const text = new TextDecoder('utf-8').decode(bytes);
  let line = 0;
  for (const { 0: whole } of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    line += 1;
    const one = readLine(whole.trim(), line);
    if (one !== null) read.push(one);
    if (read.length === most) break;
  }
  return read;
}

/** null for a line that is empty, commas aside. */
function readLine(text: string, line: number): TableLine | null {
  if (/^[\s,]*$/.test(text)) return null;
  if (text.includes('\ufffd')) return { line, cells: null, fault: NOT_UTF8, text };
  const cells = cellsOf(text);
  return typeof cells === 'string' ? { line, cells: null, fault: cells, text } : { line, cells, fault: null };
}

/** The fields, or what is wrong with their quotes. */
function cellsOf(text: string): readonly string[] | string {
  const cells: string[] = [];
  for (let at = 0; at <= text.length;) {
    const start = startOf(text, at);
    const quoted = text[start] === '"';
    const close = quoted ? closingQuote(text, start + 1) : start;
    if (close < 0) return `the quote in column ${String(start + 1)} is never closed`;
    const comma = text.indexOf(',', close);
    const end = comma < 0 ? text.length : comma;
    const after = text.slice(close + 1, end).trim();
    if (quoted && after !== '') return `the quote in column ${String(close + 1)} closes before the field ends`;
    cells.push(
      quoted
        ? text
            .slice(start + 1, close)
            .replaceAll('""', '"')
            .trim()
        : text.slice(start, end).trim(),
    );
    at = end + 1;
  }
  return cells;
}

/** Where the field begins, blanks aside. */
function startOf(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

/** -1 where there is none; a doubled quote is a character of the field. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}
