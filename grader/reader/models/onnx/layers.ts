/**
 * The layers of a graph, as a rubric counts them. An exporter writes one layer as several operations: a bias that is
 * added, and an activation that follows, belong to the layer with weights before them. Operations that only move values,
 * and those on shapes, are no layers. Pure and linear; the graph must be in order.
 */
import type { LayerFact } from '../../../protocol/model-facts.js';
import type { OnnxGraph, OnnxNode } from '../../../onnx/format/model.js';
import { graphsOf, readBy } from '../../../onnx/format/select.js';
import type { Constants } from '../../../onnx/format/constants.js';
import { describe, type Around } from './layer-classes.js';
import { traitOf } from './operators.js';
import { withWholeActivations } from './whole-activations.js';

/** Numbers of types that whole numbers have, in TensorProto.DataType: a cast to these cuts off. */
const FRACTIONAL_TYPES = new Set([1, 10, 11, 16]);

interface Layer {
  readonly name: string;
  readonly className: string;
  activation: string | null;
  /** It has weights and no activation yet: what follows may be a part of it. */
  isOpen: boolean;
}

interface Walk extends Omit<Around, 'isComputed'> {
  readonly computed: Set<string>;
  /** How often a value is read. */
  readonly uses: ReadonlyMap<string, number>;
  /** The layer whose result is a value that nothing else uses. */
  readonly resultOf: Map<string, Layer>;
  readonly layers: Layer[];
}

export function layersIn(graph: OnnxGraph, constants: Constants, sides: number): LayerFact[] {
  const walk: Walk = {
    ...{ constants, sides, layers: [], computed: new Set(graph.inputs.map(({ name }) => name)) },
    ...{ uses: usesIn(graph), resultOf: new Map<string, Layer>() },
  };
  walkGraph(graph, walk);
  const last = walk.resultOf.get(graph.outputs[0]?.name ?? '');
  return walk.layers.map((layer) => {
    const { name, className, activation } = layer;
    return { name, className, activation, output: layer === last };
  });
}

function usesIn(graph: OnnxGraph): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const read = [...withWholeActivations(graph.nodes).flatMap(readBy), ...graph.outputs.map(({ name }) => name)];
  for (const name of read) uses.set(name, (uses.get(name) ?? 0) + 1);
  return uses;
}

function walkGraph({ nodes }: OnnxGraph, walk: Walk): void {
  for (const node of withWholeActivations(nodes)) {
    const isComputed = readBy(node).some((name) => walk.computed.has(name)) && traitOf(node.operator) !== 'steady';
    if (!isComputed) continue;
    for (const inner of graphsOf(node.attributes)) walkGraph(inner, walk);
    for (const name of node.outputs) walk.computed.add(name);
    addNode(node, walk);
  }
}

function addNode(node: OnnxNode, walk: Walk): void {
  const [result = ''] = node.outputs;
  const layer = partOf(node, walk) ?? newLayer(node, walk);
  if (layer !== null && walk.uses.get(result) === 1) walk.resultOf.set(result, layer);
}

/** The layer before the operation, if this is a part of it or only moves its result. */
function partOf(node: OnnxNode, walk: Walk): Layer | null {
  const isComputed = (name: string) => walk.computed.has(name);
  const fed = node.inputs.filter(isComputed);
  const before = fed.length === 1 ? walk.resultOf.get(fed[0] ?? '') : undefined;
  if (before === undefined) return null;
  if (isMoving(node)) return before;
  if (!before.isOpen) return null;
  if (node.operator === 'Add') return before;
  if (traitOf(node.operator) !== 'activating') return null;
  before.activation = describe(node, { ...walk, isComputed }).activation;
  before.isOpen = false;
  return before;
}

function newLayer(node: OnnxNode, walk: Walk): Layer | null {
  if (isMoving(node)) return null;
  const isComputed = (name: string) => walk.computed.has(name);
  // a branch that is chosen by a shape is always the same one
  if (node.operator === 'If' && !node.inputs.some(isComputed)) return null;
  const { className, activation } = describe(node, { ...walk, isComputed });
  const isOpen = activation === 'linear';
  const layer = { name: node.name || (node.outputs[0] ?? ''), className, activation, isOpen };
  walk.layers.push(layer);
  return layer;
}

function isMoving({ operator, attributes }: OnnxNode): boolean {
  const { to } = attributes;
  const cuts = operator === 'Cast' && !(to?.kind === 'int' && FRACTIONAL_TYPES.has(to.value));
  return traitOf(operator) === 'moving' && !cuts && operator !== 'CastLike';
}
