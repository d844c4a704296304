/**
 * CTRF, the common test report format. It asks for times of each test: they are 0, so that the same report gives the same
 * bytes. A check that is partly right is failed, with its points. Pure.
 */
import type { StudentReport } from '../report/for-students.js';
import { toJson } from '../report/writers/json.js';
import type { CheckReport } from '../schema/report.js';
import { checkLines, oneLine } from './lines.js';
import { headSentences, shownResults, shownScore } from './shown.js';
import type { CourseSystemOut, Written } from './system.js';

const SPEC = '1.0.0';
type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

const STATUS: Readonly<Record<CheckReport['status'], Status>> = {
  passed: 'passed',
  partial: 'failed',
  failed: 'failed',
  skipped: 'skipped',
  // neither right nor wrong: the grader failed
  ungraded: 'other',
};

function write(report: StudentReport): Written {
  const tests = shownResults(report).map(testOf);
  const count = (status: Status) => tests.filter((test) => test.status === status).length;
  const { earned, possible, isWhole } = shownScore(report);
  const { submission, rubric, environment } = report;
  const text = toJson({
    reportFormat: 'CTRF',
    specVersion: SPEC,
    generatedBy: 'tuxgrade',
    results: {
      tool: { name: 'tuxgrade', version: environment.grader },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: count('pending'),
        other: count('other'),
        start: 0,
        stop: 0,
        duration: 0,
      },
      tests,
      extra: {
        submission: oneLine(submission.id),
        rubric: rubric.id,
        ...(isWhole ? { earned, possible } : {}),
        told: headSentences(report).map(oneLine),
      },
    },
  });
  return { text, remarks: [] };
}

function testOf(result: CheckReport) {
  const { id, title, kind, status, earned, possible } = result;
  const [message = '', ...trace] = checkLines(result);
  return {
    name: oneLine(title) === '' ? id : oneLine(title),
    status: STATUS[status],
    duration: 0,
    rawStatus: status,
    type: kind,
    message,
    ...(trace.length === 0 ? {} : { trace: trace.join('\n') }),
    extra: { id, earned, possible },
  };
}

export const ctrf: CourseSystemOut = { name: 'ctrf', ending: '.json', write };
