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

/** Called with each gradient that is complete; false ends the pass. */
export type Seen = (name: string, gradient: TensorData) => boolean;

/**
 * The gradients as `passBack` finds them, one after the other as they are complete: those of nodes from the last to the
 * first, each followed by those of inputs and parameters that no earlier node uses. False if `seen` ended the pass.
 */
export function watchBack(
  nodes: readonly NetworkNode[],
  start: { readonly name: string; readonly seed: TensorData },
  share: Share,
  seen: Seen,
): boolean {
  const completed = leavesByFirstUse(nodes);
  const gradients: Record<string, TensorData> = { [start.name]: start.seed };
  for (const node of [...nodes].reverse()) {
    const complete = gradients[node.name];
    if (complete === undefined) continue;
    if (!seen(node.name, complete)) return false;
    for (const [index, name] of node.of.entries()) {
      const part = share(node, complete, index, gradients);
      if (part !== null) gradients[name] = sum(gradients[name], part);
    }
    for (const name of completed.get(node) ?? []) {
      const leaf = gradients[name];
      if (leaf !== undefined && !seen(name, leaf)) return false;
    }
  }
  return true;
}

/** By node, the inputs and parameters that no earlier node uses: going back, their gradients are complete with it. */
function leavesByFirstUse(nodes: readonly NetworkNode[]): ReadonlyMap<NetworkNode, readonly string[]> {
  const used = new Set(nodes.map(({ name }) => name));
  const leaves = new Map<NetworkNode, readonly string[]>();
  for (const node of nodes) {
    const found = [...new Set(node.of)].filter((name) => !used.has(name));
    for (const name of found) used.add(name);
    leaves.set(node, found);
  }
  return leaves;
}

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
