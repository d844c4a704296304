/** Compares the outputs of the student's forward function with the reference values. */
import { evaluate } from '../../numerics/network.js';
import type { Network } from '../../schema/network.js';
import type { ReferenceSample } from '../../stages/resolved.js';
import { judgeComparison } from '../../checks/judging/comparison.js';
import type { Judge } from '../../checks/judging/judge.js';
import type { Truth } from '../../checks/judging/outputs.js';

export const judgeForward: Judge<'forward'> = (check, seen, rubric) =>
  judgeComparison(check, seen, rubric, truthAt, positionOf);

function truthAt(network: Network, sample: ReferenceSample): Truth {
  const { values, scale } = evaluate(network, sample.values);
  const right = Object.fromEntries(network.nodes.map(({ name }) => [name, values[name]]).filter(isPresent));
  return {
    right,
    scale,
    directions: [],
    point: { network, given: sample.values, right, of: 'values', isGeneric: sample.seed !== null },
  };
}

function isPresent<T>(entry: (string | T | undefined)[]): entry is [string, T] {
  return entry[1] !== undefined;
}

/** In the forward pass, the earliest wrong node is the one to fix first. */
function positionOf(network: Network, of: string): number {
  return network.nodes.findIndex(({ name }) => name === of);
}
