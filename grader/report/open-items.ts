/** How a report that waits for points given by hand is told: never as a total, and never as a zero. Pure. */
import type { CheckReport, GradeReport } from '../schema/report.js';
import { soFar } from '../score/total.js';
import { counted } from '../text/counted.js';
import { shownPoints } from '../text/points.js';

type Told = Pick<GradeReport, 'results' | 'verdict'> & { readonly rubric: Pick<GradeReport['rubric'], 'maxPoints'> };

/** `Not final: 5 points (Essay) are given by hand and still open. So far 12 of 15, of 20 in all.` */
export function tellOpen({ results, verdict, rubric }: Told): string {
  const { earned, possible, open } = soFar(results, rubric.maxPoints);
  const names = openTitles(results).join(', ');
  const late = verdict.late === null || verdict.late.factor === 1 ? '' : ' before the late policy';
  return `Not final: ${counted(open, 'point')} (${names}) ${open === 1 ? 'is' : 'are'} given by hand and still open. So far ${shownPoints(earned)} of ${shownPoints(possible)}${late}; the total is out of ${shownPoints(verdict.possible)}.`;
}

/** The same without numbers, where results are shown that are not all of them. */
export const NOT_FINAL = 'Not final: some points are given by hand and are still open.';

export function openTitles(results: readonly Pick<CheckReport, 'status' | 'title'>[]): string[] {
  return results.flatMap(({ status, title }) => (status === 'open' ? [title] : []));
}
