/** Rules for checks that call an exported function: its arguments and outputs are values of the network. */
import type { CheckOf } from '../../schema/checks.js';
import type { Network } from '../../schema/network.js';
import type { Rubric, TargetOf } from '../../schema/rubric.js';
import { givenNames, lookUp, mustBeValue, mustDiffer, mustExist, type Path, type RuleProblem } from './rule.js';
import { targetFits } from './targets.js';

type FunctionCheck = CheckOf<'forward' | 'gradient' | 'loss'>;

/** `returns` is the type that this kind of check needs. */
export function* functionFits(
  path: Path,
  check: FunctionCheck,
  returns: TargetOf<'function'>['returns'],
  rubric: Rubric,
): Iterable<RuleProblem> {
  yield* targetFits([...path, 'target'], check.target, 'function', rubric);
  yield* mustExist([...path, 'network'], 'network', check.network, rubric.networks);
  for (const [index, at] of check.at.entries()) yield* sampleSetFits([...path, 'at', index], at, check.network, rubric);
  yield* mustDiffer(
    'sample set',
    check.at.map((name, index) => ({ path: [...path, 'at', index], name })),
  );
  const network = lookUp(rubric.networks, check.network);
  const target = lookUp(rubric.targets, check.target);
  if (network === undefined || target?.kind !== 'function') return;
  yield* argumentsFit(check.target, target, check.network, network);
  if (target.returns !== returns) {
    const sentence = `target "${check.target}" returns a ${target.returns}, but a ${check.kind} check needs one that returns a ${returns}`;
    yield { path: [...path, 'target'], sentence };
  }
}

/** For a function that returns a record; `known` are the names in the network that outputs may have. */
export function* outputsFit(
  path: Path,
  check: CheckOf<'forward' | 'gradient'>,
  known: (network: Network) => readonly string[],
  rubric: Rubric,
): Iterable<RuleProblem> {
  yield* functionFits(path, check, 'record', rubric);
  const network = lookUp(rubric.networks, check.network);
  if (network === undefined || lookUp(rubric.targets, check.target)?.kind !== 'function') return;
  yield* mustDiffer(
    'output',
    check.outputs.map(({ name }, index) => ({ path: [...path, 'outputs', index, 'name'], name })),
  );
  for (const [index, { of }] of check.outputs.entries()) {
    yield* mustBeValue([...path, 'outputs', index, 'of'], of, check.network, known(network));
  }
}

/** The arguments of a target are values of the network. */
export function* argumentsFit(
  name: string,
  target: TargetOf<'function'>,
  networkName: string,
  network: Network,
): Iterable<RuleProblem> {
  for (const [index, argument] of target.arguments.entries()) {
    const path = ['targets', name, 'arguments', index];
    const values: [Path, string][] =
      typeof argument === 'string'
        ? [[path, argument]]
        : Object.entries(argument).map(([key, value]) => [[...path, key], value]);
    for (const [at, value] of values) yield* mustBeValue(at, value, networkName, givenNames(network));
  }
}

/** A sample set that exists and belongs to the check's network. */
export function* sampleSetFits(path: Path, name: string, network: string, rubric: Rubric): Iterable<RuleProblem> {
  yield* mustExist(path, 'sample set', name, rubric.sampleSets);
  const set = lookUp(rubric.sampleSets, name);
  if (set !== undefined && set.network !== network) {
    const sentence = `sample set "${name}" is for network ${set.network}, but this check uses ${network}`;
    yield { path, sentence };
  }
}
