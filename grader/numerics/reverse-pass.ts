/**
 * The one reverse pass: a gradient goes back through the nodes, last first, and what comes to a value from the nodes that
 * use it is added up. What passes through a node is the caller's business.
 */
import type { NetworkNode } from '../schema/network.js';
import type { TensorData } from '../tensor/tensor.js';
import { at, build } from './ops/op.js';

/** What operand `index` of a node gets of the gradient `upstream` of its output; null for labels. */
export type Share = (node: NetworkNode, upstream: TensorData, index: number) => TensorData | null;

/** What goes on back from a value when its gradient is complete. */
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
      const part = share(node, upstream, index);
      if (part !== null) gradients[name] = sum(gradients[name], part);
    }
  }
  return gradients;
}

function sum(a: TensorData | undefined, b: TensorData): TensorData {
  return a === undefined ? b : build(b.shape, (index) => at(a, index) + at(b, index));
}
