/** Runs the plan in the sandbox: data sets are examined, and a worker answers the requests. Must not judge. */
import { seeDataSets } from '../collected/observe.js';
import { fitToModels } from '../plan/fit-models.js';
import type { DataSetReport } from '../protocol/data-set.js';
import { observe } from '../sandbox/observing/observe.js';
import type { Observations } from '../stages/observation.js';
import type { ModelAdmission, Snapshot } from '../stages/submission.js';
import type { Grading } from './grading.js';

export interface Observed {
  /** By the check that requests them. */
  readonly dataSets: ReadonlyMap<string, DataSetReport>;
  /** null if the plan has no requests to student code or a model. */
  readonly observations: Observations | null;
}

export async function observeAll(
  grading: Grading,
  snapshot: Snapshot,
  models: ReadonlyMap<string, ModelAdmission>,
): Promise<Observed> {
  const asked = fitToModels(grading.plan, models);
  const dataSets = await seeDataSets(snapshot, grading.plan.dataSets, grading);
  const observations = asked.subjects.length === 0 ? null : await observe(snapshot, asked, grading);
  return { dataSets, observations };
}
