/**
 * What came beside what was expected, for the outputs of a comparison that lose points or are imprecise. Must not
 * decide anything: verdicts and points are those of the judges. What a student may see of it is decided in report/.
 */
import { nearestSubgradient } from '../../numerics/kinks.js';
import { align, type ObservedTensor } from '../../numerics/shapes.js';
import type { Beside, Graph, OutputEvidence, ShownTensor } from '../../schema/evidence.js';
import { MOST_LISTED } from '../../schema/most-listed.js';
import type { Network } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { shownTensor } from '../telling/shown.js';
import { differenceOf } from './difference.js';

/** An answer and its reference at the sample where the mistake is plainest. */
export interface Plainest {
  /** The place of the sample among those of the check. */
  readonly place: number;
  /** null where nothing numeric came. */
  readonly got: ObservedTensor | null;
  readonly expected: TensorData;
  /** Other right answers at a kink, as in `Expected` of numerics/closeness.ts. */
  readonly directions?: readonly TensorData[];
}

/** Outputs of a check that are shown with their values. */
const MOST_BESIDE = 24;

const RIGHT: ReadonlySet<OutputEvidence['verdict']> = new Set(['match', 'followed-through', 'not-assessable']);

/** Whether the output itself is wrong: neither imprecise, nor only because an earlier one is, nor by accident right. */
export function isWrong({ verdict }: Pick<OutputEvidence, 'verdict'>): boolean {
  return verdict !== 'undecided' && !RIGHT.has(verdict);
}

export function besideAt(sample: string, { got, expected, directions = [] }: Plainest): Beside {
  if (got === null) return { sample, got: null, expected: shownTensor(expected), difference: null };
  const aligned = align(got, expected);
  const nearest = aligned.kind === 'same' ? nearestTo(aligned.values, expected, directions) : expected;
  const isLarge = Math.max(got.data.values.length, expected.values.length) > MOST_LISTED;
  const difference =
    isLarge && aligned.kind === 'same' ? differenceOf(aligned.values, nearest.values, expected.shape) : null;
  return { sample, got: shownTensor(got.data), expected: shownTensor(nearest), difference };
}

/** At a kink, the right answer that is closest to the given one, since that is what it was compared with. */
function nearestTo(values: ArrayLike<number>, expected: TensorData, directions: readonly TensorData[]): TensorData {
  const isFinite = Array.prototype.every.call(values, (value) => Number.isFinite(value));
  if (directions.length === 0 || !isFinite) return expected;
  return { ...expected, dtype: 'float64', values: Float64Array.from(nearestSubgradient(values, expected, directions)) };
}

/** Numbers that a person typed. */
export function typed(data: TensorData): ObservedTensor {
  return { form: 'nested-array', data };
}

/** An output's evidence, and what it was compared with if it is known. */
export interface Shown {
  readonly output: OutputEvidence;
  readonly plainest: Plainest | null;
}

/** Adds `beside` to the first of these that are not plainly right; `samples` are the names of the check's samples. */
export function withBeside(shown: readonly Shown[], samples: readonly string[]): OutputEvidence[] {
  let left = MOST_BESIDE;
  return shown.map(({ output, plainest }) => {
    const sample = plainest === null ? undefined : samples[plainest.place];
    const isTold = output.earned < output.possible || output.verdict === 'undecided';
    if (plainest === null || sample === undefined || !isTold || left === 0) return output;
    left -= 1;
    return { ...output, beside: besideAt(sample, plainest) };
  });
}

/** The values of a sample, if some output is shown at it and there are few of them; otherwise nothing. */
export function inputsOf(
  sample: string,
  values: Readonly<Record<string, TensorData>>,
  outputs: readonly OutputEvidence[],
): { inputs?: Record<string, ShownTensor> } {
  const isNamed = outputs.some(({ beside }) => beside?.sample === sample);
  const count = Object.values(values).reduce((sum, { values: { length } }) => sum + length, 0);
  if (!isNamed || count > MOST_LISTED) return {};
  return { inputs: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownTensor(value)])) };
}

/** The network as a page draws it. */
export function graphOf({ inputs, labels = {}, parameters, nodes }: Network): Graph {
  return {
    inputs: [inputs, labels, parameters].flatMap((group) => Object.keys(group)),
    nodes: nodes.map(({ name, op, of }) => ({ name, op, of: [...of] })),
  };
}
