/** Rules that turn a layer of Keras 3 into one that tf.js computes in the same way. */
import { field, isRecord, listField, textField, type JsonRecord } from '../schema/fields.js';
import { activationOf } from './activations.js';
import { endsOf, nodesOf } from './nodes.js';
import { checkOptions, resizedAtHalves } from './options.js';
import { Untranslatable } from './untranslatable.js';

/** Models and layers deeper than that are in no network. */
const MOST_DEPTH = 20;
const CONTAINERS = new Set(['Sequential', 'Functional']);

/** Layers that do nothing but while training. */
const ONLY_IN_TRAINING = new Set([
  ...['RandomFlip', 'RandomRotation', 'RandomZoom', 'RandomTranslation', 'RandomContrast', 'RandomBrightness'],
  ...['RandomHeight', 'RandomWidth', 'RandomShear', 'RandomColorJitter', 'RandomGrayscale', 'RandomHue'],
  ...['RandomSaturation', 'RandomSharpness', 'RandomGaussianBlur', 'RandomErasing', 'ActivityRegularization'],
  'Identity',
]);

/** What is said of training, or of how a weight begins: the weights are in the file. */
const DROPPED =
  /^(?:.*_(?:initializer|regularizer|constraint)|activity_regularizer|dtype|trainable|quantization_config|optional|ragged|seed|synchronized|renorm.*|zero_output_for_mask|build_config)$/;

/** One layer or model, with those inside it. Throws Untranslatable. */
export function translateLayer(node: unknown, depth = 0): JsonRecord {
  const className = textField(node, 'class_name');
  const config = field(node, 'config');
  if (!isRecord(node) || className === null || !isRecord(config)) {
    throw new Untranslatable('has a layer that is not described as Keras 3 describes it: export it again');
  }
  if (depth > MOST_DEPTH) throw new Untranslatable('has layers within layers, deeper than any network');
  const inbound = field(node, 'inbound_nodes');
  return {
    ...(CONTAINERS.has(className) ? container(className, config, depth) : layer(className, config, depth)),
    ...(textField(node, 'name') !== null && { name: field(node, 'name') }),
    ...(Array.isArray(inbound) && { inbound_nodes: nodesOf(inbound) }),
  };
}

function container(className: string, config: JsonRecord, depth: number): JsonRecord {
  const layers = listField(config, 'layers').map((one) => translateLayer(one, depth + 1));
  const name = field(config, 'name');
  if (className === 'Sequential') return { class_name: className, config: { name, layers } };
  const ends = { input_layers: endsOf(config, 'input_layers'), output_layers: endsOf(config, 'output_layers') };
  return { class_name: className, config: { name, layers, ...ends } };
}

/** What a rule is given: the class, its config without what is dropped, and how to say no. */
interface Case {
  readonly className: string;
  readonly config: JsonRecord;
  readonly depth: number;
  readonly refuse: (why: string) => Untranslatable;
}
type Rule = (layer: Case) => JsonRecord;

function layer(className: string, config: JsonRecord, depth: number): JsonRecord {
  if (ONLY_IN_TRAINING.has(className)) return of('Activation', { name: field(config, 'name'), activation: 'linear' });
  const kept = Object.fromEntries(Object.entries(config).filter(([key]) => !DROPPED.test(key)));
  const name = textField(config, 'name') ?? className;
  const refuse = (why: string) => new Untranslatable(`has the layer ${name.slice(0, 100)} (${className}) ${why}`);
  for (const key of ['activation', 'recurrent_activation']) {
    if (Object.hasOwn(kept, key)) kept[key] = activationOf(kept[key], refuse);
  }
  checkOptions(className, config, refuse);
  const rule = RULES.get(className);
  return rule === undefined ? of(className, kept) : rule({ className, config: kept, depth, refuse });
}

