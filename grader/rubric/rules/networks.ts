/** The rules that networks can be computed: unique names, operands before their node, the loss as the last node. */
import { OPS } from '../../numerics/ops/index.js';
import type { Network, NetworkNode, OpName } from '../../schema/network.js';
import type { Rubric } from '../../schema/rubric.js';
import { suggest } from '../../schema/sentences.js';
import { givenNames, mustDiffer, type Path, type RuleProblem } from '../../checks/rules/rule.js';

/** Losses whose second operand is a class label; squared-error takes a label or a value. */
const LABEL_LOSSES: readonly OpName[] = ['cross-entropy', 'brier', 'one-hot-l2'];

export function* networkRules({ networks = {} }: Rubric): Iterable<RuleProblem> {
  for (const [name, network] of Object.entries(networks)) {
    const path = ['networks', name];
    yield* mustDiffer('name', namesOf(path, network));
    yield* nodesFit(path, network);
  }
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
  const labels = Object.keys(network.labels ?? {});
  for (const [index, node] of network.nodes.entries()) {
    const place = [...path, 'nodes', index];
    yield* operandsFit(place, node, known, labels);
    yield* optionsFit(place, node);
    const last = index === network.nodes.length - 1;
    if (last && !OPS[node.op].isLoss) {
      yield { path: [...place, 'op'], sentence: `the last node is the loss, but ${node.op} is none: end with a loss` };
    }
    if (!last && OPS[node.op].isLoss) {
      yield { path: [...place, 'op'], sentence: `${node.op} is a loss, and only the last node is one` };
    }
    known.add(node.name);
  }
}

const CONVOLUTIONS: readonly OpName[] = ['conv2d', 'depthwise-conv2d'];
const POOLING: readonly OpName[] = ['max-pool', 'avg-pool'];

/** Which operations an option is for. */
const OPTIONS: Readonly<Record<string, readonly OpName[]>> = {
  slope: ['leaky-relu'],
  window: POOLING,
  strides: [...CONVOLUTIONS, ...POOLING],
  padding: [...CONVOLUTIONS, ...POOLING],
  dilation: CONVOLUTIONS,
  epsilon: ['batch-norm', 'batch-norm-training', 'layer-norm'],
  transpose: ['matmul'],
  axis: ['concat', 'slice'],
  part: ['slice'],
  parts: ['slice'],
  heads: ['attention'],
  causal: ['attention'],
  activation: ['rnn-step'],
  approximate: ['gelu'],
  rate: ['dropout'],
  lambda: ['weight-decay'],
};

function* optionsFit(path: Path, node: NetworkNode): Iterable<RuleProblem> {
  for (const [option, ops] of Object.entries(OPTIONS)) {
    if (!(option in node) || ops.includes(node.op)) continue;
    const verb = ops.length === 1 ? 'has' : 'have';
    const sentence = `${node.op} has no ${option}, only ${ops.join(', ')} ${verb}: take it away`;
    yield { path: [...path, option], sentence };
  }
}

function* operandsFit(
  path: Path,
  { op, of }: NetworkNode,
  known: ReadonlySet<string>,
  labels: readonly string[],
): Iterable<RuleProblem> {
  const [fewest, most] = OPS[op].operands;
  if (of.length < fewest || of.length > most) {
    const wanted = fewest === most ? String(fewest) : `${String(fewest)} to ${String(most)}`;
    yield { path: [...path, 'of'], sentence: `${op} takes ${wanted} operands, found ${String(of.length)}` };
  }
  for (const [place, operand] of of.entries()) {
    if (!known.has(operand)) {
      const sentence = `"${operand}" is not an input, parameter, label or earlier node${suggest(operand, [...known])}`;
      yield { path: [...path, 'of', place], sentence };
    } else if (labels.includes(operand) !== isLabelPlace(op, place) && !(op === 'squared-error' && place === 1)) {
      const sentence = isLabelPlace(op, place)
        ? `${op} takes a class label here: declare "${operand}" under labels`
        : `${op} takes a value here, and "${operand}" is a class label`;
      yield { path: [...path, 'of', place], sentence };
    }
  }
}

function isLabelPlace(op: OpName, place: number): boolean {
  return LABEL_LOSSES.includes(op) && place === 1;
}
