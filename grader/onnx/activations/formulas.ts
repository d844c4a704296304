/**
 * Activations by the names under which tf.js looks them up, in camelCase. Formulas: `activations.ts` of tfjs-layers, and
 * grader/runtime/keras/activations.ts for those of Keras.
 */
import { float, int } from '../building/attributes.js';
import { between, clip, each, numberWith, withNumber } from '../building/arithmetic.js';
import type { GraphBuilder } from '../building/graph.js';
import { storedAxis, type Value } from '../building/values.js';

export type Formula = (graph: GraphBuilder, x: Value) => Value;

/** tf.selu's constants. */
const SELU = { alpha: float(1.6732632423543772), gamma: float(1.0507009873554805) };

const op =
  (operator: string, attributes: Parameters<typeof each>[3] = {}): Formula =>
  (graph, x) =>
    each(graph, operator, x, attributes);
/** Along the last axis, which is not always stored last. */
const alongLast =
  (operator: string): Formula =>
  (graph, x) =>
    along(graph, operator, x, x.sides.length);

/** Softmax or LogSoftmax along one axis, counted from the batch. */
export function along(
  graph: GraphBuilder,
  operator: 'Softmax' | 'LogSoftmax' | (string & {}),
  x: Value,
  axis: number,
): Value {
  return each(graph, operator, x, { axis: int(storedAxis(x, axis)) });
}

const times = (graph: GraphBuilder, a: Value, b: Value) => between(graph, 'Mul', a, b);
/** relu6(x + 3) / 6, which is not tf.js's own hard sigmoid. */
const hardSigmoidOf3: Formula = op('HardSigmoid', { alpha: float(1 / 6), beta: float(0.5) });
const leaky: Formula = op('LeakyRelu', { alpha: float(0.2) });
const silu: Formula = (graph, x) => times(graph, x, each(graph, 'Sigmoid', x));

/** x / 2 (1 + erf(x / sqrt 2)) */
const gelu: Formula = (graph, x) => {
  const erf = each(graph, 'Erf', withNumber(graph, 'Div', x, Math.SQRT2));
  return times(graph, x, withNumber(graph, 'Mul', withNumber(graph, 'Add', erf, 1), 0.5));
};

/** x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) */
const geluByTanh: Formula = (graph, x) => {
  const cube = times(graph, times(graph, x, x), x);
  const inner = between(graph, 'Add', x, withNumber(graph, 'Mul', cube, 0.044715));
  const tanh = each(graph, 'Tanh', withNumber(graph, 'Mul', inner, Math.sqrt(2 / Math.PI)));
  return times(graph, x, withNumber(graph, 'Mul', withNumber(graph, 'Add', tanh, 1), 0.5));
};

/** x above 1, (x + 1)^2 / 4 down to -1. */
const sparsePlus: Formula = (graph, x) => {
  const above = each(graph, 'Relu', withNumber(graph, 'Sub', x, 1));
  const shifted = withNumber(graph, 'Add', clip(graph, x, -1, 1), 1);
  return between(graph, 'Add', above, withNumber(graph, 'Div', times(graph, shifted, shifted), 4));
};

/** (x + sqrt(x^2 + 4)) / 2 */
const squarePlus: Formula = (graph, x) => {
  const root = each(graph, 'Sqrt', withNumber(graph, 'Add', times(graph, x, x), 4));
  return withNumber(graph, 'Mul', between(graph, 'Add', x, root), 0.5);
};

export const FORMULAS: ReadonlyMap<string, Formula> = new Map<string, Formula>([
  ['linear', (_, x) => x],
  ['relu', op('Relu')],
  ['relu6', (graph, x) => clip(graph, x, 0, 6)],
  ['elu', op('Elu', { alpha: float(1) })],
  ['selu', op('Selu', SELU)],
  ['sigmoid', op('Sigmoid')],
  ['hardSigmoid', op('HardSigmoid', { alpha: float(0.2), beta: float(0.5) })],
  ['softplus', op('Softplus')],
  ['softsign', op('Softsign')],
  ['tanh', op('Tanh')],
  ['softmax', alongLast('Softmax')],
  ['logSoftmax', alongLast('LogSoftmax')],
  ['gelu', gelu],
  ['geluNew', geluByTanh],
  ['mish', (graph, x) => times(graph, x, each(graph, 'Tanh', each(graph, 'Softplus', x)))],
  ['swish', silu],
  ['silu', silu],
  ['exponential', op('Exp')],
  ['leakyRelu', leaky],
  ['kerasLeakyRelu', leaky],
  ['kerasExponential', op('Exp')],
  ['kerasHardSigmoid', hardSigmoidOf3],
  ['kerasHardSilu', (graph, x) => times(graph, x, hardSigmoidOf3(graph, x))],
  ['kerasCelu', op('Elu', { alpha: float(1) })],
  ['kerasHardTanh', (graph, x) => clip(graph, x, -1, 1)],
  ['kerasLogSigmoid', (graph, x) => each(graph, 'Neg', each(graph, 'Softplus', each(graph, 'Neg', x)))],
  ['kerasTanhShrink', (graph, x) => between(graph, 'Sub', x, each(graph, 'Tanh', x))],
  ['kerasSoftShrink', op('Shrink', { lambd: float(0.5), bias: float(0.5) })],
  ['kerasHardShrink', op('Shrink', { lambd: float(0.5), bias: float(0) })],
  ['kerasSparsePlus', sparsePlus],
  ['kerasSparseSigmoid', (graph, x) => clip(graph, withNumber(graph, 'Div', withNumber(graph, 'Add', x, 1), 2), 0, 1)],
  ['kerasSquareplus', squarePlus],
]);

/** 1 - x */
export const oneMinus: Formula = (graph, x) => numberWith(graph, 'Sub', 1, x);
