/**
 * Checks that model.json lists the weights that its layers need. Sides that depend on the input are computed along
 * plain chains of layers and left open elsewhere. A layer can therefore not be larger than its weights in the file.
 * Names are matched as in tf.js (`loadWeights` of tfjs-layers' Container). Pure.
 */
import { showName } from '../../files/names.js';
import { countField } from '../../text/fields.js';
import { showShape } from '../../models/shapes.js';
import { weightsOf, type OpenShape } from './layer-weights.js';
import type { Layer, Topology } from './layers.js';
import type { WeightSpec } from './manifest.js';

/** Layers whose weights are named after the layers inside them. */
const OPAQUE = new Set(['TimeDistributed', 'Bidirectional', 'RNN', 'ConvLSTM2D', 'StackedRNNCells']);
/** Layers whose output has the shape of their input. */
const KEEPS_SHAPE = new Set([
  ...['InputLayer', 'Activation', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU', 'Softmax', 'Rescaling'],
  ...['Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout', 'BatchNormalization'],
  ...['LayerNormalization', 'GroupNormalization', 'UnitNormalization', 'Normalization', 'Masking'],
]);

/** Why the listed weights do not fit the layers, as a whole sentence; null if they do, as far as is known. */
export function problemOfWeights(topology: Topology, all: readonly WeightSpec[]): string | null {
  const listed = all.filter((weight) => !weight.optimizer);
  // Keras 3 numbers its variables (`.../vars/0`), so their names do not say what they are.
  if (listed.some((weight) => /(^|\/)vars\/\d+$/.test(weight.name))) return null;
  const byName = new Map(listed.map((weight) => [withoutCell(weight.name), weight]));
  for (const weight of listed) byName.set(weight.name, weight);
  const used = new Set<WeightSpec>();
  let shape = topology.chain ? topology.inputShape : null;
  for (const layer of topology.layers) {
    const problem = problemOfLayer(layer, shape, byName, used);
    if (problem !== null) return problem;
    shape = topology.chain ? shapeAfter(layer, shape) : null;
  }
  if (topology.layers.some((layer) => OPAQUE.has(layer.className))) return null;
  const extra = listed.find((weight) => !used.has(weight));
  return extra ? `weight ${showName(extra.name)} belongs to no layer of the model; export the model again` : null;
}

function problemOfLayer(
  layer: Layer,
  input: OpenShape,
  byName: ReadonlyMap<string, WeightSpec>,
  used: Set<WeightSpec>,
): string | null {
  if (layer.wrapped) return null;
  const owner = `the layer ${showName(layer.name)} (${layer.className})`;
  for (const [part, wanted] of Object.entries(weightsOf(layer, input))) {
    const name = showName(`${layer.name}/${part}`);
    const weight = byName.get(`${layer.name}/${part}`);
    if (weight === undefined) {
      return `weight ${name} is missing: ${owner} needs it and model.json does not list it; export the model again`;
    }
    if (wanted !== null && !fits(weight.shape, wanted)) {
      return `weight ${name} has shape ${showShape(weight.shape)}, but ${owner} needs ${showShape(wanted)}; export the model again`;
    }
    used.add(weight);
  }
  return null;
}

/** TF 2.2 writes `layer/cell/kernel` for `layer/kernel`. */
function withoutCell(name: string): string {
  const parts = name.split('/');
  return [...parts.slice(0, -2), ...parts.slice(-1)].join('/');
}

function fits(shape: readonly number[], wanted: readonly (number | null)[]): boolean {
  return shape.length === wanted.length && shape.every((side, axis) => wanted[axis] === null || wanted[axis] === side);
}

function shapeAfter(layer: Layer, shape: OpenShape): OpenShape {
  if (shape === null) return null;
  if (KEEPS_SHAPE.has(layer.className)) return shape;
  if (layer.className === 'Dense') return [...shape.slice(0, -1), countField(layer.config, 'units')];
  if (layer.className !== 'Flatten') return null;
  let size: number | null = 1;
  for (const side of shape) size = size === null || side === null ? null : size * side;
  return [size];
}
