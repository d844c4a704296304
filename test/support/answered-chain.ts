/** One chain of answers to the network of Quiz 2, or to another, and the verdict on the last of them. */
import { Chain, keyOf, type StepName, type StepVerdict } from '../../grader/numerics/following/follow-through.js';
import type { Values } from '../../grader/numerics/network.js';
import type { Network } from '../../grader/schema/network.js';
import { float64, type TensorData } from '../../grader/tensor/tensor.js';
import { QUIZ2 } from './quiz2-network.js';

/** z1 = z2 = (2, 5), yhat = 2, loss = 4.5, dyhat = -3, dz2 = dz1 = (-9, 3). */
export const GIVEN = {
  x: float64([1, 2], [2, 1]),
  y: float64([1, 1], [5]),
  W1: float64([2, 2], [1, -1, 2, 3]),
  b1: float64([2], [1, -2]),
  w2: float64([1, 2], [3, -1]),
  b2: float64([1], [1]),
};
export const value = (of: string): StepName => ({ kind: 'value', of });
export const gradient = (of: string): StepName => ({ kind: 'gradient', of });
export const row = (...values: number[]) => float64([1, values.length], values);
export const one = (number: number) => float64([1, 1], [number]);

export type Step = readonly [StepName, TensorData];
/** The verdict on the last of the answers. */
export function judgeLast(steps: readonly Step[], given: Values = GIVEN, network: Network = QUIZ2): StepVerdict {
  const chain = new Chain(network, given, new Map(steps.map(([step, answer]) => [keyOf(step), answer])));
  const [step, answer] = steps.at(-1) ?? [value('none'), one(NaN)];
  return chain.judge(step, answer);
}
