/** Text of students as it may stand in a report: nothing that a terminal, an editor or a browser would act upon. */
import { ACTING, CONTROLS, MARKS, writeOut } from '../text/hostile-text.js';

/**
 * Control characters other than tab and newline, and what acts on a line or cannot be written as UTF-8 or XML. What joins
 * the parts of an emoji, or the letters of a script, stays.
 */
const HARMFUL = new RegExp(`[${CONTROLS}${MARKS}${ACTING}]`, 'gu');

/** The same text with harmful characters written out, as `\u{202e}`. */
export function printable(text: string): string {
  return text.replace(HARMFUL, writeOut);
}

/** At most so many characters; an ellipsis stands for the rest. No pair is cut in two. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Printable, and at most so many characters, however many are written out. */
export function printableUpTo(text: string, most: number): string {
  return cutText(printable(cutText(text, most)), most);
}

/** A copy of plain data in which all text is printable and has at most so many characters. Keys are the grader's own. */
export function allPrintable<T>(value: T, most = Infinity): T {
  return clean(value, most) as T;
}

function clean(value: unknown, most: number): unknown {
  if (typeof value === 'string') return printableUpTo(value, most);
  if (Array.isArray(value)) return value.map((item: unknown) => clean(item, most));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item, most)]));
}
