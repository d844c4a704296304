/** Gradescope's Markdown: a table for outputs, and nothing of a student is markup. */
import { expect, test } from '@jest/globals';
import { gradescope } from '../../../grader/course-systems/gradescope.js';
import { markdownCode, markdownTable, markdownText } from '../../../grader/course-systems/markdown.js';
import { reportForStudents } from '../../../grader/report/for-students.js';
import { refusals } from '../../support/importer-rules.js';
import { reportOf, resultsOfEach } from '../../support/page-reports.js';

const HOSTILE = '<img src=x onerror=alert(1)> [a](javascript:x) ![b](http://e.example) | **c** `d`\n\n# e\n- f';

interface Shown {
  readonly tests: readonly { readonly output: string; readonly output_format: string }[];
}

function testsOf(text: string): Shown['tests'] {
  const made = gradescope.write(reportForStudents(reportOf(resultsOfEach(text))));
  if ('because' in made) throw new Error(made.because);
  expect(refusals('gradescope', made.text)).toEqual([]);
  return (JSON.parse(made.text) as Shown).tests;
}

test('each output of a comparison is a row, and other checks are text', () => {
  const [first, ...others] = testsOf('plain');
  expect(first).toMatchObject({ output_format: 'md' });
  expect(first?.output).toContain('| dz1 | 0 of 2 | is plain; plain |\n| dW1 | 1 of 2 | differs; plain |');
  expect(first?.output).toContain('**Hint:** plain');
  expect(new Set(others.map((one) => one.output_format))).toEqual(new Set(['text']));
});
test('whatever a student writes is shown as it is', () => {
  const markup = /(?<!\\)[<`*[\]!]/;
  const output = testsOf(HOSTILE)[0]?.output ?? '';
  const prose = output.split('\n').filter((line) => !line.startsWith('    '));
  expect(prose.filter((line) => markup.test(line.replace('**Hint:** ', '')))).toEqual([]);
  expect(new Set(prose.filter((line) => line.startsWith('|')).map((line) => line.split(/(?<!\\)\|/).length))).toEqual(
    new Set([5]),
  );
  expect(markdownText('a\n# b')).toBe(String.raw`a \# b`);
  expect(markdownTable(['x'], [['1']])).toBe('| x |\n| --- |\n| 1 |');
  expect(markdownCode('a\n```')).toBe('    a\n    ```');
});
test('what would be too long is text, and is cut', () => {
  const [first] = testsOf('x'.repeat(3000));
  expect(first?.output_format).toBe('text');
  expect(first?.output.length).toBe(10_000);
});
