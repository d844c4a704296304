/** Rules for checks of typed answers: they need a network and exactly one point. */
import type { Rubric } from '../../schema/rubric.js';
import { pointSetFits } from './functions.js';
import { lookUp, mustExist, type Path, type RuleProblem } from './rule.js';

interface Typed {
  readonly network: string;
  readonly at: string;
}

export function* onePointFits(path: Path, check: Typed, rubric: Rubric): Iterable<RuleProblem> {
  yield* mustExist([...path, 'network'], 'network', check.network, rubric.networks);
  yield* pointSetFits([...path, 'at'], check.at, check.network, rubric);
  const set = lookUp(rubric.pointSets, check.at);
  if (set?.kind === 'generic' && set.count !== 1) {
    const sentence = `typed answers are for one point, and point set "${check.at}" has ${String(set.count)}`;
    yield { path: [...path, 'at'], sentence };
  }
}
