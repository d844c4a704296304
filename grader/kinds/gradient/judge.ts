/**
 * Compares the student's gradients with the reference gradients; any subgradient is accepted at a kink. With `by: hand`,
 * those that tf.js differentiated earn nothing.
 */
import type { Network } from '../../schema/network.js';
import { byHandOnly } from '../../checks/judging/by-hand.js';
import { resultsOf } from '../../checks/judging/calls.js';
import { judgeComparison } from '../../checks/judging/comparison.js';
import type { Judge } from '../../checks/judging/judge.js';
import { gradientsAt } from '../../checks/judging/truths.js';

export const judgeGradient: Judge<'gradient'> = (check, seen, rubric) =>
  byHandOnly(
    check.by,
    resultsOf(check, seen, rubric).map(({ outcome }) => outcome),
    judgeComparison(check, seen, rubric, gradientsAt, distanceFromLoss),
  );

/** Backwards from the loss, nodes before their operands, so that the first wrong tensor is the one with the mistake. */
function distanceFromLoss(network: Network, of: string): number {
  const nodes = [...network.nodes].reverse();
  const asNode = nodes.findIndex(({ name }) => name === of);
  if (asNode >= 0) return 2 * asNode;
  return 2 * nodes.findIndex((node) => node.of.includes(of)) + 1;
}
