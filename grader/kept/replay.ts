/**
 * Answers the requests of a plan from a record instead of a sandbox, or says what was not observed. Pure.
 */
import type { Observations, Usage } from '../stages/observation.js';
import type { Plan, WantedModel } from '../stages/plan.js';
import type { ModelAdmission } from '../stages/submission.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { Sighting } from '../stages/sighting.js';
import { fitToModels } from '../plan/fit-models.js';
import type { Pairs, Record } from './record.js';
import { intakeOf, requestsOf, type Requests } from './requests.js';

export type Replayed =
  | { readonly status: 'complete'; readonly sighting: Sighting }
  /** In words, for a list: `files are looked for in other places`. */
  | { readonly status: 'incomplete'; readonly missing: readonly string[] };

export interface Wanted {
  readonly plan: Plan;
  readonly rubric: ResolvedRubric;
  /** sha256 of the programs that run in the sandbox now. */
  readonly programs: string;
  /** What it used when it was observed, which is not in the record. */
  readonly usage: Usage;
}

type Kept = NonNullable<Record['seen']>;
type Run = NonNullable<Kept['run']>;

const USED_UP = new Set(['TIME_LIMIT', 'MEMORY_LIMIT', 'OUTPUT_LIMIT']);

export function replay(record: Record, wanted: Wanted): Replayed {
  const { rubric, programs } = wanted;
  if (record.with.programs !== programs) return incomplete(['another version of tuxgrade ran it']);
  if (record.intake !== intakeOf(rubric))
    return incomplete(['its files are looked for in other places, or with other limits']);
  if (record.refused !== null) return { status: 'complete', sighting: { status: 'refused', fault: record.refused } };
  if (record.seen === null) return incomplete(['nothing of it was kept']);
  return replaySeen(record.seen, wanted);
}

const incomplete = (missing: readonly string[]): Replayed => ({ status: 'incomplete', missing });

function replaySeen(kept: Kept, { plan, rubric, usage }: Wanted): Replayed {
  const models = new Map(kept.models);
  const unread = plan.models.filter((model) => !isRead(model, models.get(model.path)));
  if (unread.length > 0) return incomplete(unread.map(({ path }) => `the model ${path} was not read`));
  const fitted = fitToModels(plan, models);
  const asked = requestsOf(fitted, rubric);
  const documents = answers(asked.documents, kept.documents);
  const dataSets = answers(asked.dataSets, kept.dataSets);
  const run = replayRun(fitted, asked, kept, usage);
  const missing = [
    ...documents.missing.map((path) => `${path} was not read`),
    ...dataSets.missing.map((check) => `the images of ${check} were not examined by these rules`),
    ...run.missing,
  ];
  if (missing.length > 0) return incomplete(missing);
  return {
    status: 'complete',
    sighting: {
      status: 'seen',
      taken: kept.taken,
      documents: documents.found,
      models: new Map([...models].filter(([path]) => plan.models.some((model) => model.path === path))),
      dataSets: dataSets.found,
      observations: run.observations,
    },
  };
}

/** A model that was read as ONNX says nothing of what else was handed in, for checks that take it in tf.js alone. */
function isRead({ forms }: WantedModel, admission: ModelAdmission | undefined): boolean {
  if (admission === undefined) return false;
  const facts = 'facts' in admission ? admission.facts : null;
  return facts === null || forms.includes(facts.format === 'onnx-model' ? 'onnx' : 'tfjs');
}

interface ReplayedRun {
  readonly observations: Observations | null;
  readonly missing: readonly string[];
}

function replayRun(fitted: Plan, asked: Requests, { run }: Kept, usage: Usage): ReplayedRun {
  if (fitted.subjects.length === 0) return { observations: null, missing: [] };
  if (run === null) return { observations: null, missing: ['none of its code was run'] };
  const probes = answers(asked.probes, run.probes);
  // a module has no answer to being loaded: its probes say whether it was
  const loads = answers(asked.loads, run.loads);
  const missing = [
    ...loads.missing.map((path) => `the model ${path} was not loaded with these limits`),
    ...probes.missing.map((id) => `${id} was not asked`),
    ...spent(run, asked),
  ];
  if (missing.length > 0) return { observations: null, missing };
  const { printed } = run;
  return { observations: { outcomes: probes.found, models: loads.found, ...printed, usage }, missing };
}

/**
 * Of a submission that came to a limit, what came after it was not answered: fewer requests, or the same in another order,
 * might have been.
 */
function spent({ probes, loads }: Run, asked: Requests): string[] {
  const isSame = isEqual(probes, asked.probes) && isEqual(loads, asked.loads);
  const isSpent = [...probes, ...loads].some(
    ([, outcome]) => outcome.status === 'failed' && USED_UP.has(outcome.error.code),
  );
  return !isSame && isSpent ? ['it came to a limit, and less or in another order is asked now'] : [];
}

/** Whether the answers are those to the requests, in their order. */
function isEqual(answered: Pairs<unknown>, asked: ReadonlyMap<string, string>): boolean {
  const names = [...asked.values()];
  return answered.length === names.length && answered.every(([name], index) => name === names[index]);
}

/** By the keys of a sighting; `missing` has the keys of requests without an answer. */
function answers<T>(names: ReadonlyMap<string, string>, kept: Pairs<T>): { found: Map<string, T>; missing: string[] } {
  const byName = new Map(kept);
  const found = new Map<string, T>();
  const missing: string[] = [];
  for (const [key, name] of names) {
    const answer = byName.get(name);
    if (answer === undefined) missing.push(key);
    else found.set(key, answer);
  }
  return { found, missing };
}
