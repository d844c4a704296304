/**
 * Reads the layers of a LayersModel from its topology, whose keys are in one spelling: Sequential or functional, models
 * inside models, layers around layers. Anything that tf.js would build without this reader seeing it must be refused.
 * Pure.
 */
import { showName } from '../../files/names.js';
import { field, isCount, isRecord, listField, problemOfName, textField } from '../../text/fields.js';
import { problemOfNodes } from './layer-nodes.js';
import {
  ACTIVATION_FIELDS,
  ACTIVATION_LAYERS,
  CONTAINERS,
  DEFAULT_ACTIVATIONS,
  holdsLayers,
  isFunction,
  LAYERS,
} from '../../models/vocabulary.js';

export interface Layer {
  readonly name: string;
  readonly className: string;
  readonly activation: string | null;
  readonly config: unknown;
  /** Inside a TimeDistributed, Bidirectional or RNN, which names its weights itself. */
  readonly wrapped: boolean;
  /** Its result is the model's output and is not used elsewhere. */
  readonly output: boolean;
}

export interface Topology {
  /** In the order of the file; models inside models are replaced by their layers. */
  readonly layers: readonly Layer[];
  /** True when each layer feeds the next: Sequential models only. */
  readonly chain: boolean;
  readonly inputs: number;
  readonly outputs: number;
  /** Without the batch side; null if the file does not say. */
  readonly inputShape: readonly (number | null)[] | null;
}

export type TopologyRead =
  | { readonly ok: true; readonly topology: Topology }
  | { readonly ok: false; readonly problem: string };

const MAX_LAYERS = 10_000;
/** Fields that exporters write but tf.js never reads: Keras beside a `layer`, tf.js itself beside a `cell`. */
const IGNORED = new Set(['Bidirectional.backwardLayer', 'RNN.cells']);
const BATCH_SHAPES = ['batchInputShape', 'batchShape'];

class TopologyProblem extends Error {}

interface Reading {
  readonly layers: Layer[];
  chain: boolean;
}

/** `root` is the model's own description: its class and its config. */
export function readTopology(root: unknown): TopologyRead {
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
        inputs: sequential ? 1 : endsOf(root, 'inputLayers').length,
        outputs: sequential ? 1 : endsOf(root, 'outputLayers').length,
        inputShape: inputShapeOf(root),
      },
    };
  } catch (cause) {
    if (cause instanceof TopologyProblem) return { ok: false, problem: cause.message };
    throw cause;
  }
}

function refuseFor(problem: string | null): void {
  if (problem !== null) throw new TopologyProblem(problem);
}

function readContainer(node: unknown, className: string, output: boolean, reading: Reading): void {
  const sequential = className === 'Sequential';
  if (!sequential) reading.chain = false;
  const layers = layersOf(node);
  if (layers.length === 0) throw new TopologyProblem('describes a model without layers');
  if (!sequential) refuseFor(problemOfNodes(layers, endsOf(node, 'inputLayers'), endsOf(node, 'outputLayers')));
  else refuseFor(problemOfNames(layers));
  const end = firstOf(endsOf(node, 'outputLayers'));
  for (const layer of layers) {
    const last = sequential ? layer === layers.at(-1) : nameOf(layer) === end && !isShared(layer);
    readLayer(layer, { wrapped: false, output: output && last }, reading);
  }
}

/** A name must be unique within its own model; a model inside it has its own names. */
function problemOfNames(layers: readonly unknown[]): string | null {
  const names = new Set<string>();
  for (const layer of layers) {
    const name = textField(field(layer, 'config'), 'name') ?? textField(layer, 'name');
    if (name === null) continue;
    if (names.has(name)) return `has two layers named ${showName(name)}: give each its own name`;
    names.add(name);
  }
  return null;
}

/** True for a layer that a functional model uses more than once. */
function isShared(layer: unknown): boolean {
  return listField(layer, 'inboundNodes').length > 1;
}

function readLayer(node: unknown, place: Pick<Layer, 'wrapped' | 'output'>, reading: Reading): void {
  const className = classNameOf(node);
  refuseFor(problemOfName(className, 'a kind of layer with a name'));
  if (CONTAINERS.has(className)) {
    readContainer(node, className, place.output, reading);
    return;
  }
  if (reading.layers.length >= MAX_LAYERS) throw new TopologyProblem(`has more than ${String(MAX_LAYERS)} layers`);
  const config = field(node, 'config');
  const name = textField(config, 'name') ?? textField(node, 'name');
  if (name === null) throw new TopologyProblem(`has a layer (${showName(className)}) without a name`);
  refuseFor(problemOfName(name, 'a layer with a name'));
  reading.layers.push({ name, className, activation: activationOf(name, className, config), config, ...place });
  for (const inner of innerOf(name, className, config)) readLayer(inner, { wrapped: true, output: false }, reading);
}

