/** Runs the probes of one subject, a module or a model. A model is tried on each available backend, cpu last. */
import { GraderError } from '../../errors.js';
import type { SubjectPlan } from '../../stages/plan.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Snapshot } from '../../stages/submission.js';
import { attempt, type Attempt } from './attempt.js';
import type { BackendKit } from '../kits/backend.js';
import { chooserFor } from './chosen-rows.js';
import { compareWithWitness } from './cross-check.js';
import { recallAnswers, rememberAnswers, whatIsAsked } from './evaluations.js';
import { resolveModule } from './resolve.js';
import type { Run } from './run.js';
import type { Session } from '../process/session.js';
import { OutputLog } from '../process/text.js';

/** Gives every probe of the subject an outcome. Throws a GraderError if the sandbox fails, or the signal's reason. */
export async function askSubject(plan: SubjectPlan, run: Run): Promise<void> {
  const found = pathOf(plan, run.snapshot);
  if (!found.ok) {
    run.failed(plan.probes, found.error);
    return;
  }
  const { path } = found;
  const asked = run.evaluations === undefined ? null : whatIsAsked({ ...plan, path }, plan, run);
  if (asked !== null && run.evaluations !== undefined) {
    if (await recallAnswers(asked, { ...plan, path }, run.evaluations, run)) return;
  }
  const remarks: string[] = [];
  for (const backend of plan.subject.kind === 'model' ? choicesFor(plan, run) : []) {
    const problem = await tryBackend(plan, path, backend, run);
    if (problem === null) {
      run.remark(remarks);
      if (asked !== null && remarks.length === 0 && run.evaluations !== undefined) {
        await rememberAnswers(asked, { ...plan, path }, run.evaluations, { run, backend: backend.name });
      }
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

function choicesFor({ probes }: SubjectPlan, { choices }: Run): readonly BackendKit[] {
  const needsGradients = probes.some(({ kind }) => kind === 'differentiate');
  return choices.filter(({ differentiates }) => differentiates || !needsGradients);
}

/** null if every probe has an answer that the witness agrees with; otherwise why not. */
async function tryBackend(plan: SubjectPlan, path: string, backend: BackendKit, run: Run): Promise<string | null> {
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

async function tryWorker(plan: SubjectPlan, path: string, { backend, used }: Tried, run: Run): Promise<string | null> {
  let disagreement: string | null = null;
  const last: Attempt['last'] = async (ask) => {
    const choose = chooserFor(run.snapshot, path);
    const { witness } = backend;
    disagreement = await compareWithWitness({ probes: plan.probes, outcomes: run.outcomes, choose, witness }, ask);
  };
  try {
    // messages printed by a library are not the student's output
    await attempt({ plan, path, backend, used, output: new OutputLog(), last }, run);
  } catch (error) {
    if (!(error instanceof GraderError)) throw error;
    return error.message;
  }
  return failuresOf(plan, path, run)[0]?.message ?? disagreement;
}

function isOutOfTime(plan: SubjectPlan, path: string, run: Run): boolean {
  return failuresOf(plan, path, run).some(({ code }) => code === 'TIME_LIMIT');
}

/** Why the model could not be loaded or did not answer, in the order of the questions. */
function failuresOf({ probes }: SubjectPlan, path: string, run: Run): StudentErrorReport[] {
  const all = [run.modelOf(path), ...probes.map(({ id }) => run.outcomes.get(id))];
  return all.flatMap((outcome) => (outcome?.status === 'failed' ? [outcome.error] : []));
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
