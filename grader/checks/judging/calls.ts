/** The results of the calls of one check, and whether the function left its inputs unchanged. */
import { infinityNorm } from '../../numerics/closeness.js';
import type { Words } from '../../numerics/mistakes/mistake.js';
import { GRADIENTS_ACCUMULATE, INPUT_CHANGED, MEMBER_REPLACED, STATE_KEPT } from '../../numerics/mistakes/protocol.js';
import { equalShapes } from '../../numerics/shapes.js';
import { callsOf, type FunctionCheck, type PlannedCall } from '../asking/calls.js';
import type { ProbeOutcome } from '../../stages/observation.js';
import type { Returned } from '../../protocol/worker.js';
import type { OutputEvidence, StudentErrorReport } from '../../schema/evidence.js';
import type { ReferenceSample, ResolvedRubric } from '../../stages/resolved.js';
import type { TensorData } from '../../tensor/tensor.js';
import type { Seen } from './judge.js';

export interface CallResult {
  readonly call: PlannedCall;
  readonly outcome: ProbeOutcome;
}

/** The outcome of every planned call of the check. A probe without an outcome is the grader's fault. */
export function resultsOf(check: FunctionCheck, seen: Seen, rubric: ResolvedRubric): readonly CallResult[] {
  return callsOf(check, rubric).map((call) => {
    const outcome = seen.outcomes.get(call.id);
    if (outcome === undefined) throw new Error(`probe ${call.id} has no outcome`);
    return { call, outcome };
  });
}

/** The error of calls that did not return. */
export interface Failure {
  readonly error: StudentErrorReport;
  /** The error in one line, with its location, and with the failing calls if others returned. */
  readonly sentence: string;
}

/** The first error among the calls; null if all of them returned. */
export function findFailure(results: readonly CallResult[]): Failure | null {
  const failed = results.filter(({ outcome }) => outcome.status === 'failed');
  const [first] = failed;
  if (first?.outcome.status !== 'failed') return null;
  const { error } = first.outcome;
  const place = [error.file, error.line, error.column].filter((part) => part !== undefined).join(':');
  const where = place === '' || error.message.includes(place) ? '' : ` (${place})`;
  return { error, sentence: `${whenSentence(results, failed)}${error.message}${where}` };
}

/** In which calls it fails, if that is informative. */
function whenSentence(results: readonly CallResult[], failed: readonly CallResult[]): string {
  if (failed.length === results.length) return '';
  if (failed.every(({ call }) => call.repeat)) return 'fails when it is called again with the same inputs: ';
  const alone = results.filter(({ call }) => batchOf(call.sample) === 1);
  const isBatch = alone.length > 0 && alone.length + failed.length === results.length;
  if (isBatch && failed.every((result) => !alone.includes(result))) return 'fails with more than one example: ';
  const samples = [...new Set(failed.map(({ call }) => call.sample.id))];
  return `fails at ${samples.join(', ')} and not at the other samples: `;
}

/** The first side of the first value of the sample, which is an input. */
function batchOf({ values }: ReferenceSample): number {
  return Object.values(values)[0]?.shape[0] ?? 1;
}

/** What a function does besides computing its result. */
export interface Impurity {
  /** A predicate of the function: `keeps state ...`. */
  readonly sentence: string;
  readonly mistake: Words;
}

/** What evidence has of it. */
export function namedIn(impurity: Impurity | null): Pick<OutputEvidence, 'mistakes'> {
  return impurity === null ? {} : { mistakes: [{ name: impurity.mistake.name, claim: 'one' }] };
}

/** The right value of an output in a call; undefined where it is not known. */
export type RightOf = (name: string, call: PlannedCall) => TensorData | undefined;

/** Changed arguments or kept state; null if there is neither. */
export function findImpurity(results: readonly CallResult[], rightOf: RightOf = () => undefined): Impurity | null {
  for (const { outcome } of results) {
    if (outcome.status !== 'returned') continue;
    const changed = findChangedInput(outcome.returned) ?? findChangedMember(outcome.returned);
    if (changed !== null) return changed;
  }
  return findState(results, rightOf);
}

const DISPOSED = (name: string): Impurity => ({
  sentence: `disposes of its input ${name}: leave inputs to the caller`,
  mistake: INPUT_CHANGED,
});
const WRITTEN = (name: string): Impurity => ({
  sentence: `changes its input ${name}: copy it (tf.clone, slice) before you write to it`,
  mistake: INPUT_CHANGED,
});
const OBJECT = (sentence: string): Impurity => ({ sentence, mistake: MEMBER_REPLACED });
const STATE = (sentence: string): Impurity => ({ sentence, mistake: STATE_KEPT });

