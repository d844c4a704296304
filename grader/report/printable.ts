/** Text of students as it may stand in a report: nothing that a terminal, an editor or a browser would act upon. */

/**
 * Control characters other than tab and newline, line separators, and the marks and overrides of direction that make a
 * line read other than it is written. What joins the parts of an emoji stays.
 */
const HARMFUL = new RegExp(
  '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]',
  'g',
);

/** The same text with harmful characters written out, as `\u{202e}`. */
export function printable(text: string): string {
  return text.replace(HARMFUL, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

/** A copy of plain data in which all text is printable. Keys are the grader's own words and stay. */
export function allPrintable<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item)]));
}
