/** Operations of graphs on each number: of one tensor, and of two whose sides of 1 spread. */
import { FORMULAS, along } from '../activations/formulas.js';
import { between, clip, constantWith, each, numberWith, withConstant } from '../building/arithmetic.js';
import { float } from '../building/attributes.js';
import { onesOf, type Constant } from '../building/graph.js';
import type { Value } from '../building/values.js';
import type { OperationCall, OperationRule } from './call.js';
import { alignedShape, parametric } from './fused.js';
import { computed, listLayout, scalarLayout, type Known, type Layout } from './known.js';

function alike(call: OperationCall, { values, shape }: Constant, x: Value): Constant {
  const aligned = alignedShape(shape, x.sides.length);
  if (aligned === null) throw call.refuse('with a constant of more axes than an example has');
  return { values, shape: aligned };
}

/** Of sides, for which the number of examples may not change. */
const WHOLE: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
};

function ofLayouts(call: OperationCall, operator: string, a: Layout, b: Layout): Layout {
  const compute = WHOLE[operator];
  const [length, other] = [a.entries.length, b.entries.length];
  if (compute === undefined || (length !== other && !a.isScalar && !b.isScalar))
    throw call.refuse('of sides that is not translated');
  const entries = Array.from({ length: Math.max(length, other) }, (_, at) => {
    const [left, right] = [a.entries[a.isScalar ? 0 : at], b.entries[b.isScalar ? 0 : at]];
    if (typeof left === 'number' && typeof right === 'number') return compute(left, right);
    if (operator === 'Mul' && left === 1 && right !== undefined) return right;
    if (operator === 'Mul' && right === 1 && left !== undefined) return left;
    throw call.refuse('that changes the number of examples');
  });
  return a.isScalar && b.isScalar ? scalarLayout(entries[0] ?? 1) : listLayout(entries);
}

const two =
  (operator: string): OperationRule =>
  (call) => {
    const [a, b] = call.operands;
    if (call.operands.length !== 2) throw call.refuse('with a number of operands other than two');
    if (a?.kind === 'layout' && b?.kind === 'layout') return ofLayouts(call, operator, a, b);
    return computed(ofTensors(call, operator, a, b));
  };

function ofTensors(call: OperationCall, operator: string, a: Known | undefined, b: Known | undefined): Value {
  const { graph } = call;
  if (a?.kind === 'value') {
    if (b?.kind === 'constant') return withConstant(graph, operator, a.value, alike(call, b.constant, a.value));
    if (b?.kind !== 'value') throw call.refuse('with operands that are not translated');
    if (a.value.sides.length !== b.value.sides.length) throw call.refuse('with operands of different numbers of axes');
    return between(graph, operator, a.value, b.value);
  }
  if (a?.kind !== 'constant' || b?.kind !== 'value') throw call.refuse('with operands that are not translated');
  return constantWith(graph, operator, alike(call, a.constant, b.value), b.value);
}

const squaredDifference: OperationRule = (call) => {
  const gap = ofTensors(call, 'Sub', call.operands[0], call.operands[1]);
  return computed(between(call.graph, 'Mul', gap, gap));
};

type OfOne = (call: OperationCall, x: Value) => Value;
const by =
  (make: OfOne): OperationRule =>
  (call) =>
    computed(make(call, call.value(0)));
const operator = (name: string) => by(({ graph }, x) => each(graph, name, x));
const activation = (name: string) => by(({ graph }, x) => (FORMULAS.get(name) ?? ((_, same) => same))(graph, x));
const soft = (name: 'Softmax' | 'LogSoftmax') => by(({ graph }, x) => along(graph, name, x, x.sides.length));

const clipped: OperationRule = (call) => {
  const [least, most] = [call.numbers(1, 1)[0] ?? 0, call.numbers(2, 1)[0] ?? 0];
  return computed(clip(call.graph, call.value(0), least, most));
};

/** Along the channels. */
const biasAdd: OperationRule = (call) => {
  const x = call.value(0);
  if (/^nc/.test(call.text('data_format', 'nhwc'))) throw call.refuse('with channels first');
  const channels = x.sides.at(-1) ?? 1;
  const shape = [...x.sides.slice(0, -1).map(() => 1), channels];
  return computed(withConstant(call.graph, 'Add', x, { values: call.numbers(1, channels), shape }));
};

/** With moving averages; operands: x, scale, offset, mean, variance. */
const batchNorm: OperationRule = (call) => {
  const { graph } = call;
  const x = call.value(0);
  if (call.flag('is_training', false)) throw call.refuse('with is_training');
  if (/^nc/.test(call.text('data_format', 'nhwc'))) throw call.refuse('with channels first');
  const channels = x.sides.at(-1) ?? 1;
  const [scale, offset, mean, variance] = [1, 2, 3, 4].map((index) => call.numbers(index, channels)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const epsilon = call.number('epsilon', 0.001);
  if (x.isTurned) {
    const names = [scale, offset, mean, variance].map((values) => graph.weight(values, [channels]));
    return computed({ ...x, name: graph.node('BatchNormalization', [x.name, ...names], { epsilon: float(epsilon) }) });
  }
  const shape = [...x.sides.slice(0, -1).map(() => 1), channels];
  const factor = onesOf([channels]).map((_, at) => (scale[at] ?? 1) / Math.sqrt((variance[at] ?? 0) + epsilon));
  const shift = factor.map((value, at) => (offset[at] ?? 0) - (mean[at] ?? 0) * value);
  const scaled = withConstant(graph, 'Mul', x, { values: factor, shape });
  return computed(withConstant(graph, 'Add', scaled, { values: shift, shape }));
};

export const ARITHMETIC: ReadonlyMap<string, OperationRule> = new Map<string, OperationRule>([
  ...['Add', 'AddV2'].map((name): [string, OperationRule] => [name, two('Add')]),
  ['Sub', two('Sub')],
  ['Mul', two('Mul')],
  ...['RealDiv', 'Div'].map((name): [string, OperationRule] => [name, two('Div')]),
  ['Maximum', two('Max')],
  ['Minimum', two('Min')],
  ['Pow', two('Pow')],
  ['SquaredDifference', squaredDifference],
  ['BiasAdd', biasAdd],
  ...['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'].map((name): [string, OperationRule] => [
    name,
    batchNorm,
  ]),
  ['Neg', operator('Neg')],
  ['Abs', operator('Abs')],
  ['Square', by(({ graph }, x) => between(graph, 'Mul', x, x))],
  ['Sqrt', operator('Sqrt')],
  ['Rsqrt', by(({ graph }, x) => numberWith(graph, 'Div', 1, each(graph, 'Sqrt', x)))],
  ...['Reciprocal', 'Inv'].map((name): [string, OperationRule] => [name, operator('Reciprocal')]),
  ['Exp', operator('Exp')],
  ['Log', operator('Log')],
  ['Erf', operator('Erf')],
  ['Sin', operator('Sin')],
  ['Cos', operator('Cos')],
  ['Tanh', operator('Tanh')],
  ['Sigmoid', operator('Sigmoid')],
  ['Relu', activation('relu')],
  ['Relu6', activation('relu6')],
  ['Elu', activation('elu')],
  ['Selu', activation('selu')],
  ['Softplus', activation('softplus')],
  ['LeakyRelu', by((call, x) => each(call.graph, 'LeakyRelu', x, { alpha: float(call.number('alpha', 0.2)) }))],
  ['Prelu', by((call, x) => parametric(call, x, call.constant(1)))],
  ['ClipByValue', clipped],
  ['Softmax', soft('Softmax')],
  ['LogSoftmax', soft('LogSoftmax')],
]);
