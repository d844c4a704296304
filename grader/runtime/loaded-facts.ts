/**
 * Facts about a loaded model as tf.js has built it; the parent compares them with what the reader found in the files.
 * Must not run in a worker with student code.
 */
import type { LoadedLayer, LoadedModel } from '../protocol/worker.js';
import { findEmptyResult } from './empty-result.js';
import type { Model } from './model.js';
import { tf } from './tf.js';

type LayersModel = Awaited<ReturnType<typeof tf.loadLayersModel>>;
type Layer = LayersModel['layers'][number];
type Sides = readonly (number | null)[];

/** Fields of some layers that their types do not declare. */
interface Insides {
  readonly layers?: readonly Layer[];
  readonly layer?: Layer;
  readonly forwardLayer?: Layer;
  readonly cell?: Layer;
  readonly cells?: readonly Layer[];
  readonly activation?: { getClassName?(): string } | null;
}

/** Longer than any accepted name. */
const MOST_CHARACTERS = 1000;

export async function factsOfModel(model: Model, example: readonly number[]): Promise<LoadedModel> {
  const empty = await findEmptyResult(model, example);
  if (model instanceof tf.GraphModel) {
    const weights = Object.values(model.weights).flat();
    return {
      format: 'graph-model',
      parameters: weights.reduce((sum, { size }) => sum + size, 0),
      inputShape: null,
      layers: [],
      operations: operationsOf(model),
      empty,
    };
  }
  return {
    format: 'layers-model',
    parameters: model.weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    inputShape: model.inputs[0]?.shape.slice(1) ?? null,
    layers: model.layers.flatMap(layersIn),
    operations: [],
    empty: emptyLayer(model) ?? empty,
  };
}

function sizeOf(shape: Sides): number {
  return shape.reduce<number>((product, side) => product * (side ?? 0), 1);
}

/** The kinds of operations in the graph and its functions, each once. */
function operationsOf(model: InstanceType<typeof tf.GraphModel>): string[] {
  interface Graph {
    readonly nodes: Readonly<Record<string, { readonly op: string }>>;
    readonly functions?: Readonly<Record<string, Graph>>;
  }
  const kindsIn = ({ nodes, functions = {} }: Graph): string[] => [
    ...Object.values(nodes).map(({ op }) => op),
    ...Object.values(functions).flatMap(kindsIn),
  ];
  const { executor } = model as unknown as { readonly executor: { readonly graph: Graph } };
  return [...new Set(kindsIn(executor.graph))].sort();
}

function layersIn(layer: Layer): LoadedLayer[] {
  const insides = layer as unknown as Insides;
  if (insides.layers !== undefined) return insides.layers.flatMap(layersIn);
  const className = layer.getClassName();
  if (className === 'InputLayer') return [];
  // a layer around a cell applies no activation itself; one that made its own cell is reported with that of the cell
  const own = className === 'RNN' ? undefined : (insides.cell as unknown as Insides | undefined);
  const activation = insides.activation ?? own?.activation;
  const told = { className: cut(className), activation: cut(activation?.getClassName?.() ?? null) };
  return [told, ...heldBy(className, insides).flatMap(layersIn)];
}

/** Layers inside a layer, as far as a model's description lists them too. */
function heldBy(className: string, { layer, forwardLayer, cell, cells = [] }: Insides): readonly Layer[] {
  if (className === 'TimeDistributed') return layer === undefined ? [] : [layer];
  if (className === 'Bidirectional') return forwardLayer === undefined ? [] : [forwardLayer];
  if (className === 'RNN') return cell === undefined ? [] : [cell];
  return className === 'StackedRNNCells' ? cells : [];
}

function cut<T extends string | null>(text: T): T {
  return (text === null ? null : text.slice(0, MOST_CHARACTERS)) as T;
}

/** The first layer whose output is known to have no size. */
function emptyLayer(model: LayersModel): string | null {
  for (const layer of model.layers) {
    for (const { outputShapes } of layer.inboundNodes) {
      const shapes = (Array.isArray(outputShapes[0]) ? outputShapes : [outputShapes]) as Sides[];
      const empty = shapes.find((shape) => shape.some((side) => side !== null && side <= 0));
      if (empty === undefined) continue;
      return `the layer ${cut(layer.name)} (${cut(layer.getClassName())}) gives an output of shape ${show(empty)}`;
    }
  }
  return null;
}

function show(shape: Sides): string {
  return `[${shape.map(String).join(', ')}]`;
}
