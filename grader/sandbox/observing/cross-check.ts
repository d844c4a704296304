/** Compares a model's answers with those of its witness: a backend that returns other numbers must not be used. */
import type { ProbeOutcome } from '../../stages/observation.js';
import type { PredictProbe, Probe } from '../../stages/plan.js';
import { counted } from '../../text/counted.js';
import type { Answer } from '../asking/ask.js';
import type { ChooseRows } from '../asking/chosen-rows.js';
import { largestDifference, spreadOf } from '../asking/difference.js';
import { numbersOf, returnedOf } from '../asking/again.js';
import { predictRequest, type Sendable } from '../asking/requests.js';
import type { Witness } from './witness.js';

/** Correct backends differ only by rounding: 1e-6 was seen on networks of the course, more on deep ones. */
const MOST = 1e-3;

export interface Witnessed {
  readonly probes: readonly Probe[];
  readonly outcomes: ReadonlyMap<string, ProbeOutcome>;
  readonly choose: ChooseRows;
  /** Files with inputs that the worker is shown. */
  readonly shown: readonly string[];
}

/** Asks the backend itself, and the witness. */
export interface AskBoth {
  readonly backend: (sendable: Sendable) => Promise<Answer>;
  /** About these examples, by their indices. */
  readonly witness: (probe: PredictProbe, rows: readonly number[]) => Promise<Answer>;
}

export type Compared =
  /** They agree, or there is nothing to compare. */
  | { readonly status: 'agrees' }
  | { readonly status: 'differs'; readonly sentence: string }
  /** The witness gave no numbers. */
  | { readonly status: 'silent'; readonly answer: Answer };

const AGREES: Compared = { status: 'agrees' };

/** Asks both about a few examples of the first request for outputs. */
export async function compareWithWitness(
  { probes, outcomes, choose, shown }: Witnessed,
  { name, examples }: Pick<Witness, 'name' | 'examples'>,
  ask: AskBoth,
): Promise<Compared> {
  const probe = predictionIn(probes);
  const outcome = probe === null ? undefined : outcomes.get(probe.id);
  if (probe === null || outcome?.status !== 'returned' || isChance(outcome)) return AGREES;
  const rows = choose(probe.input, examples, 'cpu');
  const { maps, ...scores } = probe;
  const singly = { ...scores, batchSize: 1 };
  const there = returnedOf(await ask.backend(predictRequest(singly, { shown, rows })));
  const answer = await ask.witness(singly, rows);
  const second = returnedOf(answer);
  if (there === null || second === null) return { status: 'silent', answer };
  // class maps are not on the scale of the scores that they were made from
  const spread = spreadOf(numbersOf(maps === undefined ? outcome.returned : second));
  const difference = largestDifference(numbersOf(there), numbersOf(second), spread);
  return difference <= MOST ? AGREES : { status: 'differs', sentence: describe(difference, rows.length, name) };
}

/** The first request for outputs; null if there is none. */
export function predictionIn(probes: readonly Probe[]): PredictProbe | null {
  return probes.find((candidate): candidate is PredictProbe => candidate.kind === 'predict') ?? null;
}

/** A random model differs on any backend. */
function isChance({ trust }: Extract<ProbeOutcome, { status: 'returned' }>): boolean {
  return trust?.some(({ kind }) => kind === 'not-repeatable') === true;
}

function describe(difference: number, examples: number, witness: string): string {
  const shown = Number.isFinite(difference) ? `by ${difference.toPrecision(2)} of their spread` : 'in what is finite';
  return `its outputs for ${counted(examples, 'example')} differ from those on ${witness} ${shown}`;
}
