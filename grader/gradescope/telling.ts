/** What staff read about a submission in the log that Gradescope shows them alone. Pure. */
import type { GradeReport } from '../schema/report.js';
import { counted } from '../text/counted.js';
import { shownPoints } from '../text/points.js';
import type { SubmissionFacts } from './metadata.js';

/** Lines; they may quote what students or Gradescope wrote. */
export function tellSubmission(report: GradeReport, facts: Pick<SubmissionFacts, 'earlier' | 'points'>): string[] {
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
    tellEarlier(facts.earlier),
    ...tellPoints(report, facts.points),
    ...notes.filter(({ audience }) => audience !== 'student').map(({ audience, text }) => `${audience}: ${text}`),
  ];
}

function tellEarlier({ count, failed }: SubmissionFacts['earlier']): string {
  if (count === 0) return 'the first submission';
  const without = failed === 0 ? '' : `, of which ${String(failed)} failed by no fault of the student`;
  return `submission ${String(count + 1)}: there were ${counted(count, 'submission')} before${without}`;
}

/** Gradescope's total contains what is given by hand, so it may be more. */
function tellPoints({ verdict: { possible } }: GradeReport, points: number | null): string[] {
  if (points === null || points >= possible) return [];
  return [
    `the assignment has ${shownPoints(points)} points in Gradescope, and the rubric ${shownPoints(possible)}: set the points of the autograder to ${shownPoints(possible)}`,
  ];
}
