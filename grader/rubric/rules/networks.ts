/**
 * The rules that networks can be computed: unique names, operands before their node, options that the operation has, shapes
 * that fit, the loss as the last node. What letters leave open is for the sizes of each sample set (sample-sets.ts).
 */
import { inferShapes } from '../../numerics/network-shapes.js';
import { OPS } from '../../numerics/ops/index.js';
import type { Network, NetworkNode } from '../../schema/network.js';
import type { Rubric } from '../../schema/rubric.js';
import { givenNames, mustDiffer, type Path, type RuleProblem } from '../../checks/rules/rule.js';
import { optionsFit } from './node-options.js';
import { operandsFit } from './node-operands.js';

export function* networkRules({ networks = {} }: Rubric): Iterable<RuleProblem> {
  for (const [name, network] of Object.entries(networks)) {
    yield* networkFits(name, network);
  }
}

/** All problems of one network that do not depend on the sizes of a sample set. */
export function* networkFits(name: string, network: Network): Iterable<RuleProblem> {
  const path = ['networks', name];
  yield* mustDiffer('name', namesOf(path, network));
  yield* nodesFit(path, network);
  for (const { index, sentence } of inferShapes(network).misfits) {
    const said = `${tellNode(name, network, index)}: ${sentence}`;
    yield { path: [...path, 'nodes', index, 'of'], sentence: said };
  }
}

/** `networks.net.nodes[3] (z2, linear)` */
export function tellNode(network: string, { nodes }: Network, index: number): string {
  const { name = '', op = '' } = nodes[index] ?? {};
  return `networks.${network}.nodes[${String(index)}] (${name}, ${op})`;
}

function namesOf(path: Path, { inputs, parameters, labels = {}, nodes }: Network): { path: Path; name: string }[] {
  const groups = Object.entries({ inputs, parameters, labels });
  return [
    ...groups.flatMap(([key, group]) => Object.keys(group).map((name) => ({ path: [...path, key, name], name }))),
    ...nodes.map(({ name }, index) => ({ path: [...path, 'nodes', index, 'name'], name })),
  ];
}

function* nodesFit(path: Path, network: Network): Iterable<RuleProblem> {
  const known = new Set(givenNames(network));
  for (const [index, node] of network.nodes.entries()) {
    const place = [...path, 'nodes', index];
    yield* operandsFit(place, node, { known, network });
    yield* optionsFit(place, node);
    yield* lossFits(place, network, index, node);
    known.add(node.name);
  }
}

/** The last node is a loss; weight decay alone adds to another one. */
function* lossFits(path: Path, { nodes }: Network, index: number, node: NetworkNode): Iterable<RuleProblem> {
  const { isLoss } = OPS[node.op];
  const last = index === nodes.length - 1;
  if (last && !isLoss) {
    yield {
      path: [...path, 'op'],
      sentence: `the last node is the loss, but ${node.op} is none: end with a loss`,
    };
  }
  const isPenalised = () => nodes.slice(index + 1).some(({ op, of }) => op === 'weight-decay' && of[0] === node.name);
  if (!last && isLoss && !isPenalised()) {
    yield { path: [...path, 'op'], sentence: `${node.op} is a loss, and only the last node is one` };
  }
  const [added] = node.of;
  const before = nodes.slice(0, index).find(({ name }) => name === added);
  if (node.op === 'weight-decay' && added !== undefined && (before === undefined || !OPS[before.op].isLoss)) {
    const sentence = `weight-decay adds to a loss, but "${added}" is none: give the node of the loss first`;
    yield { path: [...path, 'of', 0], sentence };
  }
}
