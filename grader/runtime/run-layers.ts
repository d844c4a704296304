/**
 * Runs a LayersModel on tensors. Masks (of Masking, or of Embedding with `mask_zero`) pass from layer to layer as in
 * Keras; tf.js uses the last mask for all following layers, the first of several, and drops it at many layers.
 */
import type * as core from '@tensorflow/tfjs-core';
import type { LayersModel as Model } from '@tensorflow/tfjs-layers';
import type * as layers from '@tensorflow/tfjs-layers';
import { findMask, maskedAverage, zeroedWhereMasked, type Mask, type Origin } from './masks.js';

type Layer = layers.layers.Layer;

/** Members of a model and of the nodes of its graph that their types do not declare. */
interface Graph {
  readonly inputs: readonly { readonly id: number }[];
  readonly outputs: readonly { readonly id: number }[];
  readonly nodesByDepth: Readonly<Record<string, readonly GraphNode[]>>;
  /** A Sequential contains the model that is run. */
  readonly model?: Graph | null;
}
interface GraphNode {
  readonly outboundLayer: Layer;
  readonly inputTensors: readonly { readonly id: number }[];
  readonly outputTensors: readonly { readonly id: number }[];
  readonly callArgs?: Readonly<Record<string, unknown>> | null;
}

const origins = new WeakMap<object, Origin>();

/** What some layers do with a mask depends on the program that wrote the model. */
export function rememberOrigin(model: object, kerasVersion: unknown): void {
  const version = typeof kerasVersion === 'string' ? kerasVersion : '';
  origins.set(model, /^3\./.test(version) ? 'keras3' : /^[12]\./.test(version) ? 'keras2' : 'tfjs');
}

/** One tensor for each output, at inference; differentiable. */
export function runLayers(model: Model, inputs: core.Tensor[]): core.Tensor[] {
  if (usesMasks(model)) {
    const origin = origins.get(model) ?? 'tfjs';
    return runGraph(
      model as unknown as Graph,
      inputs,
      inputs.map(() => null),
      origin,
    ).map(({ tensor }) => tensor);
  }
  const out = model.apply(inputs.length === 1 ? (inputs[0] as core.Tensor) : inputs, { training: false });
  return [out].flat() as core.Tensor[];
}

/** Whether any layer, also inside others, makes a mask. */
export function usesMasks(layer: Layer | Model): boolean {
  const insides = layer as unknown as { layers?: readonly Layer[]; layer?: Layer; maskZero?: boolean };
  if (insides.layers !== undefined) return insides.layers.some(usesMasks);
  if (insides.layer !== undefined) return usesMasks(insides.layer);
  return layer.getClassName() === 'Masking' || (layer.getClassName() === 'Embedding' && insides.maskZero === true);
}

interface Value {
  readonly tensor: core.Tensor;
  readonly mask: Mask;
}

function runGraph(graph: Graph, inputs: readonly core.Tensor[], masks: readonly Mask[], origin: Origin): Value[] {
  const inner = modelIn(graph);
  if (inner !== null) return runGraph(inner, inputs, masks, origin);
  const values = new Map<number, Value>();
  for (const [index, { id }] of graph.inputs.entries()) {
    values.set(id, { tensor: inputs[index] as core.Tensor, mask: masks[index] ?? null });
  }
  const depths = Object.keys(graph.nodesByDepth)
    .map(Number)
    .sort((a, b) => b - a);
  for (const node of depths.flatMap((depth) => graph.nodesByDepth[String(depth)] ?? [])) {
    if (node.outboundLayer.getClassName() === 'InputLayer') continue;
    const taken = node.inputTensors.map(({ id }) => values.get(id));
    if (!taken.every((value) => value !== undefined)) continue;
    for (const [index, value] of runNode(node, taken, origin).entries()) {
      values.set(node.outputTensors[index]?.id ?? -1, value);
    }
  }
  return graph.outputs.map(({ id }) => values.get(id) as Value);
}

/** The model inside a Sequential, which is built on first access; null for any other model. */
function modelIn(graph: Graph): Graph | null {
  const sequential = graph as Graph & { getClassName?(): string; build?(): void };
  if ((graph.model ?? null) === null && sequential.getClassName?.() === 'Sequential') sequential.build?.();
  return graph.model ?? null;
}

function runNode({ outboundLayer: layer, callArgs }: GraphNode, taken: readonly Value[], origin: Origin): Value[] {
  const tensors = taken.map(({ tensor }) => tensor);
  const masks = taken.map(({ mask }) => mask);
  if ('nodesByDepth' in layer || 'model' in layer) return runGraph(layer as unknown as Graph, tensors, masks, origin);
  const [mask = null] = masks;
  const kwargs = { ...callArgs, training: false, ...(mask === null ? {} : { mask }) };
  const made =
    average(layer, tensors, mask, origin) ??
    layer.apply(tensors.length === 1 ? (tensors[0] as core.Tensor) : tensors, kwargs);
  const outputs = [made].flat() as core.Tensor[];
  return outputs.map((output, index) => ({
    tensor: index === 0 ? zeroedWhereMasked(layer, output, mask, origin) : output,
    mask: index === 0 ? findMask(layer, tensors, masks, origin) : null,
  }));
}

/** null for any other layer. */
function average(layer: Layer, [x]: readonly core.Tensor[], mask: Mask, origin: Origin): core.Tensor | null {
  if (layer.getClassName() !== 'GlobalAveragePooling1D' || mask === null || x === undefined || origin === 'tfjs')
    return null;
  const { dataFormat, keepdims } = layer.getConfig() as { dataFormat?: string; keepdims?: boolean };
  return maskedAverage(x, mask, dataFormat === 'channelsFirst', keepdims === true);
}
