/**
 * Examines an exported model by its model.json and the sizes of the files beside it, before any weight is read and
 * before anything is loaded. Pure. Sentences are for students and must not quote the content of files.
 */
import { sizeOf } from '../../tensor/tensor.js';
import type { ModelFacts } from '../../protocol/model-facts.js';
import { translateModel } from '../../translation/translate.js';
import { showName } from '../../files/names.js';
import { problemOfWeights } from './expected-weights.js';
import type { JsonRecord } from '../../text/fields.js';
import type { ScannedWeight } from './finite-scan.js';
import {
  placeGroups,
  problemOfBytes,
  unreadBytesOf,
  problemOfSize,
  type FileSizes,
  type PlacedGroup,
  type Placement,
} from './files.js';
import { readFormat } from './format.js';
import { trainedIn } from './graph-trained.js';
import { parametersOf } from './graph-weights.js';
import { problemOfConstants, readGraph } from './graph.js';
import { parseJsonObject } from './json.js';
import { readTopology, type Layer, type Topology } from './layers.js';
import { readManifest, type WeightGroup, type WeightSpec } from './manifest.js';
import { leastInGraph, leastInLayers } from './variances.js';
import {
  ACTIVATION_LAYERS,
  ACTIVATIONS,
  insteadOf,
  isFunction,
  knownActivation,
  knownClass,
  LAYERS,
} from '../../models/vocabulary.js';

export interface Examination {
  /** What could be measured, also for a model that is refused. */
  readonly facts: ModelFacts | null;
  /** Why the model is refused: a sentence that names the file; null if nothing is wrong so far. */
  readonly problem: string | null;
  /** Weights to read and scan: empty unless the files are as long as declared. */
  readonly groups: readonly ScannedGroup[];
}

export interface ScannedGroup {
  readonly files: readonly string[];
  readonly weights: readonly ScannedWeight[];
}

/** The facts in the description of the model, in either format. */
interface Description {
  readonly format: ModelFacts['format'];
  readonly layers: ModelFacts['layers'];
  readonly inputShape: ModelFacts['inputShape'];
  readonly problem: string | null;
  readonly problemOf: (weights: readonly WeightSpec[]) => string | null;
  readonly parametersOf: (weights: readonly WeightSpec[]) => number;
  /** The smallest value that the weight of this name may have. */
  readonly least: ReadonlyMap<string, number>;
  /** Names of the trained weights; null if all are trained. */
  readonly trained: ReadonlySet<string> | null;
}

/** `path` is that of model.json in the snapshot; `sizes` has all files of the snapshot. */
export function examineModel(path: string, json: Uint8Array, sizes: FileSizes): Examination {
  const shown = showName(path);
  const refuse = (problem: string, facts: ModelFacts | null = null): Examination => ({
    facts,
    problem: `${shown} ${problem}`,
    groups: [],
  });
  const parsed = parseJsonObject(json);
  if (!parsed.ok) return refuse(parsed.problem);
  const translated = translateModel(parsed.value);
  if (!translated.ok) return refuse(translated.problem);
  const described = describe(translated.model);
  if (typeof described === 'string') return refuse(described);
  const manifest = readManifest(translated.model);
  if (!manifest.ok) return refuse(described.problem ?? manifest.problem);

  const placement = placeGroups(manifest.groups, path, sizes);
  const facts = factsOf(described, manifest.groups, placement.ok ? placement.fileBytes : (sizes.get(path) ?? 0));
  const unreadBytes = placement.ok ? unreadBytesOf(placement.groups, sizes) : 0;
  const problem = problemOf(shown, described, manifest.groups, placement, sizes);
  const groups = problem === null && placement.ok ? placement.groups : [];
  return {
    facts: unreadBytes > 0 ? { ...facts, unreadBytes } : facts,
    problem,
    groups: groups.map((group) => scanned(group, described)),
  };
}

/** The most fundamental problem, as a whole sentence. */
function problemOf(
  shown: string,
  described: Description,
  groups: readonly WeightGroup[],
  placement: Placement,
  sizes: FileSizes,
): string | null {
  const early = described.problem ?? problemOfSize(groups);
  if (early !== null) return `${shown} ${early}`;
  if (!placement.ok) return `${shown} ${placement.problem}`;
  const bytes = problemOfBytes(placement.groups, sizes);
  if (bytes !== null) return bytes;
  const misfit = described.problemOf(groups.flatMap((group) => group.weights));
  return misfit === null ? null : `${shown}: ${misfit}`;
}

