/**
 * Asks one submission all that its plan asks. A probe that hangs or kills its worker takes only itself down: the same
 * export is not called again, the rest is asked of a fresh worker, and everything together ends within its budget.
 */
import type { LoadOutcome, Observations, ProbeOutcome } from '../../schema/observation.js';
import type { Plan, SubjectPlan } from '../../schema/plan.js';
import type { Snapshot } from '../../schema/submission.js';
import { explainBudget } from './causes.js';
import type { Driver } from '../drivers/driver.js';
import type { BackendKit } from '../kits/backend.js';
import { usableBackends } from '../kits/backends.js';
import { placeErrors } from './places.js';
import { readerStarter } from '../reading/reader.js';
import type { Room } from './room.js';
import { whatIsOver, type Run } from './run.js';
import { SeenTime } from '../process/seen-time.js';
import { askSubject } from './subject.js';
import { OutputLog } from '../process/text.js';

export interface ObserveOptions {
  readonly driver: Driver;
  readonly signal?: AbortSignal | undefined;
  /** The snapshot's own, where a worker may wait for it. */
  readonly room?: Room;
  /** What models are tried on before cpu, in order; default: what is installed. */
  readonly backends?: readonly BackendKit[] | undefined;
}

/** Every probe of the plan gets an outcome. Throws a GraderError when the sandbox itself fails. */
export async function observe(snapshot: Snapshot, plan: Plan, options: ObserveOptions): Promise<Observations> {
  const started = performance.now();
  const run: Run = {
    snapshot,
    room: options.room,
    driver: options.driver,
    limits: plan.limits,
    signal: options.signal,
    subjects: plan.subjects,
    seen: new SeenTime(),
    open: new Set(),
    output: new OutputLog(),
    hiddenOutput: new OutputLog(),
    prepared: new Map(),
    stopped: new Map(),
    outcomes: new Map<string, ProbeOutcome>(),
    leads: new Map<never, never>(),
    models: new Map<string, LoadOutcome>(),
    backends: [],
    remarks: [],
    choices: usableBackends(options.driver, options.backends),
    usage: { cpuMs: 0, idleMs: 0, peakMemoryBytes: 0, workers: 0 },
  };
  const hidden: Run = { ...run, output: run.hiddenOutput };
  try {
    for (const subject of plan.subjects) {
      options.signal?.throwIfAborted();
      const over = whatIsOver(run);
      if (over === null) await askSubject(subject, subject.hidden === true ? hidden : run);
      else failAll(subject, run, over);
    }
  } finally {
    run.seen.stop();
  }
  await placeErrors(run.outcomes, run.leads, snapshot, readerStarter(options.driver, options.signal));
  return {
    outcomes: run.outcomes,
    models: run.models,
    stdout: run.output.text('stdout'),
    stderr: run.output.text('stderr'),
    hidden: { stdout: hidden.output.text('stdout'), stderr: hidden.output.text('stderr') },
    driver: options.driver.name,
    backends: run.backends,
    remarks: run.remarks,
    usage: { ...run.usage, wallMs: performance.now() - started },
  };
}

function failAll({ subject, probes }: SubjectPlan, { limits, outcomes, models }: Run, over: 'time' | 'wait'): void {
  const error = explainBudget(limits, over);
  if (subject.kind === 'model') models.set(subject.path, { status: 'failed', error });
  for (const { id } of probes) outcomes.set(id, { status: 'failed', error });
}
