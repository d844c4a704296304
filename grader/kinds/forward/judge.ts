/** Compares the outputs of the student's forward function with the reference values. */
import type { Network } from '../../schema/network.js';
import { judgeComparison } from '../../checks/judging/comparison.js';
import type { Judge } from '../../checks/judging/judge.js';
import { valuesAt } from '../../checks/judging/truths.js';

export const judgeForward: Judge<'forward'> = (check, seen, rubric) =>
  judgeComparison(check, seen, rubric, valuesAt, positionOf);

/** In the forward pass, the earliest wrong node is the one to fix first. */
function positionOf(network: Network, of: string): number {
  return network.nodes.findIndex(({ name }) => name === of);
}
