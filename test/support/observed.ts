/** The real worker's observations, in the real sandbox, of a small module of a student. */
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Observations, ProbeOutcome } from '../../grader/stages/observation.js';
import type { RunLimits } from '../../grader/stages/plan.js';
import type { ObservedOutput } from '../../grader/protocol/worker.js';
import type { StudentErrorReport } from '../../grader/schema/evidence.js';
import { callOf, planOf, snapshotOf } from './snapshots.js';

const HEAD = "import * as tf from '@tensorflow/tfjs';\n";

/** Loads backprop.js and calls these of its exports once, each for its key `v`. */
export async function observeModule(
  code: string,
  exports: readonly string[] = ['forward'],
  limits: Partial<RunLimits> = {},
): Promise<Observations> {
  const driver = await chooseDriver('bubblewrap');
  const plan = planOf(
    exports.map((name) => callOf(name, ['v'])),
    limits,
  );
  return observe(snapshotOf({ 'backprop.js': HEAD + code }), plan, { driver });
}

/** The value `v` that each expression gives, all asked of one worker: the first call of each export. */
export async function observeValues<K extends string>(
  expressions: Readonly<Record<K, string>>,
): Promise<Map<string, ObservedOutput | undefined>> {
  const entries = Object.entries<string>(expressions);
  const nameOf = (index: number) => `case${String(index)}`;
  const code = entries.map(([, value], index) => `export const ${nameOf(index)} = (p, x) => ({ v: ${value} });`);
  const names = entries.map((_, index) => nameOf(index));
  const seen = await observeModule(code.join('\n'), names);
  return new Map(entries.map(([title], index) => [title, returnedOf(seen, nameOf(index)).outputs['v']]));
}

export function outcomeOf(seen: Observations, name = 'forward'): ProbeOutcome {
  const outcome = seen.outcomes.get(`${name}#0`);
  if (outcome === undefined) throw new Error(`${name} was not asked`);
  return outcome;
}

export function returnedOf(seen: Observations, name = 'forward') {
  const outcome = outcomeOf(seen, name);
  if (outcome.status !== 'returned') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  return outcome.returned;
}

export function errorOf(seen: Observations, name = 'forward'): StudentErrorReport {
  const outcome = outcomeOf(seen, name);
  if (outcome.status !== 'failed') throw new Error(`${name}: ${outcome.status}`);
  return outcome.error;
}
