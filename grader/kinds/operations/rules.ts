/** Rules: the function fits the network, something is asked of its operations, and sizes grow by one factor. */
import { argumentsFit, sampleSetFits } from '../../checks/rules/functions.js';
import {
  differentiableNames,
  lookUp,
  mustBeValue,
  mustDiffer,
  mustExist,
  type Path,
  type RuleProblem,
} from '../../checks/rules/rule.js';
import { targetFits } from '../../checks/rules/targets.js';
import { VALUE_OUTPUT } from '../../protocol/worker.js';
import type { Rubric } from '../../schema/rubric.js';
import { factorOf } from './growth.js';
import type { OperationsCheck } from './schema.js';

export function* operationsRules(path: Path, check: OperationsCheck, rubric: Rubric): Iterable<RuleProblem> {
  yield* targetFits([...path, 'target'], check.target, 'function', rubric);
  yield* mustExist([...path, 'network'], 'network', check.network, rubric.networks);
  yield* outputsFit(path, check, rubric);
  const { bound, growth } = check;
  if (bound === undefined && growth === undefined) {
    const sentence = 'an operations check asks for a bound, a growth or both; found neither: add one';
    yield { path, sentence };
  }
  if (bound !== undefined) yield* sampleSetFits([...path, 'bound', 'at'], bound.at, check.network, rubric);
  if (growth === undefined) return;
  for (const key of ['from', 'to'] as const) {
    yield* sampleSetFits([...path, 'growth', key], growth[key], check.network, rubric);
  }
  const [from, to] = [lookUp(rubric.sampleSets, growth.from), lookUp(rubric.sampleSets, growth.to)];
  if (from === undefined || to === undefined) return;
  const factor = factorOf(from, to);
  if (factor.ok) return;
  yield { path: [...path, 'growth'], sentence: `from "${growth.from}" to "${growth.to}" ${factor.problem}` };
}

function* outputsFit(path: Path, check: OperationsCheck, rubric: Rubric): Iterable<RuleProblem> {
  const network = lookUp(rubric.networks, check.network);
  const target = lookUp(rubric.targets, check.target);
  if (network === undefined || target?.kind !== 'function') return;
  yield* argumentsFit(check.target, target, check.network, network);
  yield* mustDiffer(
    'output',
    check.outputs.map(({ name }, index) => ({ path: [...path, 'outputs', index, 'name'], name })),
  );
  const names = check.outputs.map(({ name }) => name);
  if (target.returns === 'value' && (names.length !== 1 || names[0] !== VALUE_OUTPUT)) {
    const sentence = `target "${check.target}" returns a value, so the only output is named ${VALUE_OUTPUT}; found ${names.join(', ')}`;
    yield { path: [...path, 'outputs'], sentence };
  }
  const known = check.quantity === 'gradient' ? differentiableNames(network) : network.nodes.map(({ name }) => name);
  for (const [index, { of }] of check.outputs.entries()) {
    yield* mustBeValue([...path, 'outputs', index, 'of'], of, check.network, known);
  }
}
