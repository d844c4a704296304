/**
 * What the reports of a run say now about each of its submissions, for scores.csv and index.html. Must not change anything;
 * keeps of each report what these need, because a class may not fit into memory.
 */
import { runPool } from '../batch/pool.js';
import { standingOf, type Standing } from '../report/standing.js';
import { knownReportIn, type FinishedRun } from './run.js';

export interface Standings {
  readonly standings: readonly Standing[];
  /** Their report cannot be read; `because` is a predicate. */
  readonly missing: readonly { readonly id: string; readonly because: string }[];
  readonly title: string;
}

/** Reads while it parses: one after the other, most of the time would be spent waiting for the disk. */
const AT_A_TIME = 8;

type One = { readonly standing: Standing; readonly title: string } | { readonly because: string };

/** In the order of `submissions`. */
export async function standingsIn(run: FinishedRun, submissions: readonly string[]): Promise<Standings> {
  const all = new Map<string, One>();
  await runPool(submissions, AT_A_TIME, undefined, async (id) => {
    const read = await knownReportIn(run, id);
    all.set(
      id,
      read.status === 'refused'
        ? { because: read.because }
        : { standing: standingOf(read.report), title: read.report.rubric.title },
    );
  });
  const standings: Standing[] = [];
  const missing: { id: string; because: string }[] = [];
  let title = run.rubric.id;
  for (const id of submissions) {
    const one = all.get(id);
    if (one === undefined) continue;
    if ('because' in one) missing.push({ id, because: one.because });
    else {
      standings.push(one.standing);
      ({ title } = one);
    }
  }
  return { standings, missing, title };
}
