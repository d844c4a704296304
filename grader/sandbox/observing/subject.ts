/** Runs the probes of one subject, a module or a model. A model is tried on each available backend, cpu last. */
import { GraderError } from '../../errors.js';
import type { SubjectPlan } from '../../stages/plan.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Snapshot } from '../../stages/submission.js';
import { attempt, type Attempt } from './attempt.js';
import type { BackendKit } from '../kits/backend.js';
import { chooserFor } from './chosen-rows.js';
import { compareWithCpu } from './cross-check.js';
import { resolveModule } from './resolve.js';
import type { Run } from './run.js';
import { OutputLog } from '../process/text.js';

/** Gives every probe of the subject an outcome. Throws a GraderError if the sandbox fails, or the signal's reason. */
export async function askSubject(plan: SubjectPlan, run: Run): Promise<void> {
  const found = pathOf(plan, run.snapshot);
  if (!found.ok) {
    run.failed(plan.probes, found.error);
    return;
  }
  const { path } = found;
  const remarks: string[] = [];
  for (const backend of plan.subject.kind === 'model' ? run.choices : []) {
    const problem = await tryBackend(plan, path, backend, run);
    if (problem === null) {
      run.remark(remarks);
      return;
    }
    remarks.push(`${path} did not run on ${backend.name}: ${problem}`);
    // for whatever reason: cpu decides what the student is told
    run.backendLeft(path, plan.probes);
  }
  await attempt({ plan, path, backend: null, output: run.outputOf(plan) }, run);
  // a model that runs nowhere is not a problem of the backend
  if (failuresOf(plan, path, run).length === 0) run.remark(remarks);
}

/** null if every probe has an answer that cpu agrees with; otherwise why not. */
async function tryBackend(plan: SubjectPlan, path: string, backend: BackendKit, run: Run): Promise<string | null> {
  let disagreement: string | null = null;
  const last: Attempt['last'] = async (ask) => {
    disagreement = await compareWithCpu(plan.probes, run.outcomes, chooserFor(run.snapshot, path), ask);
  };
  try {
    // messages printed by a library are not the student's output
    await attempt({ plan, path, backend, output: new OutputLog(), last }, run);
  } catch (error) {
    if (!(error instanceof GraderError)) throw error;
    return error.message;
  }
  return failuresOf(plan, path, run)[0] ?? disagreement;
}

/** Why the model could not be loaded or did not answer, in the order of the questions. */
function failuresOf({ probes }: SubjectPlan, path: string, run: Run): string[] {
  const all = [run.modelOf(path), ...probes.map(({ id }) => run.outcomes.get(id))];
  return all.flatMap((outcome) => (outcome?.status === 'failed' ? [outcome.error.message] : []));
}

interface Found {
  readonly ok: true;
  readonly path: string;
}

function pathOf(
  { subject }: SubjectPlan,
  snapshot: Snapshot,
): Found | { readonly ok: false; readonly error: StudentErrorReport } {
  if (subject.kind === 'module') return resolveModule(subject.file, snapshot);
  const { path } = subject;
  if (snapshot.files.some((file) => file.path === path)) return { ok: true, path };
  return { ok: false, error: { code: 'MISSING_FILE', message: `${path} is missing` } };
}
