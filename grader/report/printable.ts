/**
 * Makes text of students safe for reports: it must not contain anything that a terminal, editor or browser acts upon.
 */
import { ACTING, CONTROLS, MARKS, writeOut } from '../text/hostile-text.js';

/**
 * Control characters other than tab and newline, and characters that act on a line or cannot be written as UTF-8 or
 * XML. Joiners of the parts of an emoji, or of the letters of a script, are kept.
 */
const HARMFUL = new RegExp(`[${CONTROLS}${MARKS}${ACTING}]`, 'gu');

/** The text with harmful characters escaped, such as `\u{202e}`. */
export function printable(text: string): string {
  return text.replace(HARMFUL, writeOut);
}

/** Cuts text to this many characters, with an ellipsis. Must not split surrogate pairs. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Printable text of at most this many characters, including escapes. */
export function printableUpTo(text: string, most: number): string {
  return cutText(printable(cutText(text, most)), most);
}

/** A copy of plain data in which all text is printable and has at most this many characters. Keys are unchanged. */
export function allPrintable<T>(value: T, most = Infinity): T {
  return clean(value, most) as T;
}

function clean(value: unknown, most: number): unknown {
  if (typeof value === 'string') return printableUpTo(value, most);
  if (Array.isArray(value)) return value.map((item: unknown) => clean(item, most));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item, most)]));
}
