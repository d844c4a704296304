/** What the calls of one check brought back, and whether the function kept its hands off its inputs. */
import { callsOf, type FunctionCheck, type PlannedCall } from '../plan/calls.js';
import type { ProbeOutcome } from '../schema/observation.js';
import type { Returned } from '../schema/protocol.js';
import type { StudentErrorReport } from '../schema/report.js';
import type { ReferencePoint, ResolvedRubric } from '../schema/resolved.js';
import type { TensorData } from '../schema/tensor.js';
import type { Seen } from './judge.js';

export interface CallResult {
  readonly call: PlannedCall;
  readonly outcome: ProbeOutcome;
}

/** The outcome of every planned call of the check. A probe without an outcome is a fault of the grader. */
export function resultsOf(check: FunctionCheck, seen: Seen, rubric: ResolvedRubric): readonly CallResult[] {
  return callsOf(check, rubric).map((call) => {
    const outcome = seen.outcomes.get(call.id);
    if (outcome === undefined) throw new Error(`probe ${call.id} has no outcome`);
    return { call, outcome };
  });
}

/** The first error among the calls; `everywhere` when no call returned. */
export function firstError(results: readonly CallResult[]): { error: StudentErrorReport; everywhere: boolean } | null {
  const errors = results.flatMap(({ outcome }) => (outcome.status === 'failed' ? [outcome.error] : []));
  const [error] = errors;
  return error === undefined ? null : { error, everywhere: errors.length === results.length };
}

/** A sentence about changed inputs or kept state, or null when there is nothing to say. */
export function findImpurity(results: readonly CallResult[]): string | null {
  for (const { call, outcome } of results) {
    if (outcome.status === 'returned') {
      const changed = findChangedInput(outcome.returned, call.point);
      if (changed !== null) return changed;
    }
  }
  return findState(results);
}

function findChangedInput(returned: Returned, point: ReferencePoint): string | null {
  for (const [name, after] of Object.entries(returned.inputsAfter)) {
    if (after.kind === 'disposed') return `disposes of its input ${name}: leave inputs to the caller`;
    const sent = point.values[name];
    if (sent !== undefined && !sameNumbers(sent, after.data)) {
      return `changes its input ${name}: copy it (tf.clone, slice) before you write to it`;
    }
  }
  return null;
}

/** Points are exact in float32, so what comes back unchanged is equal to the last bit. */
function sameNumbers(a: TensorData, b: TensorData): boolean {
  return (
    a.values.length === b.values.length && a.values.every((value: number, i: number) => Object.is(value, b.values[i]))
  );
}

function findState(results: readonly CallResult[]): string | null {
  for (const repeat of results.filter(({ call }) => call.repeat)) {
    const first = results.find(({ call }) => !call.repeat && call.point === repeat.call.point);
    if (first?.outcome.status !== 'returned') continue;
    if (repeat.outcome.status !== 'returned') return 'fails when it is called again with the same inputs';
    const differing = findDifference(first.outcome.returned, repeat.outcome.returned);
    if (differing !== null) {
      return `keeps state between calls: called again with the same inputs, ${differing} is another`;
    }
  }
  return null;
}

/** The first output that is not the same again, allowing for a different order of float32 sums. */
function findDifference(first: Returned, again: Returned): string | null {
  for (const [name, output] of Object.entries(first.outputs)) {
    const other = Object.hasOwn(again.outputs, name) ? again.outputs[name] : undefined;
    if (output.kind !== 'numbers') continue;
    if (other?.kind !== 'numbers' || !nearlyEqual(output.data, other.data)) return name;
  }
  return null;
}

const REPEAT_TOLERANCE = 1e-6;

function nearlyEqual(a: TensorData, b: TensorData): boolean {
  if (a.values.length !== b.values.length) return false;
  const largest = [...a.values].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return [...a.values].every((value, index) => {
    const other = b.values[index] ?? NaN;
    return Object.is(value, other) || Math.abs(value - other) <= REPEAT_TOLERANCE * largest;
  });
}