/** The layers in a layer's config, if its class has any. A layer anywhere else would be built without being seen. */
function innerOf(name: string, className: string, config: unknown): readonly unknown[] {
  const place = holdsLayers(className);
  for (const [key, value] of isRecord(config) ? Object.entries(config) : []) {
    if (key === place || IGNORED.has(`${className}.${key}`)) continue;
    if (ACTIVATION_FIELDS.has(key) && isFunction(textField(value, 'className') ?? '')) continue;
    const stray = [value, ...(Array.isArray(value) ? (value as unknown[]) : [])].find(isLayer);
    if (stray === undefined) continue;
    throw new TopologyProblem(
      `has the layer ${showName(name)} (${showName(className)}) with another layer in its "${showName(key)}", where none belongs`,
    );
  }
  if (place === null) return [];
  const inner = field(config, place);
  return Array.isArray(inner) ? (inner as unknown[]) : [inner];
}

function isLayer(value: unknown): boolean {
  const className = textField(value, 'className');
  return className !== null && (LAYERS.has(className) || CONTAINERS.has(className)) && isRecord(field(value, 'config'));
}

function classNameOf(node: unknown): string {
  const className = textField(node, 'className');
  if (className === null) throw new TopologyProblem('has no description of the model that can be read (class_name)');
  return className;
}

/** Sequential models of the first Keras versions have the list itself as their config. */
function layersOf(node: unknown): readonly unknown[] {
  const config = field(node, 'config');
  return Array.isArray(config) ? (config as unknown[]) : listField(config, 'layers');
}

/** The activation that the loaded layer applies. A class that is an activation applies it, whatever its config says. */
function activationOf(layer: string, className: string, config: unknown): string | null {
  // tf.js writes the activation of the cell there, which is reported for the cell
  if (className === 'RNN') return null;
  const activation = field(config, 'activation');
  const written =
    typeof activation === 'string'
      ? activation
      : (textField(activation, 'className') ?? textField(field(activation, 'config'), 'name'));
  if (written !== null) refuseFor(problemOfName(written, 'an activation with a name'));
  const own = Object.hasOwn(ACTIVATION_LAYERS, className) ? ACTIVATION_LAYERS[className] : undefined;
  if (own === undefined) return written ?? DEFAULT_ACTIVATIONS.get(className) ?? null;
  if (written === null || written.toLowerCase() === own.toLowerCase()) return own;
  throw new TopologyProblem(
    `has the layer ${showName(layer)} (${showName(className)}) with the activation ${showName(written)}, but such a layer always is ${own}: leave the activation out`,
  );
}

/** Names of a functional model's ends: `[["a",0,0],["b",0,0]]`, or a single `["a",0,0]`. */
function endsOf(node: unknown, name: string): readonly unknown[] {
  const ends = listField(field(node, 'config'), name);
  return typeof ends[0] === 'string' ? [ends] : ends;
}

function inputShapeOf(node: unknown): readonly (number | null)[] | null {
  const layers = layersOf(node);
  const sequential = textField(node, 'className') === 'Sequential';
  const first = sequential ? layers[0] : layers.find((layer) => nameOf(layer) === firstOf(endsOf(node, 'inputLayers')));
  if (first === undefined) return null;
  if (CONTAINERS.has(textField(first, 'className') ?? '')) return inputShapeOf(first);
  const config = field(first, 'config');
  const shape = BATCH_SHAPES.map((name) => field(config, name)).find((value) => value !== undefined);
  if (!Array.isArray(shape) || shape.length === 0) return null;
  const sides = (shape as unknown[]).slice(1);
  return sides.every((side) => side === null || isCount(side)) ? sides : null;
}

function nameOf(layer: unknown): string | null {
  return textField(layer, 'name') ?? textField(field(layer, 'config'), 'name');
}

/** Name of the first end. */
function firstOf(ends: readonly unknown[]): unknown {
  const [first] = ends;
  return Array.isArray(first) ? (first as unknown[])[0] : undefined;
}
