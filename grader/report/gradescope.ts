/**
 * The report as Gradescope's results.json. Gradescope shows `output` and the visible tests immediately, others when
 * their time has come, and the total only if no test is hidden; no text may reveal a hidden one. An ungraded submission
 * must not look like a zero: neither it nor its tests have a score, and its tests neither pass nor fail. The same holds for
 * what is given by hand and not given yet; then the other tests have their scores.
 */
import type { CheckReport, GradeReport } from '../schema/report.js';
import type { OutputEvidence } from '../schema/evidence.js';
import { isHidden, reportForStudents, type StudentReport } from './for-students.js';
import type { Release } from './release.js';
import { tellStudent } from './adjusted-text.js';
import { errorOf } from './error-of.js';
import { NOT_FINAL, tellOpen } from './open-items.js';
import { hasNoPoints } from '../score/score.js';

interface GradescopeTest {
  readonly name: string;
  readonly number: string;
  readonly score?: number;
  readonly max_score: number;
  readonly status?: 'passed' | 'failed';
  readonly output: string;
  readonly output_format: 'text';
  readonly visibility: CheckReport['visibility'];
  readonly extra_data: { readonly id: string; readonly kind: string; readonly status: string };
}

export interface GradescopeResults {
  readonly score?: number;
  readonly output: string;
  readonly output_format: 'text';
  readonly visibility: 'visible';
  readonly stdout_visibility: 'hidden';
  readonly tests: readonly GradescopeTest[];
  readonly extra_data: Readonly<Record<string, unknown>>;
}

/** `score` is the total after the late policy, which overrides the sum of the tests. Released tests are visible ones. */
export function toGradescope(whole: GradeReport, release?: Release): GradescopeResults {
  return gradescopeOf(reportForStudents(whole, release));
}

export function gradescopeOf(report: StudentReport): GradescopeResults {
  const { verdict, submission, rubric } = report;
  return {
    ...(verdict.earned === null ? {} : { score: verdict.earned }),
    output: headline(report),
    output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: report.results.map(testOf),
    extra_data: {
      digest: submission.digest,
      rubric: rubric.digest,
      status: verdict.status,
      ...(report.results.some(isHidden) ? {} : { beforeLate: verdict.beforeLate }),
    },
  };
}

function headline(report: GradeReport): string {
  const { verdict, notes, results } = report;
  const told = notes.filter(({ audience }) => audience === 'student').map(({ text }) => text);
  if (verdict.status === 'ungraded') {
    return [
      'Not graded yet: the grader itself had a problem, which costs no points. Staff will grade this again.',
      ...told,
    ].join('\n');
  }
  const withHidden = results.some(isHidden);
  if (verdict.status === 'open') {
    return [
      withHidden ? NOT_FINAL : tellOpen(report),
      ...lateLine({ ...verdict, beforeLate: null }, true),
      ...told,
    ].join('\n');
  }
  return [...lateLine(verdict, withHidden), ...told].join('\n');
}

/** The points before the policy are those of all checks. */
function lateLine({ late, beforeLate }: GradeReport['verdict'], withHidden: boolean): string[] {
  if (late === null) return [];
  const before = withHidden ? '' : `Before the late policy: ${String(beforeLate)}; `;
  return [`${before}${late.sentence}.`];
}

function testOf(result: CheckReport, index: number): GradescopeTest {
  const { id, title, kind, status, earned, possible, visibility, bonus } = result;
  return {
    name: bonus === true ? `${title} (bonus)` : title,
    number: String(index + 1),
    ...(earned === null ? {} : { score: earned }),
    max_score: possible,
    ...(hasNoPoints(status) ? {} : { status: status === 'passed' ? 'passed' : 'failed' }),
    output: explain(result).join('\n'),
    output_format: 'text',
    visibility,
    extra_data: { id, kind, status },
  };
}

/** What staff adjusted, the summary, the wrong outputs with their sentences, the line of code, and the hint. */
export function explain(result: CheckReport): string[] {
  const { summary, evidence, hint } = result;
  const adjusted = tellStudent(result);
  // a student's text may contain line breaks, which must not end the sentence
  const lines = [...(adjusted === null ? [] : [withinOne(adjusted)]), withinOne(summary)];
  if (evidence.type === 'comparison') lines.push(...evidence.outputs.flatMap(explainOutput));
  const frame = errorOf(evidence)?.frame;
  if (frame !== undefined) lines.push(...frame.split('\n'));
  if (hint !== undefined) lines.push(`Hint: ${hint}`);
  return lines;
}

function explainOutput({ name, earned, possible, sentence, notes }: OutputEvidence): string[] {
  const said = earned < possible ? [`${name}: ${sentence}`] : [];
  return [...said, ...notes.map((note) => `${name}: ${note}`)].map((line) => `  ${withinOne(line)}`);
}

const withinOne = (text: string) => text.replaceAll('\n', '\n    ');
