/** References between the parts of a rubric: networks, point sets, targets and data must exist and fit. */
import { OPS } from '../numerics/ops/index.js';
import type { Check } from '../schema/checks.js';
import type { Network } from '../schema/network.js';
import type { Rubric, Target, TargetOf } from '../schema/rubric.js';
import { suggest } from '../schema/sentences.js';
import type { RuleProblem } from './rules.js';

type Path = readonly (string | number)[];

export function* networkRules(rubric: Rubric): Iterable<RuleProblem> {
  for (const [name, network] of Object.entries(rubric.networks ?? {})) yield* nodesFit(name, network);
  for (const [name, set] of Object.entries(rubric.pointSets ?? {})) {
    yield* exists(['pointSets', name, 'network'], 'network', set.network, rubric.networks);
  }
  for (const [index, check] of rubric.checks.entries()) yield* checkFits(['checks', index], check, rubric);
}

/** A problem when `name` is not among the keys of `known`. */
function* exists(path: Path, what: string, name: string, known: object | undefined): Iterable<RuleProblem> {
  const names = Object.keys(known ?? {});
  if (!names.includes(name)) {
    const there = names.length === 0 ? `; there are none` : ` (there are ${names.join(', ')})`;
    yield { path, sentence: `there is no ${what} "${name}"${there}${suggest(name, names)}` };
  }
}

function* nodesFit(name: string, network: Network): Iterable<RuleProblem> {
  const known = new Set([
    ...Object.keys(network.inputs),
    ...Object.keys(network.parameters),
    ...Object.keys(network.labels ?? {}),
  ]);
  for (const [index, node] of network.nodes.entries()) {
    const path = ['networks', name, 'nodes', index];
    const [fewest, most] = OPS[node.op].operands;
    if (node.of.length < fewest || node.of.length > most) {
      const wanted = fewest === most ? String(fewest) : `${String(fewest)} to ${String(most)}`;
      yield { path: [...path, 'of'], sentence: `${node.op} takes ${wanted} operands, found ${String(node.of.length)}` };
    }
    for (const [place, operand] of node.of.entries()) {
      if (!known.has(operand)) {
        const sentence = `"${operand}" is no input, parameter or earlier node${suggest(operand, [...known])}`;
        yield { path: [...path, 'of', place], sentence };
      }
    }
    if (known.has(node.name)) yield { path: [...path, 'name'], sentence: `the name "${node.name}" is taken already` };
    known.add(node.name);
  }
  const last = network.nodes.length - 1;
  const loss = network.nodes[last];
  if (loss !== undefined && !OPS[loss.op].isLoss) {
    yield {
      path: ['networks', name, 'nodes', last, 'op'],
      sentence: `the last node is the loss, but ${loss.op} is none`,
    };
  }
}

function namesOf(network: Network): string[] {
  const { inputs, parameters, labels = {}, nodes } = network;
  return [...Object.keys(inputs), ...Object.keys(parameters), ...Object.keys(labels), ...nodes.map(({ name }) => name)];
}

function* checkFits(path: Path, check: Check, rubric: Rubric): Iterable<RuleProblem> {
  switch (check.kind) {
    case 'forward':
    case 'gradient':
    case 'loss':
      yield* functionFits(path, check, rubric);
      return;
    case 'steps':
    case 'jacobian':
      yield* answersFit(path, check, rubric);
      return;
    case 'accuracy':
      yield* targetFits([...path, 'target'], check.target, 'model', rubric);
      yield* exists([...path, 'data'], 'data set', check.data, rubric.data);
      return;
    case 'model-limits':
      yield* targetFits([...path, 'target'], check.target, 'model', rubric);
      if ([check.parameters, check.fileBytes, check.layers, check.activations].every((limit) => limit === undefined)) {
        yield {
          path,
          sentence: `check "${check.id}" limits nothing: give parameters, fileBytes, layers or activations`,
        };
      }
      return;
    case 'files':
      return;
  }
}

