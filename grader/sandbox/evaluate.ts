/**
 * Asks a model for its outputs, and whether they can be trusted: some examples are asked for again, in another batch
 * and alone. What it says of one example must not depend on the others; where it does, each example is asked for alone.
 */
import type { TrustFinding } from '../schema/observation.js';
import type { PredictProbe } from '../schema/plan.js';
import type { Returned } from '../schema/protocol.js';
import { rowsOf, spreadRows } from '../schema/rows.js';
import { sizeOf, type TensorData } from '../schema/tensor.js';
import type { Answer } from './ask.js';
import { largestDifference } from './difference.js';
import { predictRequest, type Sendable } from './requests.js';

/** Examples that are asked for again. */
const AGAIN = 12;
/** Outputs of other batches may differ by rounding, relative to the largest output: 3-digit margin over what was seen. */
const ROUNDING = 1e-4;

export interface Evaluated {
  readonly answer: Answer;
  readonly trust: readonly TrustFinding[];
}

type Ask = (sendable: Sendable) => Promise<Answer>;

/** `weights` is the digest of the weights as they were loaded. */
export async function evaluate(probe: PredictProbe, weights: string | null, ask: Ask): Promise<Evaluated> {
  const main = await ask(predictRequest(probe));
  const first = returnedOf(main);
  // what is no numbers the judge will say
  if (first?.outputs['value']?.kind !== 'numbers' || !probe.examined) return { answer: main, trust: [] };
  const rows = spreadRows(probe.input.shape[0] ?? 0, AGAIN);
  const some = { ...probe, input: rowsOf(probe.input, rows) };
  const together = await ask(predictRequest({ ...some, batchSize: rows.length }));
  const again = await ask(predictRequest({ ...some, batchSize: rows.length }));
  const alone = await ask(predictRequest({ ...some, batchSize: 1 }));
  const [grouped, repeated, single] = [returnedOf(together), returnedOf(again), returnedOf(alone)];
  // it answered, and then no more: the failure is what counts
  if (grouped === null) return { answer: together, trust: [] };
  if (repeated === null) return { answer: again, trust: [] };
  if (single === null) return { answer: alone, trust: [] };
  const trust = [
    ...changesOf([first, grouped, repeated, single], weights),
    ...findChance(numbersOf(grouped), numbersOf(repeated)),
  ];
  const expected = rowsOf(numbersOf(first), rows);
  const difference = Math.max(
    largestDifference(numbersOf(grouped), expected),
    largestDifference(numbersOf(single), expected),
  );
  if (difference <= ROUNDING || trust.some(({ kind }) => kind === 'not-repeatable')) return { answer: main, trust };
  const singly = await ask(predictRequest({ ...probe, batchSize: 1 }));
  return { answer: singly, trust: [...trust, { kind: 'depends-on-batch', difference }] };
}

export function returnedOf(answer: Answer): Returned | null {
  return 'reply' in answer && answer.reply.type === 'returned' && answer.reply.returned.outputs['value'] !== undefined
    ? answer.reply.returned
    : null;
}

/** The outputs; none where there are no numbers, which the judge will say. */
export function numbersOf({ outputs }: Returned): TensorData {
  const value = outputs['value'];
  return value?.kind === 'numbers' ? value.data : { dtype: 'float32', shape: [0], values: new Float32Array() };
}

function changesOf(all: readonly Returned[], weights: string | null): TrustFinding[] {
  const facts = all.flatMap(({ model }) => model ?? []);
  return [
    ...(facts.some((fact) => fact.weights !== weights) ? [{ kind: 'changes-weights' } as const] : []),
    ...(facts.some((fact) => !fact.inputKept) ? [{ kind: 'changes-input' } as const] : []),
  ];
}

/** The same examples in the same batch: to the last bit. */
function findChance(a: TensorData, b: TensorData): TrustFinding[] {
  const same =
    a.values.length === b.values.length && a.values.every((value, index) => Object.is(value, b.values[index]));
  return same || sizeOf(a.shape) === 0 ? [] : [{ kind: 'not-repeatable', difference: largestDifference(a, b) }];
}
