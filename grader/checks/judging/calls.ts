/** The results of the calls of one check, and whether the function left its inputs unchanged. */
import { infinityNorm } from '../../numerics/closeness.js';
import { equalShapes } from '../../numerics/shapes.js';
import { callsOf, type FunctionCheck, type PlannedCall } from '../asking/calls.js';
import type { ProbeOutcome } from '../../stages/observation.js';
import type { Returned } from '../../protocol/worker.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
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

/** A sentence about changed arguments or kept state; null if there is neither. */
export function findImpurity(results: readonly CallResult[]): string | null {
  for (const { outcome } of results) {
    if (outcome.status !== 'returned') continue;
    const changed = findChangedInput(outcome.returned) ?? findChangedMember(outcome.returned);
    if (changed !== null) return changed;
  }
  return findState(results);
}

const DISPOSED = (name: string) => `disposes of its input ${name}: leave inputs to the caller`;
const WRITTEN = (name: string) => `changes its input ${name}: copy it (tf.clone, slice) before you write to it`;

function findChangedInput({ inputsAfter }: Returned): string | null {
  for (const [name, { kind }] of Object.entries(inputsAfter)) {
    if (kind === 'disposed') return DISPOSED(name);
    if (kind === 'changed') return WRITTEN(name);
  }
  return null;
}

/** Objects among the arguments belong to the caller, like the tensors in them. */
function findChangedMember({ members = [] }: Returned): string | null {
  const [change] = members;
  if (change === undefined) return null;
  const { key, how } = change;
  switch (how) {
    case 'disposed':
      return DISPOSED(key);
    case 'written':
      return WRITTEN(key);
    case 'replaced':
      return `replaces the member ${key} of an object that it was given: put new values into an object of its own`;
    case 'deleted':
      return `deletes the member ${key} of an object that it was given: leave the object as it is`;
    case 'added':
      return `adds the member ${key} to an object that it was given: put new values into an object of its own`;
  }
}

function findState(results: readonly CallResult[]): string | null {
  for (const repeat of results.filter(({ call }) => call.repeat)) {
    const first = results.find(({ call }) => !call.repeat && call.sample === repeat.call.sample);
    if (first?.outcome.status !== 'returned') continue;
    if (repeat.outcome.status !== 'returned') return 'fails when it is called again with the same inputs';
    const differing = findDifference(first.outcome.returned, repeat.outcome.returned);
    if (differing !== null) {
      return `keeps state between calls: called again with the same inputs, it gives another ${differing}`;
    }
  }
  return null;
}

/** The first output that differs in the repeated call. */
function findDifference(first: Returned, again: Returned): string | null {
  for (const [name, output] of Object.entries(first.outputs)) {
    const other = Object.hasOwn(again.outputs, name) ? again.outputs[name] : undefined;
    if (output.kind !== 'numbers') continue;
    if (other?.kind !== 'numbers' || !isRepeated(output.data, other.data)) return name;
  }
  return null;
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
