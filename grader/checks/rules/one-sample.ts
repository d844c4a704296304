/** Rules for checks of typed answers: they need a network and exactly one sample. */
import type { Rubric } from '../../schema/rubric.js';
import { sampleSetFits } from './functions.js';
import { lookUp, mustExist, type Path, type RuleProblem } from './rule.js';

interface Typed {
  readonly network: string;
  readonly at: string;
}

export function* oneSampleFits(path: Path, check: Typed, rubric: Rubric): Iterable<RuleProblem> {
  yield* mustExist([...path, 'network'], 'network', check.network, rubric.networks);
  yield* sampleSetFits([...path, 'at'], check.at, check.network, rubric);
  const set = lookUp(rubric.sampleSets, check.at);
  if (set?.kind === 'generic' && set.count !== 1) {
    const sentence = `typed answers are for one sample, and sample set "${check.at}" has ${String(set.count)}`;
    yield { path: [...path, 'at'], sentence };
  }
}
