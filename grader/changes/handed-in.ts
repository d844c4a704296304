/** Who handed in what and when, as the reports of a run say it. Must not change anything. */
import { runPool } from '../batch/pool.js';
import { handedInOf } from '../grading/again.js';
import type { HandedInNow } from './rejudge.js';
import { knownReportIn, type FinishedRun } from './run.js';

const AT_A_TIME = 8;

/** Of these submissions, in their order; those whose report cannot be read are left out. */
export async function handedInOfRun(run: FinishedRun, ids: readonly string[]): Promise<HandedInNow> {
  const all = new Map<string, ReturnType<typeof handedInOf>>();
  await runPool(ids, AT_A_TIME, undefined, async (id) => {
    const read = await knownReportIn(run, id);
    if (read.status === 'read') all.set(id, handedInOf(read.report));
  });
  return new Map(
    ids.flatMap((id) => {
      const handedIn = all.get(id);
      return handedIn === undefined ? [] : [[id, handedIn] as const];
    }),
  );
}
