/**
 * The part of a model that gives its scores: what its one output of fractional numbers depends on. Whole numbers beside
 * it, such as the labels that skl2onnx adds, and inputs, weights and operations that nothing uses are left out, so that
 * they never reach a library. The model must be in order (every value defined once, before its use). Pure and linear.
 */
import type { ElementType, OnnxGraph, OnnxModel, OnnxNode, OnnxValue } from './model.js';

export const FRACTIONAL: ReadonlySet<ElementType> = new Set(['float32', 'float64', 'float16', 'bfloat16']);

/** The output that is the scores; null if there are none or several that may be. */
export function scoresOf({ outputs }: OnnxGraph): OnnxValue | null {
  const [only, ...others] = outputs.length === 1 ? outputs : outputs.filter(({ type }) => FRACTIONAL.has(type));
  return others.length === 0 ? (only ?? null) : null;
}

/** The model without what its scores do not depend on; unchanged if it has none. */
export function selectScores(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const scores = scoresOf(graph);
  if (scores === null) return model;
  const used = new Set([scores.name]);
  const nodes: OnnxNode[] = [];
  // every value is made before it is used, so the last use comes first from behind
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((name) => used.has(name))) continue;
    nodes.push(node);
    for (const name of readBy(node)) used.add(name);
  }
  const initializers = graph.initializers.filter(({ name }) => used.has(name));
  const weights = new Set(initializers.map(({ name }) => name));
  const inputs = graph.inputs.filter(({ name }) => used.has(name) && !weights.has(name));
  return { ...model, graph: { ...graph, nodes: nodes.reverse(), initializers, inputs, outputs: [scores] } };
}

/** Names that an operation reads, also within the graphs that belong to it; some may be made there. */
export function readBy({ inputs, attributes }: OnnxNode): readonly string[] {
  const within = graphsOf(attributes).flatMap(({ nodes, outputs }) => [
    ...nodes.flatMap((node) => readBy(node)),
    ...outputs.map(({ name }) => name),
  ]);
  return [...inputs, ...within];
}

export function graphsOf(attributes: OnnxNode['attributes']): readonly OnnxGraph[] {
  return Object.values(attributes).flatMap((attribute) => (attribute.kind === 'graph' ? [attribute.value] : []));
}
