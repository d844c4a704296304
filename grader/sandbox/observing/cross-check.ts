/** Asks the witness of a backend about two examples of a model: a backend that returns other numbers must not be used. */
import type { ProbeOutcome } from '../../stages/observation.js';
import type { PredictProbe, Probe } from '../../stages/plan.js';
import { rowsOf } from '../../tensor/rows.js';
import type { Answer } from './ask.js';
import type { ChooseRows } from './chosen-rows.js';
import { largestDifference, spreadOf } from './difference.js';
import { numbersOf, returnedOf } from './again.js';
import { predictRequest, type Sendable } from './requests.js';

const EXAMPLES = 2;
/** Correct backends differ only by rounding: 1e-6 was seen on networks of the course, more on deep ones. */
const MOST = 1e-3;

export interface Witnessed {
  readonly probes: readonly Probe[];
  readonly outcomes: ReadonlyMap<string, ProbeOutcome>;
  readonly choose: ChooseRows;
  /** The name of the witness. */
  readonly witness: string;
}

/** null if they agree or cannot be compared; otherwise how they differ. */
export async function compareWithWitness(
  { probes, outcomes, choose, witness }: Witnessed,
  ask: (sendable: Sendable) => Promise<Answer>,
): Promise<string | null> {
  const probe = probes.find((candidate): candidate is PredictProbe => candidate.kind === 'predict');
  const outcome = probe === undefined ? undefined : outcomes.get(probe.id);
  if (probe === undefined || outcome?.status !== 'returned' || isChance(outcome)) return null;
  const rows = choose(probe.input, EXAMPLES, 'cpu');
  const { maps, ...scores } = probe;
  const some = { ...scores, input: rowsOf(probe.input, rows), batchSize: 1 };
  const [there, here] = [await ask(predictRequest(some)), await ask(predictRequest(some, { asWitness: true }))];
  const [other, second] = [returnedOf(there), returnedOf(here)];
  if (other === null || second === null) return 'death' in here ? null : `${witness} does not run it`;
  // class maps are not on the scale of the scores that they were made from
  const spread = spreadOf(numbersOf(maps === undefined ? outcome.returned : second));
  const difference = largestDifference(numbersOf(other), numbersOf(second), spread);
  return difference <= MOST ? null : describe(difference, rows.length, witness);
}

/** A random model differs on any backend. */
function isChance({ trust }: Extract<ProbeOutcome, { status: 'returned' }>): boolean {
  return trust?.some(({ kind }) => kind === 'not-repeatable') === true;
}

function describe(difference: number, examples: number, witness: string): string {
  const shown = Number.isFinite(difference) ? `by ${difference.toPrecision(2)} of their spread` : 'in what is finite';
  return `its outputs for ${String(examples)} examples differ from those on ${witness} ${shown}`;
}
