/** Two convolutions, max pooling and a linear layer on small pictures that are not square. */
import { activation } from '../layers/activations.js';
import { conv2d } from '../layers/conv.js';
import { linear } from '../layers/linear.js';
import { crossEntropyLoss } from '../layers/losses.js';
import { output } from '../layers/output.js';
import { flatten, maxPool } from '../layers/pool.js';
import type { NetworkJson } from '../program.js';
import type { Step } from '../tape.js';

/** Pictures of 6 x 8 x 2 and 3 filters: 4 x 6 after the second convolution, 2 x 3 after pooling, 18 numbers in all. */
export const CNN: NetworkJson = {
  inputs: { x: ['B', 6, 8, 2] },
  labels: { label: { shape: ['B'], classes: 'C' } },
  parameters: { K1: [3, 3, 2, 3], k1: [3], K2: [3, 3, 3, 3], k2: [3], W: ['C', 18], b: ['C'] },
  nodes: [
    { name: 'c1', op: 'conv2d', of: ['x', 'K1', 'k1'], padding: 'same' },
    { name: 'r1', op: 'relu', of: ['c1'] },
    { name: 'c2', op: 'conv2d', of: ['r1', 'K2', 'k2'] },
    { name: 'r2', op: 'relu', of: ['c2'] },
    { name: 'p', op: 'max-pool', of: ['r2'], window: 2 },
    { name: 'f', op: 'flatten', of: ['p'] },
    { name: 'logits', op: 'linear', of: ['f', 'W', 'b'] },
    { name: 'loss', op: 'cross-entropy', of: ['logits', 'label'] },
  ],
};

export const CNN_STEPS: readonly Step[] = [
  conv2d({ name: 'c1', of: ['x', 'K1', 'k1'], padding: 'same', activation: 'r1' }),
  activation({ name: 'r1', op: 'relu', of: 'c1' }),
  conv2d({ name: 'c2', of: ['r1', 'K2', 'k2'], padding: 'valid', preactivation: 'c1', activation: 'r2' }),
  activation({ name: 'r2', op: 'relu', of: 'c2' }),
  maxPool('p', 'r2'),
  flatten('f', 'p'),
  output(linear({ name: 'logits', of: ['f', 'W', 'b'] })),
  crossEntropyLoss(),
];

/**
 * The same function with pooling before the second relu. Here no two cells of a window are equal, while a window of zeros, where relu
 * comes first, leaves open which of them gets the gradient.
 */
export const POOL_FIRST: NetworkJson = {
  ...CNN,
  nodes: [
    ...CNN.nodes.slice(0, 3),
    { name: 'p', op: 'max-pool', of: ['c2'], window: 2 },
    { name: 'r2', op: 'relu', of: ['p'] },
    { name: 'f', op: 'flatten', of: ['r2'] },
    ...CNN.nodes.slice(6),
  ],
};

export const POOL_FIRST_STEPS: readonly Step[] = [
  ...CNN_STEPS.slice(0, 2),
  conv2d({ name: 'c2', of: ['r1', 'K2', 'k2'], padding: 'valid', preactivation: 'c1' }),
  maxPool('p', 'c2'),
  activation({ name: 'r2', op: 'relu', of: 'p' }),
  flatten('f', 'r2'),
  ...CNN_STEPS.slice(6),
];
