/** What staff read about a submission in the log that Gradescope shows them alone. Pure. */
import type { GradeReport } from '../schema/report.js';
import { shownPoints } from '../text/points.js';
import type { SubmissionFacts } from './metadata.js';

/** Lines; they may quote what students or Gradescope wrote. */
export function tellSubmission(
  report: GradeReport,
  facts: Pick<SubmissionFacts, 'earlier' | 'points' | 'remarks'>,
): string[] {
  const { submission, verdict, notes } = report;
  const people = submission.submitters.map(({ name, email }) => name ?? email ?? 'somebody without a name');
  const by = people.length === 0 ? '' : ` of ${people.join(', ')}`;
  const at = submission.submittedAt === null ? '' : `, handed in at ${submission.submittedAt}`;
  const points =
    verdict.earned === null
      ? verdict.status
      : `${shownPoints(verdict.earned)} of ${shownPoints(verdict.possible)} points`;
  return [
    `${submission.id}${by}${at}: ${points}`,
    ...(verdict.late === null ? [] : [verdict.late.sentence]),
    ...tellEarlier(facts.earlier),
    ...tellPoints(report, facts.points),
    ...facts.remarks,
    // where dates count, these remarks are notes as well
    ...notes
      .filter(({ audience, text }) => audience !== 'student' && !facts.remarks.includes(text))
      .map(({ audience, text }) => `${audience}: ${text}`),
  ];
}

function tellEarlier(earlier: SubmissionFacts['earlier']): string[] {
  if (earlier === null) return [];
  const { count, failed } = earlier;
  if (count === 0) return ['the first submission'];
  const without = failed === 0 ? '' : `; of those before, ${String(failed)} failed by no fault of the student`;
  return [`submission ${String(count + 1)} to this assignment${without}`];
}

/** Gradescope's total contains what is given by hand, so it may be more. */
function tellPoints({ verdict: { possible } }: GradeReport, points: number | null): string[] {
  if (points === null || points >= possible) return [];
  return [
    `the assignment has ${shownPoints(points)} points in Gradescope, and the rubric ${shownPoints(possible)}: set the points of the autograder to ${shownPoints(possible)}`,
  ];
}
