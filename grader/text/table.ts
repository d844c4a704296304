/**
 * Reads the lines of a table such as labels.csv independently: a field must not continue on the next line, so that an
 * unclosed quote affects only its own row. Linear in the text, whatever it contains. Fields are separated by commas or,
 * if the header has none, by semicolons or tabs, as spreadsheets write them in many languages, or by what a first line
 * such as `sep=;` says, as Excel writes and reads it.
 */

export type TableLine =
  | { readonly line: number; readonly cells: readonly string[]; readonly fault: null }
  /** The fault of the line, and its text. */
  | { readonly line: number; readonly cells: null; readonly fault: string; readonly text: string };

export const NOT_UTF8 = 'not text in UTF-8';

type Separator = ',' | ';' | '\t';

/** The separator that a first line such as `sep=;` names; null for any other line. */
export function namedSeparator(line: string): Separator | null {
  return (/^\s*"?sep=([,;\t])"?[\s,;]*$/i.exec(line)?.[1] ?? null) as Separator | null;
}

/** Lines with content, at most `most`, numbered from 1. A byte order mark and all line endings are accepted. */
export function readTable(bytes: Uint8Array, most: number): readonly TableLine[] {
  const read: TableLine[] = [];
  const text = textOf(bytes);
  let separator: Separator | null = null;
  let line = 0;
  for (const { 0: whole } of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    line += 1;
    // a tab at either end is an empty field
    const bare = whole.replace(/[\r\n]+$/, '');
    if (/^[\s,;]*$/.test(bare)) continue;
    const named: Separator | null = separator === null ? namedSeparator(bare) : null;
    separator ??= named ?? separatorOf(bare);
    if (named !== null) continue;
    read.push(readLine(separator === '\t' ? bare : bare.trim(), line, separator));
    if (read.length === most) break;
  }
  return read;
}

/**
 * Decodes UTF-8 or, with a byte order mark, UTF-16 (Notepad's "Unicode", Excel's "Unicode Text"). With `fatal`, throws
 * for anything else.
 */
export function textOf(bytes: Uint8Array, { fatal = false }: { readonly fatal?: boolean } = {}): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le', { fatal }).decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be', { fatal }).decode(bytes);
  return new TextDecoder('utf-8', { fatal }).decode(bytes);
}

/** The separator of the first line outside quotes; a comma if there is none. */
export function separatorOf(header: string): Separator {
  const bare = header.replace(/"[^"]*"/g, '');
  const others: readonly Separator[] = ['\t', ';'];
  return bare.includes(',') ? ',' : (others.find((one) => bare.includes(one)) ?? ',');
}

function readLine(text: string, line: number, separator: Separator): TableLine {
  // zero bytes come from UTF-16 without a byte order mark
  if (text.includes('\ufffd') || text.includes('\0')) return { line, cells: null, fault: NOT_UTF8, text };
  const cells = cellsOf(text, separator);
  return typeof cells === 'string' ? { line, cells: null, fault: cells, text } : { line, cells, fault: null };
}

/** The fields, or the fault in their quotes. */
function cellsOf(text: string, separator: Separator): readonly string[] | string {
  const cells: string[] = [];
  for (let at = 0; at <= text.length;) {
    const start = startOf(text, at, separator);
    const quoted = text[start] === '"';
    const close = quoted ? closingQuote(text, start + 1) : start;
    if (close < 0) return `the quote in column ${String(start + 1)} is never closed`;
    const next = text.indexOf(separator, close);
    const end = next < 0 ? text.length : next;
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

/** The position at which the field begins, after spaces. */
function startOf(text: string, from: number, separator: Separator): number {
  let at = from;
  while (text[at] === ' ' || (text[at] === '\t' && separator !== '\t')) at += 1;
  return at;
}

/** -1 if there is none. A doubled quote is a character of the field. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}