function* targetFits(path: Path, name: string, kind: Target['kind'], rubric: Rubric): Iterable<RuleProblem> {
  yield* exists(path, 'target', name, rubric.targets);
  const target = rubric.targets?.[name];
  if (target !== undefined && target.kind !== kind) {
    yield { path, sentence: `"${name}" is a ${target.kind} target where a ${kind} target is needed` };
  }
}

function* functionFits(
  path: Path,
  check: Extract<Check, { kind: 'forward' | 'gradient' | 'loss' }>,
  rubric: Rubric,
): Iterable<RuleProblem> {
  yield* targetFits([...path, 'target'], check.target, 'function', rubric);
  yield* exists([...path, 'network'], 'network', check.network, rubric.networks);
  for (const [index, at] of check.at.entries()) yield* pointSetFits([...path, 'at', index], at, check.network, rubric);
  const network = rubric.networks?.[check.network];
  const target = rubric.targets?.[check.target];
  if (network === undefined || target?.kind !== 'function') return;
  const names = namesOf(network);
  yield* argumentsFit(check.target, target, check.network, names);
  yield* returnsFit([...path, 'target'], check.kind, target);
  if (check.kind === 'loss') return;
  const nodes = check.kind === 'forward' ? network.nodes.map(({ name }) => name) : names;
  for (const [index, { of }] of check.outputs.entries()) {
    if (!nodes.includes(of))
      yield { path: [...path, 'outputs', index, 'of'], sentence: noValue(of, check.network, nodes) };
  }
}

function* returnsFit(path: Path, kind: Check['kind'], target: TargetOf<'function'>): Iterable<RuleProblem> {
  const wanted = kind === 'loss' ? 'value' : 'record';
  if (target.returns !== wanted) yield { path, sentence: `a ${kind} check needs a target that returns a ${wanted}` };
}

function noValue(name: string, network: string, known: readonly string[]): string {
  return `"${name}" is no value of network ${network}${suggest(name, known)}`;
}

function* argumentsFit(
  name: string,
  target: TargetOf<'function'>,
  network: string,
  names: readonly string[],
): Iterable<RuleProblem> {
  for (const [index, argument] of target.arguments.entries()) {
    for (const value of typeof argument === 'string' ? [argument] : Object.values(argument)) {
      if (!names.includes(value)) {
        yield { path: ['targets', name, 'arguments', index], sentence: noValue(value, network, names) };
      }
    }
  }
}

function* pointSetFits(path: Path, at: string, network: string, rubric: Rubric): Iterable<RuleProblem> {
  yield* exists(path, 'point set', at, rubric.pointSets);
  const set = rubric.pointSets?.[at];
  if (set !== undefined && set.network !== network) {
    yield { path, sentence: `point set "${at}" is for network ${set.network}, this check uses ${network}` };
  }
}

function* answersFit(
  path: Path,
  check: Extract<Check, { kind: 'steps' | 'jacobian' }>,
  rubric: Rubric,
): Iterable<RuleProblem> {
  yield* exists([...path, 'network'], 'network', check.network, rubric.networks);
  yield* pointSetFits([...path, 'at'], check.at, check.network, rubric);
  const network = rubric.networks?.[check.network];
  if (network === undefined) return;
  const names = namesOf(network);
  if (check.kind === 'jacobian') {
    for (const [index, matrix] of check.matrices.entries()) {
      for (const key of ['of', 'by'] as const) {
        if (!names.includes(matrix[key])) {
          yield {
            path: [...path, 'matrices', index, key],
            sentence: `"${matrix[key]}" is no value of network ${check.network}${suggest(matrix[key], names)}`,
          };
        }
      }
    }
    return;
  }
  for (const [index, step] of check.steps.entries()) {
    const asked = [step.value, step.gradient, step.cost].filter((part) => part !== undefined);
    if (asked.length !== 1) {
      yield {
        path: [...path, 'steps', index],
        sentence: `step ${step.path} needs exactly one of value, gradient, cost`,
      };
    }
    const name = step.value ?? step.gradient;
    if (name !== undefined && !names.includes(name)) {
      yield {
        path: [...path, 'steps', index],
        sentence: `"${name}" is no value of network ${check.network}${suggest(name, names)}`,
      };
    }
  }
}
