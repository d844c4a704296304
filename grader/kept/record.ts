/**
 * What is kept of one submission: everything that judging depends on, under the names of the requests that it answers,
 * and what it was observed with. It has no times, so that equal observations are equal bytes. Pure.
 */
import type { LoadOutcome, Observations, ProbeOutcome } from '../stages/observation.js';
import type { Plan } from '../stages/plan.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { Sighting } from '../stages/sighting.js';
import type { DocumentRead, ModelAdmission } from '../stages/submission.js';
import type { DataSetReport } from '../protocol/data-set.js';
import { fitToModels } from '../plan/fit-models.js';
import { isRecord } from '../text/fields.js';
import { fromText, toText } from './encoding.js';
import { intakeOf, requestsOf } from './requests.js';

/** Increased when older records can no longer be read. */
export const RECORD_VERSION = 1;

/** With what a submission was observed. */
export interface Circumstances {
  /** sha256 of the programs that run in the sandbox. */
  readonly programs: string;
  readonly node: string;
  readonly driver: string;
  /** What the driver cannot prevent, in words for staff. */
  readonly gaps: readonly string[];
}

export type Pairs<T> = readonly (readonly [string, T])[];

/** Answers by the names of their requests; `seen` is null for a submission that could not be opened. */
export interface Record {
  readonly version: typeof RECORD_VERSION;
  readonly with: Circumstances;
  readonly intake: string;
  readonly refused: Extract<Sighting, { status: 'refused' }>['fault'] | null;
  readonly seen: {
    readonly taken: Extract<Sighting, { status: 'seen' }>['taken'];
    readonly documents: Pairs<DocumentRead>;
    readonly models: Pairs<ModelAdmission>;
    readonly dataSets: Pairs<DataSetReport>;
    /** null if nothing was run. */
    readonly run: {
      readonly probes: Pairs<ProbeOutcome>;
      readonly loads: Pairs<LoadOutcome>;
      readonly printed: Pick<Observations, 'stdout' | 'stderr' | 'hidden' | 'backends' | 'remarks'>;
    } | null;
  } | null;
}

/** The record of a sighting that was made for this plan. */
export function recordOf(
  sighting: Sighting,
  { plan, rubric }: { readonly plan: Plan; readonly rubric: ResolvedRubric },
  circumstances: Circumstances,
): Record {
  const head = { version: RECORD_VERSION, with: circumstances, intake: intakeOf(rubric) } as const;
  if (sighting.status === 'refused') return { ...head, refused: sighting.fault, seen: null };
  const { taken, documents, models, dataSets, observations } = sighting;
  const asked = requestsOf(fitToModels(plan, models), rubric);
  return {
    ...head,
    refused: null,
    seen: {
      taken,
      documents: named(documents, asked.documents),
      models: [...models],
      dataSets: named(dataSets, asked.dataSets),
      run: observations === null ? null : runOf(observations, asked),
    },
  };
}

function runOf(
  { outcomes, models, stdout, stderr, hidden, backends, remarks }: Observations,
  { probes, loads }: Pick<ReturnType<typeof requestsOf>, 'probes' | 'loads'>,
): NonNullable<NonNullable<Record['seen']>['run']> {
  return {
    probes: named(outcomes, probes),
    loads: named(models, loads),
    printed: { stdout, stderr, hidden, backends, remarks },
  };
}

/** What was answered, under the names of the requests. */
function named<T>(answers: ReadonlyMap<string, T>, names: ReadonlyMap<string, string>): Pairs<T> {
  return [...names].flatMap(([key, name]): [string, T][] => {
    const answer = answers.get(key);
    return answer === undefined ? [] : [[name, answer]];
  });
}

export function writeRecord(record: Record): string {
  return toText(record);
}

/** The record, or why it cannot be used, as a predicate. Relies on text that is as it was written. */
export function readRecord(text: string): Record | string {
  let value: unknown;
  try {
    value = fromText(text);
  } catch {
    return 'is damaged';
  }
  if (!isRecord(value)) return 'is damaged';
  if (value['version'] !== RECORD_VERSION) return `is of version ${String(value['version'])}, from another tuxgrade`;
  return value as unknown as Record;
}
