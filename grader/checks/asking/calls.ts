/**
 * The calls that a check needs, and the names of their probes. Both plan and judges must use this, so that a judge
 * finds the observation that the plan requested.
 */
import { evaluate } from '../../numerics/network.js';
import type { CheckOf } from '../../schema/checks.js';
import type { ReturnShape } from '../../protocol/worker.js';
import type { ReferenceSample, ResolvedRubric } from '../../stages/resolved.js';
import { networkOf } from './targets.js';
import { mostValuesFor } from './most-values.js';

export type FunctionCheck = CheckOf<'forward' | 'gradient' | 'loss'>;

export interface PlannedCall {
  /** Id of the probe. */
  readonly id: string;
  readonly sample: ReferenceSample;
  /** True if this sample was called before: such calls show state that is kept between calls. */
  readonly repeat: boolean;
}

/**
 * The calls of a check in order: every sample once, the last one again immediately, then the first one again after all
 * others. State kept from one call to the next shows in one of the two repeats. Checks of the same target at the same
 * samples share their probes.
 */
export function callsOf(check: FunctionCheck, resolved: ResolvedRubric): readonly PlannedCall[] {
  const samples = check.at.flatMap((name) => resolved.sampleSets.get(name) ?? []);
  const first = samples.at(0);
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return [];
  const scope = check.at.join('+');
  const name = (sample: ReferenceSample, turn: number) => `${check.target}@${scope}/${sample.id}#${String(turn)}`;
  const calls = samples.map((sample) => ({ id: name(sample, 0), sample, repeat: false }));
  calls.push({ id: name(last, 1), sample: last, repeat: true });
  if (first !== last) calls.push({ id: name(first, 1), sample: first, repeat: true });
  return calls;
}

/** The most numbers that an answer may have: each output is as large as some value of the network. */
export function mostValuesOf(
  { network }: { readonly network: string },
  { values }: ReferenceSample,
  returns: ReturnShape,
  resolved: ResolvedRubric,
): number {
  const all = evaluate(networkOf(network, resolved), values).values;
  const largest = Math.max(...Object.values(all).map((value) => value.values.length));
  const outputs = returns.kind === 'value' ? 1 : returns.keys.length;
  return mostValuesFor(new Array<number>(outputs).fill(largest));
}
