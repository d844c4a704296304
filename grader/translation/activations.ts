/** Translates activations of Keras 3 to the names under which tf.js, or the runtime, computes the same function. */
import { field, isRecord, textField, type JsonRecord } from '../text/fields.js';

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
  ['sparse_plus', 'kerasSparsePlus'],
  ['sparse_sigmoid', 'kerasSparseSigmoid'],
]);

/** Layers that tf.js and the runtime accept as an activation, and the options that determine what they compute. */
const LAYERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ReLU', ['max_value', 'negative_slope', 'threshold']],
  ['LeakyReLU', ['alpha', 'negative_slope']],
  ['ELU', ['alpha']],
  ['Softmax', ['axis']],
  ['ThresholdedReLU', ['theta']],
]);
/** Deeper nesting than in any real network. */
const MOST_WRAPPED = 4;

/** A name, or the description of a layer; null stays null. Throws `refuse(reason)` if it cannot be computed. */
export function activationOf(written: unknown, refuse: (why: string) => Error): unknown {
  if (written === null) return null;
  const bare = unwrapped(written);
  const className = textField(bare, 'class_name');
  const options = LAYERS.get(className ?? '');
  if (options !== undefined) return { class_name: className, config: chosen(field(bare, 'config'), options) };
  if (className === 'PReLU') {
    throw refuse('with the activation PReLU, which learns weights of its own: put it behind the layer as a layer');
  }
  const name = typeof bare === 'string' ? bare : className;
  const known = typeof bare === 'string' ? NAMES.get(bare) : undefined;
  if (known !== undefined) return known;
  const shown = name === null ? 'that cannot be read' : name.slice(0, 100);
  throw refuse(`with the activation ${shown}, which tf.js does not have: use relu, gelu, silu, elu or tanh`);
}

/** The content of an Activation layer, or of a function's description: `{class_name: "function", config: "relu"}`. */
export function unwrapped(written: unknown): unknown {
  let inner = written;
  for (let depth = 0; depth < MOST_WRAPPED; depth += 1) {
    const config = field(inner, 'config');
    const className = textField(inner, 'class_name');
    if (className === 'function' && typeof config === 'string') inner = config;
    else if (className === 'Activation' && isRecord(config)) inner = field(config, 'activation') ?? 'linear';
    else return inner;
  }
  return inner;
}

function chosen(config: unknown, options: readonly string[]): JsonRecord {
  return Object.fromEntries(
    options.flatMap((option): [string, unknown][] => {
      const value = field(config, option);
      return value === undefined ? [] : [[option, value]];
    }),
  );
}
