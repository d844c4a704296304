/**
 * What exported models have answered before. The same model, asked the same by the same programs on the same processor,
 * gives the same answers, so it is not run again. Only answers without a failure, a doubt or a remark are kept: whatever
 * is odd is observed anew each time.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, posix } from 'node:path';
import { filesOfModel } from '../../files/of-model.js';
import type { LoadOutcome, ProbeOutcome } from '../../stages/observation.js';
import type { SubjectPlan } from '../../stages/plan.js';
import { programsDigest } from '../kits/kit.js';
import type { Evaluations } from './evaluations.js';
import type { Run } from './run.js';

interface Answered {
  readonly load: LoadOutcome;
  /** In the order of the probes. */
  readonly outcomes: readonly ProbeOutcome[];
  readonly backend: string;
}

type ModelPlan = Pick<SubjectPlan, 'probes'> & { readonly path: string };

/** Everything that the answers depend on; null if that cannot be told. `path` is that of the model. */
export function whatIsAsked({ probes, path }: ModelPlan, plan: SubjectPlan, run: Run): object | null {
  if (plan.subject.kind !== 'model' || run.choices.length === 0) return null;
  const { format, example, channelsFirst = false } = plan.subject;
  const { root, files: taken } = run.snapshot;
  const files = filesOfModel(path, taken, () => readFileSync(join(root, path)));
  if (files === null) return null;
  return {
    programs: programsDigest(),
    node: process.version,
    backends: run.choices.map(({ name, version, witness }) => [name, version, witness]),
    // kernels are chosen by what the processor can do
    processor: [process.arch, cpus()[0]?.model ?? ''],
    limits: run.limits,
    model: [posix.basename(path), format, example, channelsFirst, files],
    probes: probes.map(({ id: _id, target: _target, ...asked }) => asked),
  };
}

/** Gives every probe its outcome, if all of them are known. */
export async function recallAnswers(
  asked: object,
  { probes, path }: ModelPlan,
  evaluations: Evaluations,
  run: Run,
): Promise<boolean> {
  const known = (await evaluations.recall(asked)) as Answered | null;
  if (known?.load.status !== 'loaded' || known.outcomes.length !== probes.length) return false;
  run.modelLoaded(path, known.load.model);
  run.ranOn(path, known.backend);
  for (const [at, probe] of probes.entries()) {
    const outcome = known.outcomes[at];
    if (outcome !== undefined) run.answered(probe, outcome);
  }
  return true;
}

/** Keeps what was answered, unless there is anything odd about it. */
export async function rememberAnswers(
  asked: object,
  { probes, path }: ModelPlan,
  evaluations: Evaluations,
  { run, backend }: { readonly run: Run; readonly backend: string },
): Promise<void> {
  const load = run.modelOf(path);
  const outcomes = probes.map(({ id }) => run.outcomes.get(id));
  const isPlain = outcomes.every((one) => one?.status === 'returned' && one.trust === undefined);
  if (load?.status !== 'loaded' || !isPlain) return;
  await evaluations.remember(asked, { load, outcomes, backend });
}
