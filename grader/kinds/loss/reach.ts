/** Refuses a bound that a right loss in float32 may not keep: it would cost points by rounding alone. */
import { evaluate, lossNodeOf } from '../../numerics/network.js';
import { at } from '../../numerics/ops/op.js';
import { networkOf } from '../../checks/asking/targets.js';
import type { Path, RuleProblem } from '../../checks/rules/rule.js';
import type { CheckOf } from '../../schema/checks.js';
import type { ResolvedRubric } from '../../stages/resolved.js';

/** Roundings of half a unit in the last place of a float32 that a loss may show, relative to the sum of its terms. */
const ROUNDING = 8 * 2 ** -24;

export function* lossReach(path: Path, check: CheckOf<'loss'>, rubric: ResolvedRubric): Iterable<RuleProblem> {
  const { within } = check;
  if (within === undefined) return;
  const network = networkOf(check.network, rubric);
  const { name } = lossNodeOf(network);
  const samples = check.at.flatMap((set) => rubric.sampleSets.get(set) ?? []);
  const losses = samples.map(({ id, values }) => {
    const { values: all, scale } = evaluate(network, values);
    const [value, terms] = [all[name], scale[name]].map((tensor) => (tensor === undefined ? 0 : at(tensor, 0)));
    return { id, value: value ?? 0, reach: ROUNDING * (terms ?? 0) };
  });
  const worst = losses.reduce((most, one) => (most.reach >= one.reach ? most : one), { id: '', value: 0, reach: 0 });
  if (within >= worst.reach) return;
  const [loss, least] = [String(Number(worst.value.toPrecision(3))), worst.reach.toPrecision(1)];
  const sentence = `within: ${String(within)} is below what float32 can keep of the loss at ${worst.id}, ${loss}: right code would be refused, so allow at least ${least}`;
  yield { path: [...path, 'within'], sentence };
}
