/**
 * The report as Gradescope's results.json. An ungraded submission must not read as a zero: it has no score of its own,
 * its tests carry none, and the text says that staff will look at it.
 */
import type { CheckReport, GradeReport, OutputEvidence } from '../schema/report.js';
import { withoutHiddenText } from './hidden-text.js';

interface GradescopeTest {
  readonly name: string;
  readonly number: string;
  readonly score?: number;
  readonly max_score: number;
  readonly status: 'passed' | 'failed';
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

/** `score` is what counts after the late policy; it overrides the sum of the tests. */
export function toGradescope(report: GradeReport): GradescopeResults {
  const { verdict, submission, rubric } = report;
  return {
    ...(verdict.earned === null ? {} : { score: verdict.earned }),
    output: headline(report),
    output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: report.results.map(withoutHiddenText).map(testOf),
    extra_data: {
      digest: submission.digest,
      rubric: rubric.digest,
      status: verdict.status,
      beforeLate: verdict.beforeLate,
    },
  };
}

function headline({ verdict, notes }: GradeReport): string {
  const told = notes.filter(({ level }) => level === 'info').map(({ text }) => text);
  if (verdict.status === 'ungraded') {
    return [
      'Not graded yet: the grader itself had a problem, which costs no points. Staff will grade this again.',
      ...told,
    ].join('\n');
  }
  const late =
    verdict.late === null ? [] : [`Before the late policy: ${String(verdict.beforeLate)}; ${verdict.late.sentence}.`];
  return [...late, ...told].join('\n');
}

function testOf(result: CheckReport, index: number): GradescopeTest {
  const { id, title, kind, status, earned, possible, visibility } = result;
  return {
    name: title,
    number: String(index + 1),
    ...(earned === null ? {} : { score: earned }),
    max_score: possible,
    status: status === 'passed' ? 'passed' : 'failed',
    output: explain(result).join('\n'),
    output_format: 'text',
    visibility,
    extra_data: { id, kind, status },
  };
}

/** The summary, the outputs that are not right with their sentences, the line of code, the hint. */
export function explain({ summary, evidence, hint }: CheckReport): string[] {
  const lines = [summary];
  if (evidence.type === 'comparison') lines.push(...evidence.outputs.flatMap(explainOutput));
  const error = evidence.type === 'error' || evidence.type === 'comparison' ? evidence.error : undefined;
  if (error?.frame !== undefined) lines.push(...error.frame.split('\n'));
  if (hint !== undefined) lines.push(`Hint: ${hint}`);
  return lines;
}

function explainOutput({ name, earned, possible, sentence, notes }: OutputEvidence): string[] {
  const said = earned < possible ? [`${name}: ${sentence}`] : [];
  return [...said, ...notes.map((note) => `${name}: ${note}`)].map((line) => `  ${line}`);
}
