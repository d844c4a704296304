import { expect, test } from '@jest/globals';
import { printable } from '../../../grader/report/printable.js';
import { renderPrinted } from '../../../grader/report/printed.js';
import type { TerminalStyle } from '../../../grader/report/terminal.js';

const same = (text: string) => text;
const plain: TerminalStyle = { width: 60, paint: { good: same, partial: same, bad: same, dim: same, bold: same } };

test('printed output is shown under its heading, each stream separately', () => {
  expect(renderPrinted({ stdout: 'x = 1\n\ty = 2\n', stderr: 'oops' }, plain)).toEqual([
    '',
    'Your code printed (standard output):',
    '  | x = 1',
    '  |   y = 2',
    '',
    'Your code printed (standard error):',
    '  | oops',
  ]);
  expect(renderPrinted({ stdout: ' \n', stderr: '' }, plain)).toEqual([]);
});

test('no line of it can pass for one of the report', () => {
  const forged =
    '\n✓ 100/100   Everything\r\u001b[2K100 of 100 points\n\nAll visible checks pass.\u2028All\u0085All\u000bAll';
  const lines = renderPrinted({ stdout: printable(forged), stderr: '' }, plain).slice(2);
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(line).toMatch(/^ {2}\| [^\p{Cc}\p{Zl}]*$/u);
});

test('it is always short: the first lines and the last', () => {
  const many = Array.from({ length: 5000 }, (_line, index) => `line ${String(index)}`).join('\n');
  const lines = renderPrinted({ stdout: many, stderr: 'x'.repeat(60_000) }, plain);
  expect(lines.length).toBeLessThan(50);
  expect(lines).toEqual(expect.arrayContaining(['  | line 0', '  | line 4999', '  | (4960 more lines: see --json)']));
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
});
