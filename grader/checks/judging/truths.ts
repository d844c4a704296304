/** What a function is compared with at a sample: the values of a network, or the gradients of its loss. */
import { gradientsWithSubgradients, undeterminedIn } from '../../numerics/gradients.js';
import { evaluate, valuesOf } from '../../numerics/network.js';
import type { Network } from '../../schema/network.js';
import type { ReferenceSample } from '../../stages/resolved.js';
import type { Truth } from './outputs.js';

export function valuesAt(network: Network, sample: ReferenceSample): Truth {
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

export function gradientsAt(network: Network, sample: ReferenceSample): Truth {
  const { reference, directions } = gradientsWithSubgradients(network, sample.values);
  const right = reference.gradients;
  return {
    right,
    scale: reference.scale,
    directions,
    point: { network, given: sample.values, right, of: 'gradients', isGeneric: sample.seed !== null },
    undetermined: undeterminedIn(network, valuesOf(network, sample.values)),
  };
}
