/**
 * Gradescope's results.json. Where a check compares outputs, they are a table in Markdown; everything else is plain text, as
 * beside each report. The text of a check stays below what is pleasant to read in the site, and is cut further where the file
 * would be too large for it: points and checks stay. Pure.
 */
import { tellStudent } from '../report/adjusted-text.js';
import { errorOf } from '../report/error-of.js';
import { gradescopeOf } from '../report/gradescope.js';
import { allPrintable, cutText, printable } from '../report/printable.js';
import { toJson } from '../report/writers/json.js';
import type { StudentReport } from '../report/for-students.js';
import type { CheckReport } from '../schema/report.js';
import { shownPoints } from '../text/points.js';
import { UNGRADED } from './shown.js';
import { markdownCode, markdownTable, markdownText } from './markdown.js';
import type { CourseSystemOut, Written } from './system.js';

/** Of the file: Gradescope names no limit, and one of this size is shown within a second. */
const MOST_BYTES = 1_000_000;
/** Characters of a check: each is tried until the file is small enough. */
const ATTEMPTS = [10_000, 2000, 400, 80, 1];

function write(report: StudentReport): Written {
  return writeGradescope(report);
}

/** `more` is data that Gradescope keeps and does not show. */
export function writeGradescope(report: StudentReport, more: Readonly<Record<string, unknown>> = {}): Written {
  let text = '';
  for (const [attempt, most] of ATTEMPTS.entries()) {
    text = textOf(report, most, more);
    if (Buffer.byteLength(text) > MOST_BYTES) continue;
    return { text, remarks: attempt === 0 ? [] : ['shortened, because results.json would have more than 1 MB'] };
  }
  return { text, remarks: ['has so many checks that results.json has more than 1 MB without their texts'] };
}

function textOf(report: StudentReport, most: number, more: Readonly<Record<string, unknown>>): string {
  const { tests, extra_data: kept, output, ...results } = allPrintable(gradescopeOf(report));
  const told = tests.map((one, index) => {
    const name = cutText(one.name, Math.max(MOST_OF_NAME, most));
    const table = tableOf(report.results[index], most);
    if (table !== null) return { ...one, name, output: table, output_format: 'md' };
    return { ...one, name, output: cutText(one.output, most) };
  });
  // notes are about the whole submission
  const head = cutText(output, Math.max(MOST_OF_HEAD, most));
  return toJson({ ...results, output: head, tests: told, extra_data: { ...kept, ...allPrintable(more) } });
}

/** Characters that are kept in any case. */
const MOST_OF_NAME = 100;
const MOST_OF_HEAD = 2000;

/**
 * What stands there until there are results, and where there are none: like every ungraded one, without any score. `possible`
 * is null where the rubric has not been read.
 */
export function ungradedResults(possible: number | null, why: string = UNGRADED): string {
  const text = { output: why, output_format: 'text', visibility: 'visible' };
  return toJson({
    ...text,
    stdout_visibility: 'hidden',
    tests: [{ name: 'Grading', number: '1', ...(possible === null ? {} : { max_score: possible }), ...text }],
    extra_data: { status: 'ungraded' },
  });
}

/** null where there are no outputs, or so many that the table would be too long. */
function tableOf(result: CheckReport | undefined, most: number): string | null {
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
  return text.length > most ? null : text;
}

export const gradescope: CourseSystemOut = { name: 'gradescope', ending: '.json', write };
