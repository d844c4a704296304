/** Runs the probes of a model on one backend, in a worker that has run others if there is one, and asks its witness. */
import { GraderError } from '../../errors.js';
import type { SubjectPlan } from '../../stages/plan.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import { attempt } from './attempt.js';
import type { BackendKit } from '../kits/backend.js';
import { usableBackends } from '../kits/backends.js';
import { chooserFor } from '../asking/chosen-rows.js';
import type { Answer } from '../asking/ask.js';
import { compareWithWitness, predictionIn } from './cross-check.js';
import { askElsewhere } from './other-backend.js';
import { predictRequest, type Sendable } from '../asking/requests.js';
import type { Run } from './run.js';
import type { Session } from '../process/session.js';
import { OutputLog } from '../process/text.js';
import { tellUncompared, witnessesFor } from './witness.js';

/** Why a backend does not serve for a model. */
export interface Problem {
  /** The model could not be loaded or did not answer; its answers differ from those of the witness; or a fault. */
  readonly kind: 'failed' | 'differs' | 'fault';
  readonly sentence: string;
  readonly fault?: GraderError;
}

/** What came of a backend. */
export interface Outcome {
  /** null if every probe has an answer that the witness does not contradict. */
  readonly problem: Problem | null;
  /** What the report says of a model without a problem: that no witness was asked. */
  readonly remarks: readonly string[];
}

const NO_PROBLEM: Outcome = { problem: null, remarks: [] };

export async function tryBackend(plan: SubjectPlan, path: string, backend: BackendKit, run: Run): Promise<Outcome> {
  const used = run.modelWorkers.take(backend.name);
  const first = await tryWorker(plan, path, { backend, used }, run);
  if (used === null || first.problem === null || isOutOfTime(plan, path, run)) return first;
  // for whatever reason: what the worker ran before must not matter
  run.backendLeft(path, plan.probes);
  return await tryWorker(plan, path, { backend, used: null }, run);
}

interface Tried {
  readonly backend: BackendKit;
  readonly used: Session | null;
}

type Ask = (sendable: Sendable) => Promise<Answer>;

async function tryWorker(plan: SubjectPlan, path: string, { backend, used }: Tried, run: Run): Promise<Outcome> {
  const compared = { outcome: NO_PROBLEM };
  const last = async (ask: Ask) => {
    compared.outcome = await compareWithFirst(plan, path, { backend, ask }, run);
  };
  try {
    // messages printed by a library are not the student's output
    await attempt({ plan, path, backend, used, output: new OutputLog(), last }, run);
  } catch (error) {
    if (!(error instanceof GraderError)) throw error;
    return failedWith({ kind: 'fault', sentence: error.message, fault: error });
  }
  const [failure] = failuresOf(plan, path, run);
  return failure === undefined ? compared.outcome : failedWith({ kind: 'failed', sentence: failure.message });
}

const failedWith = (problem: Problem): Outcome => ({ problem, remarks: [] });

/** Compares with the first witness that gives numbers. */
async function compareWithFirst(
  plan: SubjectPlan,
  path: string,
  { backend, ask }: { readonly backend: BackendKit; readonly ask: Ask },
  run: Run,
): Promise<Outcome> {
  const { probes } = plan;
  const { outcomes, shown } = run;
  const witnessed = { probes, outcomes, shown, choose: chooserFor(run.snapshot, path) };
  for (const witness of witnessesFor(plan, backend, usableBackends(run.driver))) {
    const { name, other } = witness;
    const compared = await compareWithWitness(witnessed, witness, {
      backend: ask,
      witness: async (probe, rows) =>
        other === null
          ? await ask(predictRequest(probe, { asWitness: true, shown, rows }))
          : await askElsewhere(plan, other, predictRequest(probe, { rows }), run),
    });
    if (compared.status === 'differs') return failedWith({ kind: 'differs', sentence: compared.sentence });
    if (compared.status === 'agrees') return NO_PROBLEM;
    // the next one may translate what this one does not
    if (other !== null) continue;
    return 'death' in compared.answer
      ? NO_PROBLEM
      : failedWith({ kind: 'differs', sentence: `${name} does not run it` });
  }
  return predictionIn(probes) === null ? NO_PROBLEM : { problem: null, remarks: [tellUncompared(path, plan, backend)] };
}

function isOutOfTime(plan: SubjectPlan, path: string, run: Run): boolean {
  return failuresOf(plan, path, run).some(({ code }) => code === 'TIME_LIMIT');
}

/** Why the model could not be loaded or did not answer, in the order of the questions. */
export function failuresOf({ probes }: SubjectPlan, path: string, run: Run): StudentErrorReport[] {
  const all = [run.modelOf(path), ...probes.map(({ id }) => run.outcomes.get(id))];
  return all.flatMap((outcome) => (outcome?.status === 'failed' ? [outcome.error] : []));
}