/** Weights of the optimizer are skipped in a LayersModel and may have any values. */
function scanned({ files, weights }: PlacedGroup, { format, least, trained }: Description): ScannedGroup {
  const isUsed = ({ optimizer }: WeightSpec) => format === 'graph-model' || !optimizer;
  return {
    files,
    weights: weights.map((weight) => ({
      ...weight,
      ...(isUsed(weight) ? {} : { stored: 'unused', scaling: null }),
      least: least.get(weight.name) ?? null,
      mayBeInfinite: trained !== null && !trained.has(weight.name),
    })),
  };
}

function describe(model: JsonRecord): Description | string {
  const read = readFormat(model);
  if (!read.ok) return read.problem;
  return read.format === 'graph-model' ? describeGraph(model, read.topology) : describeLayers(read.topology);
}

function describeLayers(root: unknown): Description | string {
  const read = readTopology(root);
  if (!read.ok) return read.problem;
  return {
    format: 'layers-model',
    layers: read.topology.layers
      .filter((layer) => layer.className !== 'InputLayer')
      .map(({ name, className, activation, output }) => ({
        name,
        className: knownClass(className),
        activation: activation === null ? null : knownActivation(activation),
        output,
      })),
    inputShape: read.topology.inputShape,
    problem: problemOfLayers(read.topology),
    problemOf: (weights) => problemOfWeights(read.topology, weights),
    parametersOf: (weights) => weights.reduce((sum, weight) => sum + sizeOf(weight.shape), 0),
    least: leastInLayers(read.topology),
    trained: null,
  };
}

function describeGraph(model: JsonRecord, topology: unknown): Description | string {
  const read = readGraph(model, topology);
  if (!read.ok) return read.problem;
  const { graph } = read;
  return {
    format: 'graph-model',
    layers: graph.operations,
    inputShape: graph.inputShape,
    problem:
      graph.inputs > 1
        ? endsProblem(graph.inputs, 'inputs')
        : graph.outputs > 1
          ? endsProblem(graph.outputs, 'outputs')
          : null,
    problemOf: (weights) => problemOfConstants(graph, weights),
    parametersOf: (weights) => parametersOf(graph, weights),
    least: leastInGraph(graph),
    trained: trainedIn(graph),
  };
}

function problemOfLayers(topology: Topology): string | null {
  for (const layer of topology.layers) {
    const problem = problemOfLayer(layer);
    if (problem !== null) return problem;
  }
  if (topology.inputs !== 1) return endsProblem(topology.inputs, 'inputs');
  if (topology.outputs !== 1) return endsProblem(topology.outputs, 'outputs');
  return topology.inputShape === null
    ? 'does not say what shape the model takes: give the first layer an inputShape and export it again'
    : null;
}

function problemOfLayer({ name, className, activation }: Layer): string | null {
  const shown = `${showName(name)} (${showName(className)})`;
  if (!LAYERS.has(className)) return `has the layer ${shown}, which is not supported: ${insteadOf(className)}`;
  const own =
    activation === null ||
    ACTIVATIONS.has(activation) ||
    Object.hasOwn(ACTIVATION_LAYERS, className) ||
    isFunction(activation);
  return own ? null : `has the layer ${shown} with the activation ${showName(activation)}, which is not supported`;
}

function endsProblem(found: number, what: 'inputs' | 'outputs'): string {
  const advice = what === 'inputs' ? 'takes the examples alone' : 'gives the classes alone';
  return `describes a model with ${String(found)} ${what}; exactly one is expected: export a model that ${advice}`;
}

function factsOf(described: Description, groups: readonly WeightGroup[], fileBytes: number): ModelFacts {
  const all = groups.flatMap((group) => group.weights);
  // a LayersModel does not load the optimizer's weights; a graph ignores groups
  const weights = described.format === 'graph-model' ? all : all.filter((weight) => !weight.optimizer);
  return {
    format: described.format,
    parameters: described.parametersOf(weights),
    fileBytes,
    layers: described.layers,
    inputShape: described.inputShape,
    weights: weights.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
  };
}
