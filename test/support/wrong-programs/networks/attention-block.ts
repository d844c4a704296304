/** Self-attention with a residual, layer normalisation and two linear layers that score each token. */
import { activation, residual } from '../layers/activations.js';
import { attention } from '../layers/attention.js';
import { EPSILON, layerNorm } from '../layers/layer-norm.js';
import { linear } from '../layers/linear.js';
import { crossEntropyLoss } from '../layers/losses.js';
import { output } from '../layers/output.js';
import type { NetworkJson } from '../program.js';
import type { Step } from '../tape.js';

/** `batch`: whether x is [B,T,D] instead of [T,D]; `heads` must divide D. */
export function attentionBlock(heads: number, batch: boolean): NetworkJson {
  const rows = batch ? ['B', 'T'] : ['T'];
  return {
    inputs: { x: [...rows, 'D'] },
    labels: { label: { shape: rows, classes: 'C' } },
    parameters: {
      ...{ Wq: ['D', 'D'], bq: ['D'], Wk: ['D', 'D'], bk: ['D'], Wv: ['D', 'D'], bv: ['D'] },
      ...{ gamma: ['D'], beta: ['D'], W1: ['H', 'D'], b1: ['H'], W2: ['C', 'H'], b2: ['C'] },
    },
    nodes: [
      { name: 'q', op: 'linear', of: ['x', 'Wq', 'bq'] },
      { name: 'k', op: 'linear', of: ['x', 'Wk', 'bk'] },
      { name: 'v', op: 'linear', of: ['x', 'Wv', 'bv'] },
      { name: 'a', op: 'attention', of: ['q', 'k', 'v'], heads },
      { name: 's', op: 'add', of: ['x', 'a'] },
      { name: 'n', op: 'layer-norm', of: ['s', 'gamma', 'beta'], epsilon: EPSILON },
      { name: 'z', op: 'linear', of: ['n', 'W1', 'b1'] },
      { name: 'h', op: 'relu', of: ['z'] },
      { name: 'logits', op: 'linear', of: ['h', 'W2', 'b2'] },
      { name: 'loss', op: 'cross-entropy', of: ['logits', 'label'] },
    ],
  };
}

export function attentionSteps(heads: number): Step[] {
  return [
    linear({ name: 'q', of: ['x', 'Wq', 'bq'] }),
    linear({ name: 'k', of: ['x', 'Wk', 'bk'] }),
    linear({ name: 'v', of: ['x', 'Wv', 'bv'] }),
    attention({ name: 'a', of: ['q', 'k', 'v'], heads }),
    residual('s', ['x', 'a']),
    layerNorm({ name: 'n', of: ['s', 'gamma', 'beta'] }),
    linear({ name: 'z', of: ['n', 'W1', 'b1'], activation: 'h' }),
    activation({ name: 'h', op: 'relu', of: 'z' }),
    output(linear({ name: 'logits', of: ['h', 'W2', 'b2'], preactivation: 'z' })),
    crossEntropyLoss(),
  ];
}
