/** Text for Markdown: whatever it contains is shown as it is, on one line. Pure. */
import { oneLine } from './lines.js';

/** What Markdown gives a meaning, in all of its dialects; each may have a backslash before it. */
const MARKUP = /[\\`*_{}[\]()#+\-.!:|&<>^~]/g;

export function markdownText(text: string): string {
  return oneLine(text).replace(MARKUP, String.raw`\$&`);
}

/** Rows of cells that are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map(() => '---');
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Lines as they are: indented, so that nothing in them can end the block. */
export function markdownCode(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