function findChangedInput({ inputsAfter }: Returned): Impurity | null {
  for (const [name, { kind }] of Object.entries(inputsAfter)) {
    if (kind === 'disposed') return DISPOSED(name);
    if (kind === 'changed') return WRITTEN(name);
  }
  return null;
}

/** Objects among the arguments belong to the caller, like the tensors in them. */
function findChangedMember({ members = [] }: Returned): Impurity | null {
  const [change] = members;
  if (change === undefined) return null;
  const { key, how } = change;
  switch (how) {
    case 'disposed':
      return DISPOSED(key);
    case 'written':
      return WRITTEN(key);
    case 'replaced':
      return OBJECT(
        `replaces the member ${key} of an object that it was given: put new values into an object of its own`,
      );
    case 'deleted':
      return OBJECT(`deletes the member ${key} of an object that it was given: leave the object as it is`);
    case 'added':
      return OBJECT(`adds the member ${key} to an object that it was given: put new values into an object of its own`);
  }
}

/** A repeated call, with the first call of its sample and the call before it. */
interface Again {
  readonly first: CallResult;
  readonly before: CallResult | undefined;
  readonly repeat: CallResult;
}

function findState(results: readonly CallResult[], rightOf: RightOf): Impurity | null {
  const repeats = results.flatMap((repeat, place): Again[] => {
    if (!repeat.call.repeat) return [];
    const first = results.find(({ call }) => !call.repeat && call.sample === repeat.call.sample);
    return first?.outcome.status === 'returned' ? [{ first, before: results[place - 1], repeat }] : [];
  });
  if (repeats.some(({ repeat }) => repeat.outcome.status !== 'returned')) {
    return STATE('fails when it is called again with the same inputs');
  }
  const [differing] = repeats.flatMap((again) => differingOutputs(again));
  if (differing === undefined) return null;
  if (!repeats.some((again) => areAddedUp(again, rightOf))) {
    return STATE(`keeps state between calls: called again with the same inputs, it gives another ${differing}`);
  }
  const sentence = `adds its results up over calls: called again with the same inputs, it gives ${differing} on top of what it gave before`;
  return { sentence, mistake: GRADIENTS_ACCUMULATE };
}

/** The outputs that differ in the repeated call. */
function differingOutputs({ first, repeat }: Again): readonly string[] {
  const [one, again] = [returnedBy(first), returnedBy(repeat)];
  return Object.keys(one?.outputs ?? {}).filter((name) => {
    const [right, other] = [numbersOf(one, name), numbersOf(again, name)];
    return right !== null && (other === null || !isRepeated(right, other));
  });
}

function returnedBy(result: CallResult | undefined): Returned | null {
  return result?.outcome.status === 'returned' ? result.outcome.returned : null;
}

function numbersOf(returned: Returned | null, name: string): TensorData | null {
  const output = returned !== null && Object.hasOwn(returned.outputs, name) ? returned.outputs[name] : undefined;
  return output?.kind === 'numbers' ? output.data : null;
}

/**
 * Whether each output that differs is what the first call gave, or the right value, added to what the call before this one
 * gave. If that is the first call, the second gives twice as much.
 */
function areAddedUp(again: Again, rightOf: RightOf): boolean {
  const names = differingOutputs(again);
  const [one, last, sum] = [again.first, again.before, again.repeat].map(returnedBy);
  return (
    names.length > 0 &&
    names.every((name) => {
      const [left, both] = [numbersOf(last ?? null, name), numbersOf(sum ?? null, name)];
      const added = [numbersOf(one ?? null, name), rightOf(name, again.repeat.call) ?? null];
      return left !== null && both !== null && added.some((right) => right !== null && isSum(both, left, right));
    })
  );
}

/** Rounding of single precision in a sum of a few results. */
const SUM_TOLERANCE = 1e-5;

function isSum(both: TensorData, left: TensorData, right: TensorData): boolean {
  if (!equalShapes(both.shape, left.shape) || !equalShapes(both.shape, right.shape)) return false;
  const allowed = SUM_TOLERANCE * infinityNorm(both);
  return both.values.every(
    (value: number, i: number) => Math.abs(value - (left.values[i] ?? NaN) - (right.values[i] ?? NaN)) <= allowed,
  );
}

/** The change, relative to the largest value, that another order of summation may cause in parallel kernels. */
const REPEAT_TOLERANCE = 1e-6;

function isRepeated(first: TensorData, again: TensorData): boolean {
  if (!equalShapes(first.shape, again.shape)) return false;
  const allowed = REPEAT_TOLERANCE * infinityNorm(first);
  return first.values.every((value: number, index: number) => {
    const other = again.values[index] ?? NaN;
    return Object.is(value, other) || Math.abs(value - other) <= allowed;
  });
}
