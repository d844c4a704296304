/** Asks a model again for some examples: in a small batch, twice, alone, and among others. What differs is judged elsewhere. */
import type { TrustFinding } from '../../stages/observation.js';
import type { PredictProbe } from '../../stages/plan.js';
import type { Returned } from '../../protocol/worker.js';
import type { TensorData } from '../../tensor/tensor.js';
import type { Answer } from './ask.js';
import type { ChooseRows } from './chosen-rows.js';
import { predictRequest, type Sendable } from './requests.js';

export interface Evaluated {
  readonly answer: Answer;
  readonly trust: readonly TrustFinding[];
}

/** The model that is evaluated. */
export interface Asked {
  /** Digest of its weights as they were loaded. */
  readonly weights: string | null;
  readonly choose: ChooseRows;
  /** Files with inputs that the worker is shown. */
  readonly shown: readonly string[];
}

export type Ask = (sendable: Sendable) => Promise<Answer>;

/** In a small batch, again in the same batch, alone, and in another batch. */
type Replies = readonly [Returned, Returned, Returned, Returned];

/** Examples by their indices: those that are compared, and the same ones among others. */
interface Few extends Pick<Asked, 'shown'> {
  readonly few: readonly number[];
  readonly among: readonly number[];
}

export async function askAgain(
  probe: PredictProbe,
  { few, among, shown }: Few,
  ask: Ask,
): Promise<{ readonly replies: Replies } | { readonly failed: Answer }> {
  const small = predictRequest({ ...probe, batchSize: few.length }, { shown, rows: few });
  const alone = predictRequest({ ...probe, batchSize: 1 }, { shown, rows: few });
  const company = predictRequest(probe, { shown, rows: among });
  const replies: Returned[] = [];
  for (const asked of [small, small, alone, company]) {
    const answer = await ask(asked);
    const returned = returnedOf(answer);
    if (returned === null) return { failed: answer };
    replies.push(returned);
  }
  return { replies: replies as unknown as Replies };
}

export function returnedOf(answer: Answer): Returned | null {
  return 'reply' in answer && answer.reply.type === 'returned' && answer.reply.returned.outputs['value'] !== undefined
    ? answer.reply.returned
    : null;
}

/** The outputs; empty if there are no numbers, which the judge will report. */
export function numbersOf({ outputs }: Returned): TensorData {
  const value = outputs['value'];
  return value?.kind === 'numbers' ? value.data : { dtype: 'float32', shape: [0], values: new Float32Array() };
}

/**
 * The same examples among others, in a batch as large as those of the whole set: a model may behave differently in
 * small batches. All of them are compared, so that a model cannot know which ones matter.
 */
export function companyOf({ input, batchSize }: PredictProbe, few: readonly number[], choose: ChooseRows): number[] {
  const drawn = choose(input, batchSize, 'company');
  const there = new Set(drawn);
  const missing = few.filter((row) => !there.has(row));
  const wanted = new Set(few);
  // each replaces one that was not wanted
  return drawn.map((row) => (wanted.has(row) ? row : (missing.pop() ?? row)));
}

export function changesOf(all: readonly Returned[], weights: string | null): TrustFinding[] {
  const facts = all.flatMap(({ model }) => model ?? []);
  return [
    ...(facts.some((fact) => fact.weights !== weights) ? [{ kind: 'changes-weights' } as const] : []),
    ...(facts.some((fact) => !fact.inputKept) ? [{ kind: 'changes-input' } as const] : []),
  ];
}
