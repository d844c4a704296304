/**
 * JUnit XML, as continuous integration reads it. A check is a test case; one that is partly right is a failure with its
 * points, one that the grader failed on is an error, and one that waits for a person is skipped. Times are 0, so that the
 * same report gives the same bytes. Pure.
 */
import type { StudentReport } from '../report/for-students.js';
import type { CheckReport } from '../schema/report.js';
import { shownPoints } from '../text/points.js';
import { checkLines, oneLine } from './lines.js';
import { headSentences, shownResults, shownScore } from './shown.js';
import type { CourseSystemOut, Written } from './system.js';
import { xmlText } from './xml.js';

function write(report: StudentReport): Written {
  const shown = shownResults(report);
  const { earned, possible, isWhole } = shownScore(report);
  const count = (...statuses: readonly CheckReport['status'][]) =>
    String(shown.filter(({ status }) => statuses.includes(status)).length);
  const counts = attributes({
    tests: String(shown.length),
    failures: count('failed', 'partial'),
    errors: count('ungraded'),
    skipped: count('skipped', 'open'),
    time: '0',
  });
  const suite = attributes({ name: report.submission.id, hostname: 'tuxgrade', timestamp: '1970-01-01T00:00:00' });
  const points = isWhole ? { earned: earned === null ? '' : String(earned), possible: String(possible) } : {};
  const properties = { rubric: report.rubric.id, ...points };
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: report.rubric.title })}${counts}>`,
    `  <testsuite${suite}${counts}>`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    '    </properties>',
    ...shown.flatMap((result) => caseOf(result, report.rubric.id)),
    `    <system-out>${xmlText(headSentences(report).join('\n'))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
  ];
  return { text: `${lines.join('\n')}\n`, remarks: [] };
}

function caseOf(result: CheckReport, rubric: string): string[] {
  const head = `    <testcase${attributes({ name: result.title, classname: `${rubric}.${result.id}`, time: '0' })}`;
  const inner = innerOf(result);
  return inner === null ? [`${head}/>`] : [`${head}>`, inner, '    </testcase>'];
}

function innerOf(result: CheckReport): string | null {
  const { status, summary, earned, possible } = result;
  const points = `${shownPoints(earned)} of ${shownPoints(possible)} points`;
  const text = xmlText(checkLines(result).join('\n'));
  const message = oneLine(summary);
  switch (status) {
    case 'passed':
      return null;
    case 'skipped':
    case 'open':
      return `      <skipped${attributes({ message })}/>`;
    case 'ungraded':
      return `      <error${attributes({ message, type: 'ungraded' })}>${text}</error>`;
    case 'partial':
    case 'failed':
      return `      <failure${attributes({ message: `${points}: ${message}`, type: status })}>${text}</failure>`;
  }
}

const attributes = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(oneLine(value))}"`)
    .join('');

export const junit: CourseSystemOut = { name: 'junit', ending: '.xml', write };
