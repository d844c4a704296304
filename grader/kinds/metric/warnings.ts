/** Warns about ramps that begin where no model is needed, and about data that a constant predicts. */
import { heldOutNamed } from '../../checks/asking/targets.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import { isLoss, tellValue, TITLES } from './direction.js';
import { baselineOf, isBetter, isPerfect } from './measure.js';
import type { MetricCheck } from './schema.js';

export function* metricWarnings({ id, metric, data, ramp }: MetricCheck, rubric: ResolvedRubric): Iterable<string> {
  const baseline = baselineOf(metric, heldOutNamed(data, rubric));
  const constant = `one answer for every example of data set "${data}" has ${TITLES[metric]} ${tellValue(metric, baseline)}`;
  if (isPerfect(metric, baseline)) {
    yield `"${id}": ${constant}: all examples are alike, and nothing has to be learned`;
  } else if (!isBetter(metric, ramp.to, baseline)) {
    yield `"${id}": ${constant}, which is as good as full points need (${String(ramp.to)}); only what is better earns points`;
  } else if (isBetter(metric, baseline, ramp.from)) {
    const where = isLoss(metric) ? 'less' : 'more';
    yield `"${id}": ${constant}, ${where} than where the ramp begins (${String(ramp.from)}); it earns nothing nevertheless`;
  }
}
