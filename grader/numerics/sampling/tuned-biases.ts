/**
 * Moves pre-activations away from the kink of relu by choosing biases: in a large network, no random sample has all of
 * them far from it. Only biases that one layer alone adds are changed, each to a value of the grid of generic samples.
 */
import type { Network, NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { applyNode, operandsOf, type Values } from '../network.js';
import { isRectifier } from '../ops/activations.js';
import { at } from '../ops/op.js';

const BIAS = 2;
const WITH_BIAS: readonly NetworkNode['op'][] = ['linear', 'conv2d', 'depthwise-conv2d'];

/** The sample with other biases; `choices` are the values that a bias may take. */
export function withTunedBiases(network: Network, given: Values, choices: readonly number[]): Values {
  const chosen: Record<string, TensorData> = { ...given };
  const values: Record<string, TensorData> = { ...given };
  for (const node of network.nodes) {
    const value = applyNode(node, operandsOf(node, values));
    const bias = biasOf(node, network, chosen);
    if (bias === null) {
      values[node.name] = value;
      continue;
    }
    const tuned = tune(value, bias.tensor, choices);
    chosen[bias.name] = tuned;
    values[bias.name] = tuned;
    values[node.name] = applyNode(node, operandsOf(node, values));
  }
  return chosen;
}

/** The bias of a layer before a relu that no other node uses; null if there is none. */
function biasOf(node: NetworkNode, { nodes, parameters }: Network, given: Values) {
  const name = node.of[BIAS];
  const tensor = name === undefined ? undefined : given[name];
  if (!WITH_BIAS.includes(node.op) || name === undefined || tensor === undefined) return null;
  const isBeforeRelu = nodes.some(({ op, of }) => isRectifier(op) && of.includes(node.name));
  const isItsOwn = Object.hasOwn(parameters, name) && nodes.filter(({ of }) => of.includes(name)).length === 1;
  return isBeforeRelu && isItsOwn ? { name, tensor } : null;
}

/** For each unit, the bias at which the smallest |z| is largest; the unit must be on for some and off for others. */
function tune(z: TensorData, bias: TensorData, choices: readonly number[]): TensorData {
  const units = bias.values.length;
  const values = Float64Array.from({ length: units }, (_, unit) => {
    const old = at(bias, unit);
    const without = Array.from({ length: z.values.length / units }, (_row, row) => at(z, row * units + unit) - old);
    let [best, margin] = [old, -1];
    for (const choice of choices) {
      const least = smallest(without, choice);
      if (least <= margin) continue;
      [best, margin] = [choice, least];
    }
    return best;
  });
  return { dtype: 'float64', shape: bias.shape, values };
}

/** min |u + b|; 0 if all have one sign. */
function smallest(without: readonly number[], bias: number): number {
  let [least, above, below] = [Infinity, false, false];
  for (const value of without) {
    const z = value + bias;
    least = Math.min(least, Math.abs(z));
    if (z > 0) above = true;
    else below = true;
  }
  return above && below ? least : 0;
}
