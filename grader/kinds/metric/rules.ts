/** The rules that the model takes the data, that the metric can be measured on them, and that the ramp has a direction. */
import { examplesFit, numbersFit } from '../../checks/rules/examples.js';
import { lookUp, mustExist, type Path, type RuleProblem } from '../../checks/rules/rule.js';
import { targetFits } from '../../checks/rules/targets.js';
import type { Rubric } from '../../schema/rubric.js';
import { isLoss, TITLES } from './direction.js';
import type { MetricCheck } from './schema.js';

export function* metricRules(path: Path, check: MetricCheck, rubric: Rubric): Iterable<RuleProblem> {
  yield* targetFits([...path, 'target'], check.target, 'model', rubric);
  yield* mustExist([...path, 'data'], 'data set', check.data, rubric.data);
  yield* rampFits([...path, 'ramp'], check);
  const fed = { model: check.target, data: check.data };
  if (check.metric === 'mean-squared-error') yield* numbersFit([...path, 'data'], fed, rubric);
  else yield* examplesFit([...path, 'data'], fed, rubric);
  if (check.metric === 'cross-entropy') yield* readingFits(path, check, rubric);
}

function* rampFits(path: Path, { metric, ramp: { from, to } }: MetricCheck): Iterable<RuleProblem> {
  const shown = `a ramp from ${String(from)} to ${String(to)}`;
  if (isLoss(metric) && from <= to) {
    const sentence = `${shown}: ${TITLES[metric]} is a loss, of which less is better, so from must be more than to`;
    yield { path, sentence };
  }
  if (isLoss(metric)) return;
  if (from >= to) yield { path, sentence: `${shown}: more ${TITLES[metric]} is better, so from must be less than to` };
  if (to > 1) yield { path: [...path, 'to'], sentence: `to is ${String(to)}, but ${TITLES[metric]} is at most 1` };
}

/** Probabilities may be logits as well, so that the outputs do not tell how to read them. */
function* readingFits(path: Path, check: MetricCheck, { targets, data }: Rubric): Iterable<RuleProblem> {
  const target = lookUp(targets, check.target);
  const set = lookUp(data, check.data);
  if (target?.kind !== 'model' || set === undefined) return;
  if (target.gives === undefined) {
    const sentence = `cross-entropy needs to know what target "${check.target}" gives: add gives: logits or gives: probabilities to it`;
    yield { path: [...path, 'metric'], sentence };
  }
  const classes = set.kind === 'point-in-circle' ? 2 : (set.classes?.length ?? 2);
  if (classes > 2 && target.outputs.includes(1)) {
    const sentence = `target "${check.target}" may give 1 number for ${String(classes)} classes, which has no cross-entropy: write outputs: [${String(classes)}]`;
    yield { path: [...path, 'metric'], sentence };
  }
}
