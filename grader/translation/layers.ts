/** Rules that translate a layer of Keras 3 to one that tf.js computes in the same way. */
import { field, isRecord, listField, textField, type JsonRecord } from '../text/fields.js';
import { activationOf } from './activations.js';
import { endsOf, nodesOf } from './nodes.js';
import { isOperation, operationOf } from './operations.js';
import { whyNot } from './refusals.js';
import { checkOptions, resizedAtHalves } from './options.js';
import { Untranslatable } from './untranslatable.js';

/** Deeper nesting than in any real network. */
const MOST_DEPTH = 20;
const CONTAINERS = new Set(['Sequential', 'Functional']);

/** Layers that do nothing outside training. */
const ONLY_IN_TRAINING = new Set([
  ...['RandomFlip', 'RandomRotation', 'RandomZoom', 'RandomTranslation', 'RandomContrast', 'RandomBrightness'],
  ...['RandomHeight', 'RandomWidth', 'RandomShear', 'RandomColorJitter', 'RandomGrayscale', 'RandomHue'],
  ...['RandomSaturation', 'RandomSharpness', 'RandomGaussianBlur', 'RandomErasing', 'ActivityRegularization'],
  ...['RandomColorDegeneration', 'RandomPosterization', 'RandomPerspective', 'RandomInvert', 'RandAugment', 'AugMix'],
  ...['RandomElasticTransform', 'MixUp', 'CutMix', 'Identity'],
]);

/** Options for training, or for the initial values of weights: the weights are in the file. */
const DROPPED =
  /^(?:.*_(?:initializer|regularizer|constraint)|activity_regularizer|dtype|trainable|quantization_config|optional|ragged|seed|stateful|synchronized|renorm.*|zero_output_for_mask|build_config)$/;

/** Translates a layer or model with those inside it. `models` are the models beside it. Throws Untranslatable. */
export function translateLayer(node: unknown, depth = 0, models: ReadonlySet<string> = new Set()): JsonRecord {
  const className = textField(node, 'class_name');
  const config = field(node, 'config');
  if (!isRecord(node) || className === null || !isRecord(config)) {
    throw new Untranslatable('has a layer that is not described as Keras 3 describes it: export it again');
  }
  if (depth > MOST_DEPTH) throw new Untranslatable('has layers within layers, deeper than any network');
  return { ...described(node, className, config, depth, models), ...named(node) };
}

const named = (node: JsonRecord) => (textField(node, 'name') === null ? {} : { name: field(node, 'name') });

function described(
  node: JsonRecord,
  className: string,
  config: JsonRecord,
  depth: number,
  models: ReadonlySet<string>,
): JsonRecord {
  const inbound = listField(node, 'inbound_nodes');
  const isCalled = Array.isArray(field(node, 'inbound_nodes'));
  if (CONTAINERS.has(className) || !isCalled || !isOperation(node, className, config)) {
    const translated = CONTAINERS.has(className)
      ? container(className, config, depth)
      : layer(className, config, depth);
    return { ...translated, ...(isCalled && { inbound_nodes: nodesOf(inbound, models) }) };
  }
  const operation = of('KerasOperation', operationOf(className, config, inbound));
  return { ...operation, inbound_nodes: nodesOf(inbound, models, 'any') };
}

function container(className: string, config: JsonRecord, depth: number): JsonRecord {
  const models = modelsIn(config);
  const layers = listField(config, 'layers').map((one) => translateLayer(one, depth + 1, models));
  const name = field(config, 'name');
  if (className === 'Sequential') return { class_name: className, config: { name, layers } };
  const [input_layers, output_layers] = [
    endsOf(config, 'input_layers', models),
    endsOf(config, 'output_layers', models),
  ];
  return { class_name: className, config: { name, layers, input_layers, output_layers } };
}

function modelsIn(config: JsonRecord): ReadonlySet<string> {
  const models = listField(config, 'layers').filter((one) => CONTAINERS.has(textField(one, 'class_name') ?? ''));
  return new Set(models.map((one) => textField(one, 'name') ?? textField(field(one, 'config'), 'name') ?? ''));
}

/** The input of a rule: the class, its config without dropped options, and how to refuse it. */
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
  const why = whyNot(className, kept);
  if (why !== null) throw refuse(why);
  const rule = RULES.get(className);
  return rule === undefined ? of(className, kept) : rule({ className, config: kept, depth, refuse });
}

const dropout: Rule = ({ config }) => of('Dropout', { name: field(config, 'name'), rate: field(config, 'rate') });

/** Outside training it equals the layer inside, whose weights are stored under its name. */
const spectral: Rule = ({ config, depth }) => {
  const inner = translateLayer(field(config, 'layer'), depth + 1);
  return { ...inner, config: { ...(inner['config'] as JsonRecord), name: field(config, 'name') } };
};

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['SpatialDropout1D', dropout],
  ['SpatialDropout2D', dropout],
  ['SpatialDropout3D', dropout],
  ['SpectralNormalization', spectral],
  ['InputLayer', ({ className, config }) => of(className, inputConfig(config))],
  ['UpSampling2D', ({ className, config }) => of(...resizedAtHalves(className, config))],
  ['Resizing', ({ className, config }) => of(...resizedAtHalves(className, config))],
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
  const inner = withoutDirection(translateLayer(unzeroed(field(config, 'layer')), depth + 1));
  return of(className, { ...without(config, 'backward_layer'), layer: inner });
}

const of = (className: string, config: JsonRecord): JsonRecord => ({ class_name: className, config });

function without(config: JsonRecord, key: string): JsonRecord {
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
}

/** The batch size that it was built for is dropped: each example is computed alone. Inputs are float32. */
function inputConfig(config: JsonRecord): JsonRecord {
  const shape = field(config, 'batch_shape') ?? field(config, 'batch_input_shape');
  const sides = Array.isArray(shape) ? [null, ...(shape as unknown[]).slice(1)] : shape;
  return { name: field(config, 'name'), batch_input_shape: sides, dtype: 'float32', sparse: false };
}

/** Keras sets this option for both directions automatically, and the runtime obeys it. */
function unzeroed(layer: unknown): unknown {
  const config = field(layer, 'config');
  return isRecord(layer) && isRecord(config) ? { ...layer, config: without(config, 'zero_output_for_mask') } : layer;
}

/** tf.js adds the prefix `forward_`, as Keras did when it wrote the file. */
function withoutDirection(translated: JsonRecord): JsonRecord {
  const config = field(translated, 'config');
  if (!isRecord(config)) return translated;
  return { ...translated, config: { ...config, name: textField(config, 'name')?.replace(/^forward_/, '') } };
}
