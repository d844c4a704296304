/**
 * Runs the whole plan on one submission. A probe that hangs or kills its worker fails alone: the same export is not
 * called again, a new worker gets the rest, and everything together ends within its time budget.
 */
import type { Observations, ProbeOutcome } from '../../stages/observation.js';
import type { Plan, SubjectPlan } from '../../stages/plan.js';
import type { Snapshot } from '../../stages/submission.js';
import { GraderError } from '../../errors.js';
import type { Driver } from '../drivers/driver.js';
import type { BackendKit } from '../kits/backend.js';
import { usableBackends } from '../kits/backends.js';
import { readerStarter } from '../reading/reader.js';
import { explainBudget } from './causes.js';
import type { Evaluations } from './evaluations.js';
import { placeErrors } from './places.js';
import type { Room } from './room.js';
import { Run, type Over } from './run.js';
import type { Death } from '../process/session.js';
import { askSubject } from './subject.js';

export interface ObserveOptions {
  readonly driver: Driver;
  readonly signal?: AbortSignal | undefined;
  /** The room of the snapshot, in which a worker may be waiting. */
  readonly room?: Room;
  /** The backends on which models are tried before cpu, in order; default: those that are installed. */
  readonly backends?: readonly BackendKit[] | undefined;
  /** What models have answered before; default: all of them are run. */
  readonly evaluations?: Evaluations | undefined;
}

/** Every probe of the plan gets an outcome. Throws a GraderError when the sandbox itself fails. */
export async function observe(snapshot: Snapshot, plan: Plan, options: ObserveOptions): Promise<Observations> {
  const { driver, signal, room, backends, evaluations } = options;
  const run = new Run(snapshot, plan, { driver, signal, room, choices: usableBackends(driver, backends), evaluations });
  let forged: Death | null = null;
  try {
    for (const subject of plan.subjects) {
      signal?.throwIfAborted();
      const over = run.whatIsOver();
      if (over === null) await askSubject(subject, run);
      else failUnasked(subject, run, over);
    }
  } finally {
    run.asked();
    forged = await run.modelWorkers.finish();
  }
  // no student code runs in them, so that is the grader's fault
  if (forged?.reason === 'protocol') throw new GraderError('INTERNAL', `a worker of models: ${forged.sentence}`);
  const outcomes = new Map<string, ProbeOutcome>(run.outcomes);
  await placeErrors(outcomes, run.leads, snapshot, readerStarter(driver, signal));
  return run.observations(outcomes);
}

function failUnasked({ subject, probes }: SubjectPlan, run: Run, over: Over): void {
  const error = explainBudget(run.limits, over);
  if (subject.kind === 'model') run.modelFailed(subject.path, error);
  run.failed(probes, error);
}
