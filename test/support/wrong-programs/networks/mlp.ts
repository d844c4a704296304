/** Multilayer perceptrons: a classifier of three linear layers, and a regression with a curved activation below a relu. */
import { activation } from '../layers/activations.js';
import { linear } from '../layers/linear.js';
import { crossEntropyLoss, halfSquaredErrorLoss } from '../layers/losses.js';
import { output } from '../layers/output.js';
import type { NetworkJson } from '../program.js';
import type { Step } from '../tape.js';

export const MLP: NetworkJson = {
  inputs: { x: ['B', 'D'] },
  labels: { label: { shape: ['B'], classes: 'C' } },
  parameters: { W1: ['H', 'D'], b1: ['H'], W2: ['H', 'H'], b2: ['H'], W3: ['C', 'H'], b3: ['C'] },
  nodes: [
    { name: 'z1', op: 'linear', of: ['x', 'W1', 'b1'] },
    { name: 'z2', op: 'relu', of: ['z1'] },
    { name: 'z3', op: 'linear', of: ['z2', 'W2', 'b2'] },
    { name: 'z4', op: 'relu', of: ['z3'] },
    { name: 'logits', op: 'linear', of: ['z4', 'W3', 'b3'] },
    { name: 'loss', op: 'cross-entropy', of: ['logits', 'label'] },
  ],
};

export const MLP_STEPS: readonly Step[] = [
  linear({ name: 'z1', of: ['x', 'W1', 'b1'], activation: 'z2' }),
  activation({ name: 'z2', op: 'relu', of: 'z1', other: 'z3' }),
  linear({ name: 'z3', of: ['z2', 'W2', 'b2'], preactivation: 'z1', activation: 'z4' }),
  activation({ name: 'z4', op: 'relu', of: 'z3', other: 'z1' }),
  output(linear({ name: 'logits', of: ['z4', 'W3', 'b3'], preactivation: 'z3' })),
  crossEntropyLoss(),
];

/** `curve`: the activation of the first layer. */
export function regression(curve: 'sigmoid' | 'tanh'): NetworkJson {
  return {
    inputs: { x: ['B', 'D'], y: ['B', 1] },
    parameters: { W1: ['H', 'D'], b1: ['H'], W2: ['H', 'H'], b2: ['H'], W3: [1, 'H'], b3: [1] },
    nodes: [
      { name: 'z1', op: 'linear', of: ['x', 'W1', 'b1'] },
      { name: 'z2', op: curve, of: ['z1'] },
      { name: 'z3', op: 'linear', of: ['z2', 'W2', 'b2'] },
      { name: 'z4', op: 'relu', of: ['z3'] },
      { name: 'yhat', op: 'linear', of: ['z4', 'W3', 'b3'] },
      { name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] },
    ],
  };
}

export function regressionSteps(curve: 'sigmoid' | 'tanh'): Step[] {
  return [
    linear({ name: 'z1', of: ['x', 'W1', 'b1'], activation: 'z2' }),
    activation({ name: 'z2', op: curve, of: 'z1' }),
    linear({ name: 'z3', of: ['z2', 'W2', 'b2'], preactivation: 'z1', activation: 'z4' }),
    activation({ name: 'z4', op: 'relu', of: 'z3' }),
    output(linear({ name: 'yhat', of: ['z4', 'W3', 'b3'], preactivation: 'z3' })),
    halfSquaredErrorLoss(),
  ];
}
