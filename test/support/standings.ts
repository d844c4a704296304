/** Standings of a class for its page. */
import type { Standing } from '../../grader/report/standing.js';

/** A submission with one check of 10 points; every part can be changed. */
export function standing(
  id: string,
  earned: number | null,
  change: Partial<Standing> = {},
  summary = 'loss is wrong',
): Standing {
  const status = earned === null ? 'ungraded' : earned === 10 ? 'passed' : earned > 0 ? 'partial' : 'failed';
  const graded = earned === null ? 'ungraded' : 'graded';
  return {
    submission: {
      id,
      digest: `digest of ${id}`,
      submittedAt: null,
      timeFrom: null,
      submitters: [{ name: `Name of ${id}` }],
    },
    verdict: { status: graded, earned, possible: 10, beforeLate: earned, late: null },
    results: [{ id: 'loss', title: 'The loss', status, earned, summary }],
    timing: { wallMs: 1234 },
    ...change,
  };
}

/** A class of this size, whose points go round from 0 to 10. */
export function classOf(size: number): Standing[] {
  return Array.from({ length: size }, (_, index) => standing(`s${String(index)}`, index % 11));
}
