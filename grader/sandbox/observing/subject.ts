/** Runs the probes of one subject, a module or a model. A model is tried on each available backend, cpu last. */
import type { SubjectPlan } from '../../stages/plan.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Snapshot } from '../../stages/submission.js';
import { attempt } from './attempt.js';
import type { BackendKit } from '../kits/backend.js';
import { whyEndless } from './endless.js';
import { recallAnswers, rememberAnswers, whatIsAsked } from './known-answers.js';
import { failuresOf, tryBackend } from './on-backend.js';
import { askOnnx } from './onnx-model.js';
import { resolveModule } from './resolve.js';
import type { Run } from './run.js';

/** Gives every probe of the subject an outcome. Throws a GraderError if the sandbox fails, or the signal's reason. */
export async function askSubject(plan: SubjectPlan, run: Run): Promise<void> {
  const found = pathOf(plan, run.snapshot);
  if (!found.ok) run.failed(plan.probes, found.error);
  else if (plan.subject.kind === 'model') await askModel(plan, found.path, run);
  else await attempt({ plan, path: found.path, backend: null, output: run.outputOf(plan) }, run);
}

/** The same model is not asked the same twice. */
async function askModel(plan: SubjectPlan, path: string, run: Run): Promise<void> {
  const { evaluations } = run;
  const asked = evaluations === undefined ? null : whatIsAsked({ ...plan, path }, plan, run);
  if (evaluations === undefined || asked === null) {
    await runModel(plan, path, run);
    return;
  }
  if (await recallAnswers(asked, { ...plan, path }, evaluations, run)) return;
  const backend = await runModel(plan, path, run);
  if (backend !== null) await rememberAnswers(asked, { ...plan, path }, evaluations, { run, backend });
}

/** The name of the backend on which all went well at once; null otherwise. */
async function runModel(plan: SubjectPlan, path: string, run: Run): Promise<string | null> {
  const { subject } = plan;
  const endless = whyEndless(plan, path, run.limits);
  if (endless !== null) {
    run.modelFailed(path, endless);
    run.failed(plan.probes, endless);
    return null;
  }
  if (subject.kind === 'model' && subject.format === 'onnx-model')
    return await askOnnx({ ...plan, subject }, path, run);
  const remarks: string[] = [];
  for (const backend of choicesFor(plan, run)) {
    const { problem, remarks: own } = await tryBackend(plan, path, backend, run);
    if (problem === null) {
      remarks.push(...own);
      run.remark(remarks);
      return remarks.length === 0 ? backend.name : null;
    }
    remarks.push(`${path} did not run on ${backend.name}: ${problem.sentence}`);
    // for whatever reason: cpu decides what the student is told
    run.backendLeft(path, plan.probes);
  }
  await attempt({ plan, path, backend: null, output: run.outputOf(plan) }, run);
  // a model that runs nowhere is not a problem of the backend
  if (failuresOf(plan, path, run).length === 0) run.remark(remarks);
  return null;
}

function choicesFor({ probes }: SubjectPlan, { choices }: Run): readonly BackendKit[] {
  const needsGradients = probes.some(({ kind }) => kind === 'differentiate');
  return choices.filter(({ differentiates }) => differentiates || !needsGradients);
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
