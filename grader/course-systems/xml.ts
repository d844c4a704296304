/** Text for XML 1.0, in which most control characters cannot be written at all, not even escaped. Pure. */
import { printable } from '../report/printable.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** For an element or a quoted attribute; what XML cannot hold is written out, such as `\u{0}`. */
export function xmlText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
