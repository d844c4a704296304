/** Activations of Keras 3 by the names under which tf.js, or the runtime, computes the same function. */
import { isRecord, textField } from '../schema/fields.js';

/**
 * The runtime registers those that begin with `keras`. hard_sigmoid is relu6(x + 3) / 6 in Keras 3, where Keras 2 and
 * tf.js have 0.2 x + 0.5 between 0 and 1.
 */
const NAMES: ReadonlyMap<string, string> = new Map([
  ...[
    'linear',
    'relu',
    'relu6',
    'elu',
    'selu',
    'sigmoid',
    'softplus',
    'softsign',
    'tanh',
    'softmax',
    'gelu',
    'mish',
  ].map((name): [string, string] => [name, name]),
  ['silu', 'swish'],
  ['swish', 'swish'],
  ['log_softmax', 'log_softmax'],
  ['leaky_relu', 'kerasLeakyRelu'],
  ['exponential', 'kerasExponential'],
  ['hard_sigmoid', 'kerasHardSigmoid'],
  ['hard_silu', 'kerasHardSilu'],
  ['hard_swish', 'kerasHardSilu'],
  ['celu', 'kerasCelu'],
  ['hard_tanh', 'kerasHardTanh'],
  ['log_sigmoid', 'kerasLogSigmoid'],
  ['tanh_shrink', 'kerasTanhShrink'],
  ['soft_shrink', 'kerasSoftShrink'],
  ['hard_shrink', 'kerasHardShrink'],
  ['squareplus', 'kerasSquareplus'],
]);

/** A layer in the place of a function, by what it computes when nothing is set. */
const LAYERS: ReadonlyMap<string, string> = new Map([
  ['ReLU', 'relu'],
  ['ELU', 'elu'],
  ['Softmax', 'softmax'],
]);

/** null stays null. Throws what `refuse` makes of the reason. */
export function activationOf(written: unknown, refuse: (why: string) => Error): unknown {
  if (written === null) return null;
  const name = typeof written === 'string' ? written : nameOf(written);
  const known = name === null ? undefined : NAMES.get(name);
  if (known !== undefined) return known;
  const shown = name === null ? 'that cannot be read' : name.slice(0, 100);
  throw refuse(`with the activation ${shown}, which tf.js does not have: use relu, gelu, silu, elu or tanh`);
}

function nameOf(written: unknown): string | null {
  const className = textField(written, 'class_name');
  if (!isRecord(written) || className === null) return null;
  // a function comes as {class_name: "function", config: "relu"}
  return className === 'function' ? textField(written, 'config') : (layerName(written, className) ?? className);
}

/** Only with what Keras sets by default: an alpha of its own would be lost. */
function layerName(written: Readonly<Record<string, unknown>>, className: string): string | null {
  const config = isRecord(written['config']) ? written['config'] : {};
  const defaults: Readonly<Record<string, unknown>> = {
    ...{ max_value: null, negative_slope: 0, threshold: 0, alpha: 1, axis: -1 },
  };
  const changed = Object.entries(defaults).some(([key, value]) => Object.hasOwn(config, key) && config[key] !== value);
  return changed ? null : (LAYERS.get(className) ?? null);
}
