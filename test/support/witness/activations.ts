/** Activations, with the names in files, from Keras's documentation. */
import { map, reduce, spread, sum, type NumberArray } from './array.js';
import type { Dice, Origin } from './drawing.js';

type Scalar = (x: number) => number;

export const sigmoid: Scalar = (x) => 1 / (1 + Math.exp(-x));
const clip = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));
const softplus: Scalar = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** The error function by its series, good to rounding for the numbers that go in here. */
function erf(x: number): number {
  if (Math.abs(x) > 5) return Math.sign(x);
  let term = x;
  let total = x;
  for (let n = 1; n < 200; n += 1) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

const COMMON: Readonly<Record<string, Scalar>> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6: (x) => clip(x, 0, 6),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  sigmoid,
  softplus,
  softsign: (x) => x / (1 + Math.abs(x)),
  tanh: Math.tanh,
  gelu: (x) => (x / 2) * (1 + erf(x / Math.SQRT2)),
  mish: (x) => x * Math.tanh(softplus(x)),
  swish: (x) => x * sigmoid(x),
};

const OLD: Readonly<Record<string, Scalar>> = { ...COMMON, hard_sigmoid: (x) => clip(0.2 * x + 0.5, 0, 1) };
const hardSigmoid: Scalar = (x) => clip(x + 3, 0, 6) / 6;

const BY_ORIGIN: Readonly<Record<Origin, Readonly<Record<string, Scalar>>>> = {
  tfjs: { ...OLD, gelu_new: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))) },
  keras2: {
    ...OLD,
    silu: (x) => x * sigmoid(x),
    exponential: Math.exp,
    leaky_relu: (x) => (x > 0 ? x : 0.2 * x),
  },
  keras3: {
    ...COMMON,
    hard_sigmoid: hardSigmoid,
    silu: (x) => x * sigmoid(x),
    exponential: Math.exp,
    leaky_relu: (x) => (x > 0 ? x : 0.2 * x),
    hard_silu: (x) => x * hardSigmoid(x),
    hard_swish: (x) => x * hardSigmoid(x),
    celu: (x) => (x > 0 ? x : Math.expm1(x)),
    hard_tanh: (x) => clip(x, -1, 1),
    log_sigmoid: (x) => -softplus(-x),
    tanh_shrink: (x) => x - Math.tanh(x),
    soft_shrink: (x) => Math.sign(x) * Math.max(Math.abs(x) - 0.5, 0),
    hard_shrink: (x) => (Math.abs(x) > 0.5 ? x : 0),
    sparse_plus: (x) => (x <= -1 ? 0 : x >= 1 ? x : (x + 1) ** 2 / 4),
    sparse_sigmoid: (x) => clip((x + 1) / 2, 0, 1),
    squareplus: (x) => (x + Math.sqrt(x * x + 4)) / 2,
  },
};

export function softmax(x: NumberArray, axes: readonly number[] = [-1]): NumberArray {
  const exponents = map(x, Math.exp);
  return spread((a, b) => a / b, exponents, reduce(exponents, axes, true, sum));
}

/** null is the identity. */
export function activate(origin: Origin, name: string | null, x: NumberArray): NumberArray {
  if (name === 'softmax') return softmax(x);
  if (name === 'log_softmax') return map(softmax(x), Math.log);
  const scalar = BY_ORIGIN[origin][name ?? 'linear'];
  if (scalar === undefined) throw new Error(`no activation ${String(name)}`);
  return map(x, scalar);
}

const NAMES: Readonly<Record<Origin, readonly string[]>> = {
  tfjs: Object.keys(BY_ORIGIN.tfjs),
  keras2: Object.keys(BY_ORIGIN.keras2),
  keras3: Object.keys(BY_ORIGIN.keras3),
};

export const drawScalarActivation = (dice: Dice, origin: Origin): string => dice.pick(NAMES[origin]);

export const drawActivation = (dice: Dice, origin: Origin): string =>
  dice.once(8) ? dice.pick(['softmax', 'log_softmax']) : drawScalarActivation(dice, origin);

export const drawOrigin = (dice: Dice): Origin => dice.pick(['keras3', 'keras2', 'tfjs']);
