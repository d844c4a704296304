/**
 * Answers that do not depend on the question, and what they must not earn. A case goes through the real plan; its
 * requests are answered by hand, in the form in which the stages pass observations on, and the real judge grades it.
 */
import { judge } from '../../../grader/kinds/index.js';
import { planFor } from '../../../grader/plan/plan.js';
import { loadRubric } from '../../../grader/rubric/load.js';
import { fitToModels } from '../../../grader/plan/fit-models.js';
import type { CheckKind, CheckOf } from '../../../grader/schema/checks.js';
import type { DataSetReport } from '../../../grader/protocol/data-set.js';
import type { ProbeOutcome } from '../../../grader/stages/observation.js';
import type { DataSetPlan } from '../../../grader/stages/data-set.js';
import type { Probe } from '../../../grader/stages/plan.js';
import type { ObservedOutput } from '../../../grader/protocol/worker.js';
import type { ResolvedRubric } from '../../../grader/stages/resolved.js';
import type { DocumentRead, FileFact, ModelAdmission } from '../../../grader/stages/submission.js';
import type { TensorData } from '../../../grader/tensor/tensor.js';

/** The parts of a submission that a kind of check uses. */
export interface HandIn {
  readonly files?: readonly FileFact[];
  /** Of every file that the parent reads. */
  readonly document?: DocumentRead;
  /** Of every model; default: one that was admitted. */
  readonly model?: ModelAdmission;
  readonly dataSet?: (plan: DataSetPlan) => DataSetReport;
  readonly answer?: (probe: Probe) => ProbeOutcome;
}

/** Answers by what they are, such as `zeros`. */
export type HandIns = Readonly<Record<string, HandIn>>;

/** One kind of check on one rubric. */
export interface FalsePass<K extends CheckKind> {
  readonly rubric: () => Promise<ResolvedRubric>;
  readonly right: (check: CheckOf<K>, rubric: ResolvedRubric) => HandIn;
  readonly wrong: (check: CheckOf<K>, rubric: ResolvedRubric) => HandIns;
  /** What the rubric gives nevertheless, by check and answer; everything else earns nothing. */
  readonly chance?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** A kind without a case does not compile. */
export type FalsePasses = { readonly [K in CheckKind]: readonly FalsePass<K>[] };

const loaded = new Map<string, Promise<ResolvedRubric>>();

/** A rubric that comes with the grader, loaded once for all kinds: two of them have hundreds of images. */
export function shippedRubric(id: string): Promise<ResolvedRubric> {
  const rubric = loaded.get(id) ?? loadRubric(`rubrics/${id}.yaml`);
  loaded.set(id, rubric);
  return rubric;
}

export const ADMITTED: ModelAdmission = {
  status: 'admitted',
  facts: { format: 'layers-model', parameters: 3, fileBytes: 100, layers: [], inputShape: null, weights: [] },
};

/** The rubric with one check alone, made once for all answers: its plan is kept with it. */
const alone = new Map<CheckOf<CheckKind>, ResolvedRubric>();

function aloneIn(resolved: ResolvedRubric, check: CheckOf<CheckKind>): ResolvedRubric {
  const made = alone.get(check) ?? { ...resolved, rubric: { ...resolved.rubric, checks: [check] } };
  alone.set(check, made);
  return made;
}

/** The points of one check for a submission. */
export function earnedFor(check: CheckOf<CheckKind>, resolved: ResolvedRubric, handIn: HandIn): number {
  const { document = { status: 'missing' }, model = ADMITTED, files = [], dataSet, answer } = handIn;
  const plan = planFor(aloneIn(resolved, check), { visibleOnly: false });
  const models = new Map(plan.models.map(({ path }) => [path, model]));
  const probes = fitToModels(plan, models).subjects.flatMap((subject) => subject.probes);
  const seen = {
    files,
    documents: new Map(plan.documents.map(({ path }) => [path, document])),
    models,
    dataSets: new Map(
      plan.dataSets.flatMap((one) => (dataSet === undefined ? [] : [[one.check, dataSet(one)] as const])),
    ),
    outcomes: new Map(probes.flatMap((probe) => (answer === undefined ? [] : [[probe.id, answer(probe)] as const]))),
  };
  return judge(check, seen, resolved).earned;
}

/** What was returned: named tensors, none of the arguments changed. */
export function returned(tensors: Readonly<Record<string, TensorData>>): ProbeOutcome {
  const outputs = Object.entries(tensors).map(([name, data]): [string, ObservedOutput] => [
    name,
    { kind: 'numbers', form: 'tensor', data },
  ]);
  return {
    status: 'returned',
    returned: { outputs: Object.fromEntries(outputs), keys: Object.keys(tensors), inputsAfter: {} },
  };
}

export function textDocument(text: string): DocumentRead {
  return { status: 'read', bytes: new TextEncoder().encode(text) };
}
