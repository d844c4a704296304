/** What the real worker, in the real sandbox, counts of functions of a small module. */
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Returned } from '../../grader/protocol/worker.js';
import type { Work } from '../../grader/protocol/work.js';
import type { ProbeOutcome } from '../../grader/stages/observation.js';
import type { CallProbe } from '../../grader/stages/plan.js';
import { callOf, planOf, snapshotOf } from './snapshots.js';

const HEAD = "import * as tf from '@tensorflow/tfjs';\n";

/** Calls each body as a function of p (with W [2,2]) and x [1,2], for its key `v`, in one worker and in order. */
export async function countBodies<K extends string>(
  bodies: Readonly<Record<K, string>>,
  head = '',
): Promise<Record<K, Returned & { readonly work: Work }>> {
  const entries = Object.entries<string>(bodies);
  const code = entries.map(([, body], index) => `export function f${String(index)}(p, x) { ${body} }`).join('\n');
  const probes = entries.map((_, index) => callOf(`f${String(index)}`, ['v']));
  const seen = await outcomesOf(`${HEAD}${head}\n${code}`, probes);
  return Object.fromEntries(
    entries.map(([title], index) => {
      const outcome = seen.get(`f${String(index)}#0`);
      if (outcome?.status !== 'returned') throw new Error(`${title}: ${JSON.stringify(outcome)}`);
      const { work } = outcome.returned;
      if (work === undefined) throw new Error(`${title}: not counted`);
      return [title, { ...outcome.returned, work }];
    }),
  ) as Record<K, Returned & { readonly work: Work }>;
}

export async function outcomesOf(
  code: string,
  probes: readonly CallProbe[],
): Promise<ReadonlyMap<string, ProbeOutcome>> {
  const plan = planOf(probes);
  const subjects = plan.subjects.map((one) => ({
    ...one,
    subject: { kind: 'module' as const, file: 'backprop', counted: true as const },
  }));
  const driver = await chooseDriver('bubblewrap');
  return (await observe(snapshotOf({ 'backprop.js': code }), { ...plan, subjects }, { driver })).outcomes;
}

/** Of kernels and own code together. */
export function totalOf({ kernels, own }: Work): number {
  return [...Object.values(kernels), ...Object.values(own)].reduce((sum, count) => sum + count, 0);
}
