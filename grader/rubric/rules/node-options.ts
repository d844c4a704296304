/** The rule that a node has the options of its operation, and no others. */
import type { NetworkNode } from '../../schema/network.js';
import type { OpName } from '../../schema/operations.js';
import type { Path, RuleProblem } from '../../checks/rules/rule.js';

const CONVOLUTIONS: readonly OpName[] = ['conv2d', 'depthwise-conv2d'];
const POOLING: readonly OpName[] = ['max-pool', 'avg-pool'];

type Option = Exclude<keyof NetworkNode, 'name' | 'op' | 'of'>;

/** Which operations an option is for. An option without an entry does not compile. */
const OPTIONS: Readonly<Record<Option, readonly OpName[]>> = {
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

/** Options that have no usual value. */
const REQUIRED: Partial<Readonly<Record<OpName, readonly Option[]>>> = {
  dropout: ['rate'],
  slice: ['part', 'parts'],
  'weight-decay': ['lambda'],
};

export function* optionsFit(path: Path, node: NetworkNode): Iterable<RuleProblem> {
  for (const [option, ops] of Object.entries(OPTIONS)) {
    if (!(option in node) || ops.includes(node.op)) continue;
    const verb = ops.length === 1 ? 'has' : 'have';
    const sentence = `${node.op} has no ${option}, only ${ops.join(', ')} ${verb}: take it away`;
    yield { path: [...path, option], sentence };
  }
  for (const option of REQUIRED[node.op] ?? []) {
    if (!(option in node)) yield { path: [...path, 'op'], sentence: `${node.op} needs ${option}: add it` };
  }
  const { part = 0, parts = Infinity } = node;
  if (node.op === 'slice' && part >= parts) {
    const sentence = `part is ${String(part)}, expected 0 to ${String(parts - 1)}: parts are counted from 0`;
    yield { path: [...path, 'part'], sentence };
  }
}
