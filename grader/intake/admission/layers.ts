/** Reads the layers of a LayersModel out of its topology: Sequential or functional, models inside models. Pure. */
import { showName } from '../names.js';
import { field, isCount, isRecord, listField, textField } from './fields.js';
import { ACTIVATION_LAYERS, CONTAINERS, WRAPPERS } from './vocabulary.js';

export interface Layer {
  readonly name: string;
  readonly className: string;
  readonly activation: string | null;
  readonly config: unknown;
  /** Inside a TimeDistributed or Bidirectional, which names its weights itself. */
  readonly wrapped: boolean;
  /** What it computes is the model's output, and is used nowhere else. */
  readonly output: boolean;
}

export interface Topology {
  /** In the order of the file; models inside models are replaced by their layers. */
  readonly layers: readonly Layer[];
  /** True when each layer feeds the next: Sequential models only. */
  readonly chain: boolean;
  readonly inputs: number;
  readonly outputs: number;
  /** Without the batch side; null where the file does not say. */
  readonly inputShape: readonly (number | null)[] | null;
}

export type TopologyRead =
  { readonly ok: true; readonly topology: Topology } | { readonly ok: false; readonly problem: string };

const MAX_LAYERS = 10_000;

class TopologyProblem extends Error {}

interface Reading {
  readonly layers: Layer[];
  chain: boolean;
}

/** `modelTopology` as tf.js or its Keras converter (`model_config`) writes it. */
export function readTopology(modelTopology: unknown): TopologyRead {
  const root = field(modelTopology, 'model_config', 'modelConfig') ?? modelTopology;
  const reading: Reading = { layers: [], chain: true };
  try {
    const className = classNameOf(root);
    if (!CONTAINERS.has(className)) {
      throw new TopologyProblem(
        `describes a ${showName(className)} where a Sequential or functional model is expected`,
      );
    }
    readContainer(root, className, true, reading);
    const sequential = className === 'Sequential';
    return {
      ok: true,
      topology: {
        layers: reading.layers,
        chain: reading.chain,
        inputs: sequential ? 1 : endsOf(root, 'input_layers', 'inputLayers').length,
        outputs: sequential ? 1 : endsOf(root, 'output_layers', 'outputLayers').length,
        inputShape: inputShapeOf(root),
      },
    };
  } catch (cause) {
    if (cause instanceof TopologyProblem) return { ok: false, problem: cause.message };
    throw cause;
  }
}

function readContainer(node: unknown, className: string, output: boolean, reading: Reading): void {
  const sequential = className === 'Sequential';
  if (!sequential) reading.chain = false;
  const layers = layersOf(node);
  if (layers.length === 0) throw new TopologyProblem('describes a model without layers');
  const end = firstOf(endsOf(node, 'output_layers', 'outputLayers'));
  for (const layer of layers) {
    const last = sequential ? layer === layers.at(-1) : nameOf(layer) === end && !isShared(layer);
    readLayer(layer, { wrapped: false, output: output && last }, reading);
  }
}

/** True for a layer that a functional model uses more than once. */
function isShared(layer: unknown): boolean {
  return listField(layer, 'inbound_nodes', 'inboundNodes').length > 1;
}

function readLayer(node: unknown, place: Pick<Layer, 'wrapped' | 'output'>, reading: Reading): void {
  const className = classNameOf(node);
  if (CONTAINERS.has(className)) {
    readContainer(node, className, place.output, reading);
    return;
  }
  if (reading.layers.length >= MAX_LAYERS) throw new TopologyProblem(`has more than ${String(MAX_LAYERS)} layers`);
  const config = field(node, 'config');
  const name = textField(config, 'name') ?? textField(node, 'name');
  if (name === null) throw new TopologyProblem(`has a layer (${showName(className)}) without a name`);
  reading.layers.push({ name, className, activation: activationOf(className, config), config, ...place });
  if (WRAPPERS.has(className)) readLayer(field(config, 'layer'), { wrapped: true, output: false }, reading);
}

function classNameOf(node: unknown): string {
  const className = textField(node, 'class_name', 'className');
  if (className === null) throw new TopologyProblem('has no description of the model that can be read (class_name)');
  return className;
}

/** Sequential models of the first Keras versions have the list itself as their config. */
function layersOf(node: unknown): readonly unknown[] {
  const config = field(node, 'config');
  return Array.isArray(config) ? (config as unknown[]) : listField(config, 'layers');
}

function activationOf(className: string, config: unknown): string | null {
  const activation = field(config, 'activation');
  if (typeof activation === 'string') return activation;
  const nested = textField(activation, 'class_name', 'className') ?? textField(field(activation, 'config'), 'name');
  if (nested !== null) return nested;
  return Object.hasOwn(ACTIVATION_LAYERS, className) ? (ACTIVATION_LAYERS[className] ?? null) : null;
}

/** Names of a functional model's ends: `[["a",0,0],["b",0,0]]`, or a single `["a",0,0]`. */
function endsOf(node: unknown, ...names: readonly string[]): readonly unknown[] {
  const ends = listField(field(node, 'config'), ...names);
  return typeof ends[0] === 'string' ? [ends] : ends;
}

function inputShapeOf(node: unknown): readonly (number | null)[] | null {
  const layers = layersOf(node);
  const sequential = textField(node, 'class_name', 'className') === 'Sequential';
  const first = sequential ? layers[0] : layers.find((layer) => nameOf(layer) === firstInputOf(node));
  if (first === undefined) return null;
  if (CONTAINERS.has(textField(first, 'class_name', 'className') ?? '')) return inputShapeOf(first);
  const config = field(first, 'config');
  const shape = field(config, 'batch_input_shape', 'batchInputShape', 'batch_shape', 'batchShape');
  if (!Array.isArray(shape) || shape.length === 0) return null;
  const sides = (shape as unknown[]).slice(1);
  return sides.every((side) => side === null || isCount(side)) ? sides : null;
}

function nameOf(layer: unknown): string | null {
  return textField(layer, 'name') ?? (isRecord(layer) ? textField(layer['config'], 'name') : null);
}

function firstInputOf(node: unknown): unknown {
  return firstOf(endsOf(node, 'input_layers', 'inputLayers'));
}

/** Name of the first end. */
function firstOf(ends: readonly unknown[]): unknown {
  const [first] = ends;
  return Array.isArray(first) ? (first as unknown[])[0] : undefined;
}
