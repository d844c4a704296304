/**
 * The only reverse pass: propagates a gradient back through the nodes, last first, and adds up the contributions to a
 * value from all nodes that use it. The caller decides what passes through a node.
 */
import type { NetworkNode } from '../schema/network.js';
import type { TensorData } from '../tensor/tensor.js';
import { at, build } from './ops/op.js';

/**
 * What the gradient `upstream` of a node's output contributes to that of operand `index`; null for labels. `gradients`
 * holds what was found so far, which is complete for the outputs of later nodes.
 */
export type Share = (
  node: NetworkNode,
  upstream: TensorData,
  index: number,
  gradients: Readonly<Record<string, TensorData>>,
) => TensorData | null;

/** The gradient to propagate further back from a value when its own gradient is complete. */
export type Replace = (name: string, gradient: TensorData) => TensorData;

const keep: Replace = (_name, gradient) => gradient;

/** The gradient of every value that `start` depends on, before it was replaced. */
export function passBack(
  nodes: readonly NetworkNode[],
  start: { readonly name: string; readonly seed: TensorData },
  share: Share,
  replace: Replace = keep,
): Record<string, TensorData> {
  const gradients: Record<string, TensorData> = { [start.name]: start.seed };
  for (const node of [...nodes].reverse()) {
    const complete = gradients[node.name];
    if (complete === undefined) continue;
    const upstream = replace(node.name, complete);
    for (const [index, name] of node.of.entries()) {
      const part = share(node, upstream, index, gradients);
      if (part !== null) gradients[name] = sum(gradients[name], part);
    }
  }
  return gradients;
}

function sum(a: TensorData | undefined, b: TensorData): TensorData {
  return a === undefined ? b : build(b.shape, (index) => at(a, index) + at(b, index));
}
