/**
 * Classroom 50's result.json. Its scores are integers, so they are hundredths of a point, of every student and check alike;
 * the points themselves are beside them in each test. `datetime` is when the work was handed in, which grading again does not
 * change. Pure.
 */
import type { StudentReport } from '../report/for-students.js';
import { cutText } from '../report/printable.js';
import { toJson } from '../report/writers/json.js';
import { checkLines, oneLine } from './lines.js';
import { isOpen, lateFactor, shownResults, shownScore, tellNoPoints } from './shown.js';
import type { CourseSystemOut, NotWritten, Surroundings, Written } from './system.js';

const SCHEMA = 'classroom50/result/v1';
/** Integers of a point. */
const PARTS = 100;
/** Where the time is unknown; the runner of Classroom 50 puts the time of the commit in its place. */
const UNKNOWN_TIME = '1970-01-01T00:00:00Z';
const MOST_CHARACTERS = 4000;

function write(report: StudentReport, surroundings: Surroundings = {}): Written | NotWritten {
  if (shownScore(report).earned === null) {
    return {
      because: `${tellNoPoints(isOpen(report))}, so there is no result.json: to Classroom 50 this is a fault of the grader, not a zero`,
    };
  }
  const tests = testsOf(report);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const datetime = timeOf(report.submission.submittedAt);
  const result = {
    schema: SCHEMA,
    ...identityOf(report, surroundings),
    datetime,
    score: sum(tests.map(({ score }) => score)),
    'max-score': sum(tests.map((test) => test['max-score'])),
    tests,
  };
  const isTimed = datetime !== UNKNOWN_TIME;
  return {
    text: toJson(result),
    remarks: isTimed ? [] : [`has no time of handing in: its datetime is ${UNKNOWN_TIME}`],
  };
}

/** As the runner of Classroom 50 says it in its environment; elsewhere, as the report knows it. */
function identityOf({ submission, rubric }: StudentReport, surroundings: Surroundings) {
  const first = (names: readonly string[], other: string) =>
    names.map((name) => surroundings[name] ?? '').find((value) => value !== '') ?? other;
  const commit = first(['COMMIT_URL'], `tuxgrade:${submission.digest}`);
  return {
    classroom: first(['CLASSROOM'], rubric.id),
    assignment: first(['ASSIGNMENT'], rubric.id),
    owner: first(['OWNER', 'USERNAME'], oneLine(submission.submitters[0]?.id ?? submission.id)),
    submission: first(['SUBMISSION_TAG'], oneLine(submission.id)),
    commit,
    release: first(['RELEASE_URL'], commit),
    review: first(['REVIEW_URL'], commit),
  };
}

function testsOf(report: StudentReport) {
  const factor = lateFactor(report);
  return shownResults(report).map((result) => {
    const { title, status, earned, possible } = result;
    return {
      'test-name': oneLine(title),
      passed: status === 'passed',
      score: Math.round((earned ?? 0) * factor * PARTS),
      'max-score': Math.round(possible * PARTS),
      points: earned ?? 0,
      'max-points': possible,
      output: cutText(checkLines(result).join('\n'), MOST_CHARACTERS),
    };
  });
}

/** In UTC, to the second, as Classroom 50 writes it. */
function timeOf(submittedAt: string | null): string {
  const ms = Date.parse(submittedAt ?? '');
  return Number.isNaN(ms) ? UNKNOWN_TIME : `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export const classroom50: CourseSystemOut = { name: 'classroom50', ending: '.json', write };
