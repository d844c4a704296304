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

interface Start {
  readonly name: string;
  readonly seed: TensorData;
}

/** The gradient of every value that `start` depends on, before it was replaced. */
export function passBack(
  nodes: readonly NetworkNode[],
  start: Start,
  share: Share,
  replace: Replace = keep,
): Record<string, TensorData> {
  const gradients: Record<string, TensorData> = { [start.name]: start.seed };
  for (const [name, gradient] of completed(nodes, start, share, replace)) gradients[name] = gradient;
  return gradients;
}

/** Shows the gradients as they are found. False if `seen` ended the pass. */
export function watchBack(nodes: readonly NetworkNode[], start: Start, share: Share, seen: Seen): boolean {
  for (const [name, gradient] of completed(nodes, start, share, keep)) if (!seen(name, gradient)) return false;
  return true;
}

/**
 * The gradients one after the other as they are complete: those of nodes from the last to the first, each followed by
 * those of inputs and parameters that no earlier node uses.
 */
function* completed(
  nodes: readonly NetworkNode[],
  { name: from, seed }: Start,
  share: Share,
  replace: Replace,
): Generator<readonly [string, TensorData]> {
  const leaves = leavesByFirstUse(nodes);
  const gradients: Record<string, TensorData> = { [from]: seed };
  for (const node of [...nodes].reverse()) {
    const complete = gradients[node.name];
    if (complete !== undefined) {
      yield [node.name, complete];
      const upstream = replace(node.name, complete);
      for (const [index, name] of node.of.entries()) {
        const part = share(node, upstream, index, gradients);
        if (part !== null) gradients[name] = sum(gradients[name], part);
      }
    }
    // a later node may have used it, even if this one does not lead to the start
    for (const name of leaves.get(node) ?? []) {
      const leaf = gradients[name];
      if (leaf !== undefined) yield [name, leaf];
    }
  }
}

/** Inputs and parameters by the first node that uses them, which is the last one in a reverse pass. */
function leavesByFirstUse(nodes: readonly NetworkNode[]): ReadonlyMap<NetworkNode, readonly string[]> {
  const met = new Set(nodes.map(({ name }) => name));
  return new Map(
    nodes.map((node) => {
      const first = [...new Set(node.of)].filter((name) => !met.has(name));
      for (const name of first) met.add(name);
      return [node, first];
    }),
  );
}

function sum(a: TensorData | undefined, b: TensorData): TensorData {
  return a === undefined ? b : build(b.shape, (index) => at(a, index) + at(b, index));
}
