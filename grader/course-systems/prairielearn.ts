/**
 * PrairieLearn's results.json of an external grader. The score is a share in [0, 1]. What cannot be graded, because files
 * are missing or unreadable or because the grader failed, costs the student no attempt: `gradable` is false then. The file
 * has at most 1 MB, so pictures are left out first and then texts are cut. Pure.
 */
import { toJson } from '../report/writers/json.js';
import { cutText } from '../report/printable.js';
import { errorOf } from '../report/error-of.js';
import type { StudentReport } from '../report/for-students.js';
import type { CheckReport } from '../schema/report.js';
import { checkLines, oneLine } from './lines.js';
import { picturesOf, type LabelledPicture } from './pictures.js';
import { headSentences, shownResults, shownScore, UNGRADED } from './shown.js';
import type { CourseSystemOut, Written } from './system.js';

/** Of the file; PrairieLearn refuses more than 1 MB. */
const MOST_BYTES = 1_000_000;
/** Pictures, and characters of a check's texts: each is tried until the file is small enough. */
const ATTEMPTS = [
  { most: 20_000, withPictures: true },
  ...[20_000, 4000, 1000, 200, 40].map((most) => ({ most, withPictures: false })),
];
/** What a submission must have in order to be graded at all. */
const FORMAT_CODES: ReadonlySet<string> = new Set([
  'MISSING_FILE',
  'PATH_ESCAPE',
  'TOO_LARGE',
  'BAD_ARCHIVE',
  'ANSWER_INVALID',
]);

interface PrairieLearnTest {
  readonly name: string;
  readonly points: number;
  readonly max_points: number;
  readonly message: string;
  readonly output: string;
  readonly images?: readonly LabelledPicture[];
}

interface PrairieLearnResults {
  readonly gradable: boolean;
  readonly format_errors?: readonly string[];
  readonly score?: number;
  readonly message: string;
  readonly tests: readonly PrairieLearnTest[];
}

function write(report: StudentReport): Written {
  for (const [attempt, { most, withPictures }] of ATTEMPTS.entries()) {
    const text = toJson(resultsOf(report, most, withPictures));
    if (Buffer.byteLength(text) > MOST_BYTES) continue;
    return { text, remarks: attempt === 0 ? [] : ['shortened, because PrairieLearn takes at most 1 MB'] };
  }
  const tests = shownResults(report).length;
  const message = `There are ${String(tests)} checks, too many to be shown here.`;
  const { score, gradable } = resultsOf(report, 0, false);
  const results = { gradable, ...(score === undefined ? {} : { score }), message, tests: [] };
  return { text: toJson(results), remarks: ['its checks were left out, because PrairieLearn takes at most 1 MB'] };
}

function resultsOf(report: StudentReport, most: number, withPictures: boolean): PrairieLearnResults {
  const shown = shownResults(report);
  const { earned, possible } = shownScore(report);
  const cut = (text: string) => cutText(text, Math.max(1, most));
  const problems = earned === null ? [UNGRADED] : formatErrors(shown);
  const message = cut(headSentences(report).map(oneLine).join('\n'));
  const tests = shown.map((result) => testOf(result, cut, withPictures));
  if (problems.length > 0) return { gradable: false, format_errors: problems.map(cut), message, tests };
  return { gradable: true, score: shareOf(earned ?? 0, possible), message, tests };
}

/** What stands there until there are results, and where there are none. */
export function ungradableResults(): string {
  return toJson({ gradable: false, format_errors: [UNGRADED], message: UNGRADED, tests: [] });
}

/** What is wrong with the files, if that is why no check earned anything; empty if something was graded. */
function formatErrors(shown: readonly CheckReport[]): string[] {
  const failed = shown.filter(({ status }) => status !== 'skipped');
  const isFormat = (result: CheckReport) =>
    result.status === 'failed' && result.earned === 0 && FORMAT_CODES.has(errorOf(result.evidence)?.code ?? '');
  if (failed.length === 0 || !failed.every(isFormat)) return [];
  return [...new Set(failed.map((result) => oneLine(errorOf(result.evidence)?.message ?? result.summary)))];
}

/** Points beyond those that are possible, as of a bonus, are not a share that PrairieLearn takes. */
function shareOf(earned: number, possible: number): number {
  return possible <= 0 ? 1 : Math.min(1, Math.max(0, earned / possible));
}

function testOf(result: CheckReport, cut: (text: string) => string, withPictures: boolean): PrairieLearnTest {
  const [message = '', ...output] = checkLines(result);
  const images = withPictures ? picturesOf(result) : [];
  return {
    name: oneLine(result.title),
    points: result.earned ?? 0,
    max_points: result.possible,
    message: cut(message),
    output: cut(output.join('\n')),
    ...(images.length === 0 ? {} : { images }),
  };
}

export const prairielearn: CourseSystemOut = { name: 'prairielearn', ending: '.json', write };
