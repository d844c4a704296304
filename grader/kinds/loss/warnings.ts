/** Warns of a bound that a right loss in float32 may not keep. */
import { evaluate, lossNodeOf } from '../../numerics/network.js';
import { at } from '../../numerics/ops/op.js';
import { networkOf } from '../../checks/asking/targets.js';
import type { CheckOf } from '../../schema/checks.js';
import type { ResolvedRubric } from '../../stages/resolved.js';

/** Roundings of half a unit in the last place of a float32 that a loss may show, relative to the sum of its terms. */
const ROUNDING = 8 * 2 ** -24;

export function* lossWarnings(check: CheckOf<'loss'>, rubric: ResolvedRubric): Iterable<string> {
  const { within } = check;
  if (within === undefined) return;
  const network = networkOf(check.network, rubric);
  const { name } = lossNodeOf(network);
  const samples = check.at.flatMap((set) => rubric.sampleSets.get(set) ?? []);
  const losses = samples.flatMap(({ values }) => {
    const { values: all, scale } = evaluate(network, values);
    const [value, terms] = [all[name], scale[name]];
    return value === undefined || terms === undefined ? [] : [{ value: at(value, 0), reach: ROUNDING * at(terms, 0) }];
  });
  const worst = losses.reduce<(typeof losses)[number] | null>(
    (most, one) => (most !== null && most.reach >= one.reach ? most : one),
    null,
  );
  if (worst === null || within >= worst.reach) return;
  const [loss, least] = [String(Number(worst.value.toPrecision(3))), worst.reach.toPrecision(1)];
  yield `within: ${String(within)} is below what float32 can keep of a loss of ${loss}: right code may be refused, allow at least ${least}`;
}