const dropout: Rule = ({ config }) => of('Dropout', { name: field(config, 'name'), rate: field(config, 'rate') });

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['SpatialDropout1D', dropout],
  ['SpatialDropout2D', dropout],
  ['SpatialDropout3D', dropout],
  ['InputLayer', ({ className, config }) => of(className, inputConfig(config))],
  ['UpSampling2D', ({ className, config }) => of(...resizedAtHalves(className, config))],
  ['Resizing', ({ className, config }) => of(...resizedAtHalves(className, config))],
  ['Normalization', ({ config, refuse }) => of('BatchNormalization', normalizationConfig(config, refuse))],
  ['GRU', gru],
  ['GRUCell', gru],
  ['RNN', ({ className, config, depth }) => of(className, { ...config, cell: cellOf(field(config, 'cell'), depth) })],
  ['StackedRNNCells', ({ className, config, depth }) => of(className, { ...config, cells: cellsOf(config, depth) })],
  [
    'TimeDistributed',
    ({ className, config, depth }) =>
      of(className, { ...config, layer: translateLayer(field(config, 'layer'), depth + 1) }),
  ],
  ['Bidirectional', bidirectional],
]);

function gru({ className, config }: Case): JsonRecord {
  const rest = without(config, 'reset_after');
  const isCell = className === 'GRUCell';
  return of(field(config, 'reset_after') === false ? className : isCell ? 'GRUResetAfterCell' : 'GRUResetAfter', rest);
}

/** Several cells in a list are stacked. */
function cellOf(cell: unknown, depth: number): JsonRecord {
  if (!Array.isArray(cell)) return translateLayer(cell, depth + 1);
  return of('StackedRNNCells', { cells: (cell as unknown[]).map((one) => translateLayer(one, depth + 1)) });
}

function cellsOf(config: JsonRecord, depth: number): readonly JsonRecord[] {
  return listField(config, 'cells').map((cell) => translateLayer(cell, depth + 1));
}

function bidirectional({ className, config, depth }: Case): JsonRecord {
  const inner = withoutDirection(translateLayer(field(config, 'layer'), depth + 1));
  return of(className, { ...without(config, 'backward_layer'), layer: inner });
}

const of = (className: string, config: JsonRecord): JsonRecord => ({ class_name: className, config });

function without(config: JsonRecord, key: string): JsonRecord {
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
}

/** However many examples it was built for: each is computed alone, and what is fed is float32. */
function inputConfig(config: JsonRecord): JsonRecord {
  const shape = field(config, 'batch_shape') ?? field(config, 'batch_input_shape');
  const sides = Array.isArray(shape) ? [null, ...(shape as unknown[]).slice(1)] : shape;
  return { name: field(config, 'name'), batch_input_shape: sides, dtype: 'float32', sparse: false };
}

/**
 * (x - mean) / max(sqrt(variance), 1e-7), as keras.layers.Normalization computes it; with 1e-14 added to the variance
 * the two agree to rounding, and where it is 0.
 */
function normalizationConfig(config: JsonRecord, refuse: (why: string) => Untranslatable): JsonRecord {
  if (field(config, 'invert') === true) throw refuse('that inverts: tf.js has no such layer');
  if ((field(config, 'mean') ?? null) !== null || (field(config, 'variance') ?? null) !== null) {
    throw refuse('with a mean and a variance in its description: use Rescaling, or let it adapt to the data');
  }
  const axis = field(config, 'axis');
  const only: unknown = Array.isArray(axis) && axis.length === 1 ? (axis as unknown[])[0] : axis;
  if (typeof only !== 'number') throw refuse('over several axes or none: normalise over the last one');
  return { name: field(config, 'name'), axis: only, epsilon: 1e-14, center: false, scale: false };
}

/** tf.js puts `forward_` before it, as Keras did when it wrote the file. */
function withoutDirection(translated: JsonRecord): JsonRecord {
  const config = field(translated, 'config');
  if (!isRecord(config)) return translated;
  return { ...translated, config: { ...config, name: textField(config, 'name')?.replace(/^forward_/, '') } };
}
