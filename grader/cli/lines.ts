/** Lines with a tone, as standard output shows them. */
import { printable } from '../report/printable.js';
import type { TerminalStyle } from '../report/terminal.js';
import type { Line } from '../selftest/told.js';

export function inStyle(lines: readonly Line[], { paint }: TerminalStyle): string {
  const shown = lines.map(({ tone, text }) => (tone === 'plain' ? printable(text) : paint[tone](printable(text))));
  return `${shown.join('\n')}\n`;
}
