/**
 * Requests a model's outputs and determines whether they can be trusted: some examples are repeated, in other batches
 * and alone. The outputs for one example must not depend on the others; if they do, each example is evaluated alone.
 * The same happens if decisions depend on the last digits, where a dependence cannot be distinguished from rounding.
 */
import { predictClasses, undecided, type Predictions } from '../../tensor/classes.js';
import type { TrustFinding } from '../../stages/observation.js';
import type { PredictProbe } from '../../stages/plan.js';
import type { Returned } from '../../protocol/worker.js';
import { rowsOf } from '../../tensor/rows.js';
import { sizeOf, type TensorData } from '../../tensor/tensor.js';
import {
  askAgain,
  changesOf,
  companyOf,
  numbersOf,
  returnedOf,
  type Ask,
  type Asked,
  type Evaluated,
} from './again.js';
import type { ChooseRows } from './chosen-rows.js';
import { largestDifference, spreadOf } from './difference.js';
import { predictRequest } from './requests.js';

/** Examples that are repeated in a small batch and alone: some drawn, and those with the smallest margins. */
const DRAWN = 6;
const NARROWEST = 6;
/** Outputs of other batches may differ by rounding, relative to their spread; 1000 times what was seen. */
const ROUNDING = 1e-4;
/** A decision whose margin is less than this share of its outputs may change by rounding. */
const NARROW = 2 ** -12;
/** The share of examples that may be decided that narrowly; 1 in 2,000 was seen. */
const MOST_NARROW = 0.02;

export async function evaluate(probe: PredictProbe, { weights, choose, shown }: Asked, ask: Ask): Promise<Evaluated> {
  const main = await ask(predictRequest(probe, { shown }));
  const first = returnedOf(main);
  // if there are no numbers, the judge will say so
  if (first?.outputs['value']?.kind !== 'numbers' || !probe.examined) return { answer: main, trust: [] };
  const expected = numbersOf(first);
  // not an answer for each example: the judge will say so
  if (expected.shape.length !== 2 || expected.shape[0] !== probe.input.shape[0]) return { answer: main, trust: [] };
  const before = beforeOf(probe, expected);
  const few = fewRows(probe, before.decided, choose);
  const among = companyOf(probe, few, choose);
  const again = await askAgain(probe, { few, among, shown }, ask);
  // it answered once and then failed: the failure counts
  if ('failed' in again) return { answer: again.failed, trust: [] };
  const [grouped, repeated, single, regrouped] = again.replies;
  const trust = [...changesOf([first, ...again.replies], weights), ...findChance(grouped, repeated, before.spread)];
  if (trust.some(({ kind }) => kind === 'not-repeatable')) return { answer: main, trust };
  const found = findDependence(before, [
    { rows: few, outputs: numbersOf(grouped) },
    { rows: few, outputs: numbersOf(single) },
    { rows: among, outputs: numbersOf(regrouped) },
  ]);
  if (found.length === 0 && !isNarrow(before.decided)) return { answer: main, trust };
  const singly = await ask(predictRequest({ ...probe, batchSize: 1 }, { shown }));
  return { answer: singly, trust: [...trust, ...found] };
}

/** Some that are drawn, and those with the smallest margins. */
function fewRows({ input }: PredictProbe, { margins }: Predictions, choose: ChooseRows): number[] {
  const total = input.shape[0] ?? 0;
  const drawn = choose(input, DRAWN, 'again');
  const taken = new Set(drawn);
  const narrowest = Array.from({ length: total }, (_row, index) => index)
    .filter((row) => !taken.has(row))
    .sort((a, b) => (margins[a] ?? 0) - (margins[b] ?? 0) || a - b)
    .slice(0, NARROWEST);
  return [...drawn, ...narrowest];
}

/** The same examples in the same batch must be equal to the last bit. */
function findChance(grouped: Returned, repeated: Returned, spread: number): TrustFinding[] {
  const [a, b] = [numbersOf(grouped), numbersOf(repeated)];
  const same =
    a.values.length === b.values.length && a.values.every((value, index) => Object.is(value, b.values[index]));
  return same || sizeOf(a.shape) === 0 ? [] : [{ kind: 'not-repeatable', difference: largestDifference(a, b, spread) }];
}

/** The answers for the whole set. */
interface Before {
  readonly expected: TensorData;
  readonly decided: Predictions;
  readonly spread: number;
  readonly decide: Decide;
}

type Decide = (outputs: TensorData, like?: Predictions) => Predictions;

function beforeOf({ classes = 2, numbers }: PredictProbe, expected: TensorData): Before {
  const decide: Decide = numbers === true ? undecided : (outputs, like) => predictClasses(outputs, classes, like);
  return { expected, decided: decide(expected), spread: spreadOf(expected), decide };
}

interface Again {
  readonly rows: readonly number[];
  readonly outputs: TensorData;
}

function findDependence(before: Before, again: readonly Again[]): TrustFinding[] {
  const difference = Math.max(
    ...again.map(({ rows, outputs }) => largestDifference(outputs, rowsOf(before.expected, rows), before.spread)),
  );
  const changed = new Set(again.flatMap((one) => otherwiseDecided(before, one)));
  if (difference <= ROUNDING && changed.size === 0) return [];
  return [{ kind: 'depends-on-batch', difference, changed: changed.size }];
}

/** Rows whose class has changed by more than rounding explains. */
function otherwiseDecided({ decided, decide }: Before, { rows, outputs }: Again): number[] {
  const now = decide(outputs, decided);
  return rows.filter((row, place) => {
    const isClear = (decided.margins[row] ?? 0) > NARROW || (now.margins[place] ?? 0) > NARROW;
    return isClear && decided.classes[row] !== now.classes[place];
  });
}

/** Whether decisions depend on the last digits of large numbers; one class for all examples does not count. */
function isNarrow({ classes, margins }: Predictions): boolean {
  const [only] = classes;
  if (classes.every((value) => value === only)) return false;
  const narrow = margins.reduce((count, margin) => count + Number(margin <= NARROW), 0);
  return narrow > MOST_NARROW * margins.length;
}
