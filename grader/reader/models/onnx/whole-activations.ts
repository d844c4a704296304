/**
 * Activations that exporters write as several operations, found again as one: x * sigmoid(x) is a swish. Pure, linear.
 */
import type { OnnxNode } from '../../../onnx/format/model.js';

/** The operations with those that are parts of an activation replaced by it. */
export function withWholeActivations(nodes: readonly OnnxNode[]): readonly OnnxNode[] {
  const uses = new Map<string, number>();
  for (const name of nodes.flatMap(({ inputs }) => inputs)) uses.set(name, (uses.get(name) ?? 0) + 1);
  const sigmoids = new Map(
    nodes.flatMap((node): [string, OnnxNode][] => {
      const [result = ''] = node.outputs;
      return node.operator === 'Sigmoid' && uses.get(result) === 1 ? [[result, node]] : [];
    }),
  );
  if (sigmoids.size === 0) return nodes;
  const parts = new Set<OnnxNode>();
  const whole = nodes.map((node) => {
    const [a = '', b = ''] = node.operator === 'Mul' ? node.inputs : [];
    for (const [value, gate] of [
      [a, sigmoids.get(b)],
      [b, sigmoids.get(a)],
    ] as const) {
      if (gate?.inputs[0] !== value) continue;
      parts.add(gate);
      return { ...node, operator: 'Swish', inputs: [value], attributes: {} };
    }
    return node;
  });
  return whole.filter((node) => !parts.has(node));
}
