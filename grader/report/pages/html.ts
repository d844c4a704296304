/**
 * HTML as text. What is put into a template is escaped unless it is itself a result of `html`, so that no text of a
 * student can become markup. Besides the frame of a page, which adds the style and script of tuxgrade,
 * nothing else may make a SafeHtml.
 */
import { cutText, printable } from '../printable.js';

/** Markup that was made by `html`. */
export class SafeHtml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

export type Part = string | number | SafeHtml | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes for text and for values of attributes in double quotes. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function textOf(part: Part): string {
  if (part instanceof SafeHtml) return part.text;
  // reports are printable when they are built, but one may have been edited since
  if (typeof part === 'string') return escape(printable(part));
  if (typeof part === 'number') return String(part);
  return part.map(textOf).join('');
}

/** A template whose parts are escaped; lists are joined. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): SafeHtml {
  return new SafeHtml(strings.reduce((text, string, index) => text + textOf(parts[index - 1] ?? '') + string));
}

export const NOTHING = html``;

/** Characters of a sentence or a name on a page. */
const LONGEST = 1200;

/** Text that may be a student's: cut, and isolated from the direction of what is around it. */
export function said(text: string, most = LONGEST): SafeHtml {
  return html`<bdi>${cutText(text, most)}</bdi>`;
}

/** The same for names, which stand in tables and pictures. */
export function named(text: string): SafeHtml {
  return said(text, LONGEST_NAME);
}

export const LONGEST_NAME = 80;

/** A number of points, as everywhere in tuxgrade: two decimals at most. */
export function points(value: number | null): string {
  return value === null ? '?' : String(Math.round(value * 100) / 100);
}

/** A number as it is read: at most five significant digits. */
export function digits(value: number): string {
  return String(Number(value.toPrecision(5)));
}
