/** The network of Quiz 2 and the sample of its example 1(a). */
import { findSamples } from '../../grader/numerics/sampling/samples.js';
import type { Network, SampleSet } from '../../grader/schema/network.js';
import type { ReferenceSample } from '../../grader/stages/resolved.js';

export const QUIZ2: Network = {
  inputs: { x: ['B', 'D'], y: ['B', 1] },
  parameters: { W1: ['H', 'D'], b1: ['H'], w2: [1, 'H'], b2: [1] },
  nodes: [
    { name: 'z1', op: 'linear', of: ['x', 'W1', 'b1'] },
    { name: 'z2', op: 'relu', of: ['z1'] },
    { name: 'yhat', op: 'linear', of: ['z2', 'w2', 'b2'] },
    { name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] },
  ],
};

export const SEED: SampleSet = {
  kind: 'given',
  network: 'quiz2',
  values: {
    W1: [
      [1, -2],
      [0, 2],
    ],
    b1: [0, -1],
    w2: [1, -1],
    b2: 0,
    x: [1, 0],
    y: 2,
  },
};

/** The first point of a set on the network of Quiz 2. */
export function quiz2Point(set: SampleSet = SEED): ReferenceSample {
  const [point] = findSamples('seed', set, QUIZ2);
  if (point === undefined) throw new Error('no point');
  return point;
}
