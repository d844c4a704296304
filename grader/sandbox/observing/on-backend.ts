/** Runs the probes of a model on one backend, in a worker that has run others if there is one, and asks its witness. */
import { GraderError } from '../../errors.js';
import type { SubjectPlan } from '../../stages/plan.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import { attempt, type Attempt } from './attempt.js';
import type { BackendKit } from '../kits/backend.js';
import { chooserFor } from './chosen-rows.js';
import { compareWithWitness } from './cross-check.js';
import type { Run } from './run.js';
import type { Session } from '../process/session.js';
import { OutputLog } from '../process/text.js';

/** Why a backend does not serve for a model. */
export interface Problem {
  /** The model could not be loaded or did not answer; its answers differ from those of the witness; or a fault. */
  readonly kind: 'failed' | 'differs' | 'fault';
  readonly sentence: string;
  readonly fault?: GraderError;
}

/** null if every probe has an answer that the witness agrees with; otherwise why not. */
export async function tryBackend(
  plan: SubjectPlan,
  path: string,
  backend: BackendKit,
  run: Run,
): Promise<Problem | null> {
  const used = run.modelWorkers.take(backend.name);
  if (used === null) return await tryWorker(plan, path, { backend, used }, run);
  const problem = await tryWorker(plan, path, { backend, used }, run);
  if (problem === null || isOutOfTime(plan, path, run)) return problem;
  // for whatever reason: what the worker ran before must not matter
  run.backendLeft(path, plan.probes);
  return await tryWorker(plan, path, { backend, used: null }, run);
}

interface Tried {
  readonly backend: BackendKit;
  readonly used: Session | null;
}

async function tryWorker(plan: SubjectPlan, path: string, { backend, used }: Tried, run: Run): Promise<Problem | null> {
  const compared: { disagreement: string | null } = { disagreement: null };
  const last: Attempt['last'] = async (ask) => {
    const choose = chooserFor(run.snapshot, path);
    const witness = witnessOf(plan, backend);
    compared.disagreement = await compareWithWitness(
      { probes: plan.probes, outcomes: run.outcomes, choose, witness },
      ask,
    );
  };
  try {
    // messages printed by a library are not the student's output
    await attempt({ plan, path, backend, used, output: new OutputLog(), last }, run);
  } catch (error) {
    if (!(error instanceof GraderError)) throw error;
    return { kind: 'fault', sentence: error.message, fault: error };
  }
  const [failure] = failuresOf(plan, path, run);
  if (failure !== undefined) return { kind: 'failed', sentence: failure.message };
  const { disagreement } = compared;
  return disagreement === null ? null : { kind: 'differs', sentence: disagreement };
}

function isOutOfTime(plan: SubjectPlan, path: string, run: Run): boolean {
  return failuresOf(plan, path, run).some(({ code }) => code === 'TIME_LIMIT');
}

/** No tf.js can run an ONNX model: it is compared with itself, run without the library's changes to its graph. */
function witnessOf({ subject }: SubjectPlan, { witness }: BackendKit): string {
  return subject.kind === 'model' && subject.format === 'onnx-model' ? 'its unchanged graph' : witness;
}

/** Why the model could not be loaded or did not answer, in the order of the questions. */
export function failuresOf({ probes }: SubjectPlan, path: string, run: Run): StudentErrorReport[] {
  const all = [run.modelOf(path), ...probes.map(({ id }) => run.outcomes.get(id))];
  return all.flatMap((outcome) => (outcome?.status === 'failed' ? [outcome.error] : []));
}
