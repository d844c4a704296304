/**
 * HTML as text. What is put into a template is escaped unless it is itself a result of `html`, so that no text of a
 * student can become markup. Nothing else may make a SafeHtml, except the frame of a page, which adds tuxgrade's own style
 * and script.
 */
import { cutText, printable } from '../printable.js';

/** Markup that was made by `html`. */
export class SafeHtml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
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

/** What may be wider than the page: it scrolls on its own, also with the keyboard. `label` names it. */
export function scrolling(label: string, content: SafeHtml): SafeHtml {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${cutText(label, LONGEST_NAME)}">
    ${content}
  </div>`;
}
