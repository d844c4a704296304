/**
 * Gradescope's results.json. Where a check compares outputs, they are a table in Markdown; everything else is plain text, as
 * beside each report. The text of a check stays below what is pleasant to read in the site. Pure.
 */
import { tellStudent } from '../report/adjusted-text.js';
import { errorOf } from '../report/error-of.js';
import { gradescopeOf } from '../report/gradescope.js';
import { allPrintable, cutText, printable } from '../report/printable.js';
import { toJson } from '../report/writers/json.js';
import type { StudentReport } from '../report/for-students.js';
import type { CheckReport } from '../schema/report.js';
import { shownPoints } from '../text/points.js';
import { markdownCode, markdownTable, markdownText } from './markdown.js';
import type { CourseSystemOut, Written } from './system.js';

/** Characters of a check. */
const MOST_CHARACTERS = 10_000;

function write(report: StudentReport): Written {
  const { tests, ...results } = allPrintable(gradescopeOf(report));
  const told = tests.map((one, index) => {
    const table = tableOf(report.results[index]);
    if (table !== null) return { ...one, output: table, output_format: 'md' };
    return { ...one, output: cutText(one.output, MOST_CHARACTERS) };
  });
  return { text: toJson({ ...results, tests: told }), remarks: [] };
}

/** null where there are no outputs, or so many that the table would be too long. */
function tableOf(result: CheckReport | undefined): string | null {
  if (result?.evidence.type !== 'comparison' || result.evidence.outputs.length === 0) return null;
  const { evidence, summary, hint } = result;
  const adjusted = tellStudent(result);
  const rows = evidence.outputs.map(({ name, earned, possible, sentence, notes }) => [
    markdownText(name),
    `${shownPoints(earned)} of ${shownPoints(possible)}`,
    [sentence, ...notes].map(markdownText).join('; '),
  ]);
  const frame = errorOf(evidence)?.frame;
  const parts = [
    ...(adjusted === null ? [] : [markdownText(adjusted)]),
    markdownText(summary),
    markdownTable(['output', 'points', 'found'], rows),
    ...(frame === undefined ? [] : [markdownCode(printable(frame))]),
    ...(hint === undefined ? [] : [`**Hint:** ${markdownText(hint)}`]),
  ];
  const text = parts.join('\n\n');
  return text.length > MOST_CHARACTERS ? null : text;
}

export const gradescope: CourseSystemOut = { name: 'gradescope', ending: '.json', write };
