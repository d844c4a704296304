/**
 * Operations on each number of a tensor, between tensors, and over axes. They have no products to count. Whole numbers
 * are computed where they are known, because exporters write shapes as the results of such operations. Pure.
 */
import { sizeOf } from '../../tensor/tensor.js';
import { refuse, type Rule } from './call.js';
import { MOST_NUMBERS, axesOf, axisOf, broadcast, type Result } from './sized.js';

/** The first operand decides. */
const ALIKE = [
  ...['Relu', 'LeakyRelu', 'PRelu', 'Elu', 'Selu', 'Celu', 'ThresholdedRelu', 'Sigmoid', 'HardSigmoid', 'HardSwish'],
  ...['Tanh', 'Softmax', 'LogSoftmax', 'Hardmax', 'Softplus', 'Softsign', 'Gelu', 'Swish', 'Mish', 'Shrink', 'Clip'],
  ...['Neg', 'Abs', 'Sign', 'Exp', 'Log', 'Sqrt', 'Reciprocal', 'Erf', 'Ceil', 'Floor', 'Round', 'IsInf', 'IsNaN'],
  ...['Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Asinh', 'Acosh', 'Atanh', 'Not', 'BitwiseNot'],
  ...['BatchNormalization', 'LayerNormalization', 'GroupNormalization', 'InstanceNormalization', 'RMSNormalization'],
  ...['LRN', 'LpNormalization', 'MeanVarianceNormalization', 'CumSum', 'CumProd', 'Trilu', 'ReverseSequence'],
];

const BROADCAST = [
  ...['Pow', 'Sum', 'Mean', 'BitShift', 'BitwiseAnd', 'BitwiseOr', 'BitwiseXor', 'And', 'Or', 'Xor'],
  ...['Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'],
];

const REDUCING = [
  ...['ReduceMean', 'ReduceSum', 'ReduceMax', 'ReduceMin', 'ReduceProd', 'ReduceL1', 'ReduceL2', 'ReduceLogSum'],
  ...['ReduceLogSumExp', 'ReduceSumSquare'],
];

type Compute = (...numbers: readonly number[]) => number;

const COMPUTED: Readonly<Record<string, Compute>> = {
  Add: (a = NaN, b = NaN) => a + b,
  Sub: (a = NaN, b = NaN) => a - b,
  Mul: (a = NaN, b = NaN) => a * b,
  Div: (a = NaN, b = NaN) => Math.trunc(a / b),
  // with a negative number the sign depends on an attribute
  Mod: (a = NaN, b = NaN) => (a >= 0 && b > 0 ? a % b : NaN),
  Min: (...all) => Math.min(...all),
  Max: (...all) => Math.max(...all),
  Equal: (a, b) => Number(a === b),
  Where: (chosen, a = NaN, b = NaN) => (chosen === 0 ? b : a),
};

const alike: Rule = (call) => [{ sides: call.operand(0).sides }];

const together: Rule = (call) => {
  const { operands } = call;
  const sides = broadcast(operands.map((one) => one.sides));
  const compute = Object.hasOwn(COMPUTED, call.operator) ? COMPUTED[call.operator] : undefined;
  return [{ sides, whole: compute === undefined ? undefined : computed(compute, operands, sizeOf(sides)) }];
};

/** Lists that are equally long, or of one number. undefined if a result is not known exactly. */
function computed(compute: Compute, operands: readonly Result[], size: number): readonly number[] | undefined {
  const lists = operands.map(({ whole }) => whole ?? []);
  if (size > MOST_NUMBERS || !lists.every(({ length }) => length === size || length === 1)) return undefined;
  const results = Array.from({ length: size }, (_, at) =>
    compute(...lists.map((list) => list[list.length === 1 ? 0 : at] ?? NaN)),
  );
  return results.every(Number.isSafeInteger) ? results : undefined;
}

const reduce: Rule = (call) => {
  const { sides } = call.operand(0);
  const written = call.list('axes', 1) ?? [];
  const isWhole = written.length === 0 && call.int('noop_with_empty_axes', 0) === 0;
  const axes = isWhole ? new Set(sides.keys()) : axesOf(written, sides.length);
  return [{ sides: without(sides, axes, call.int('keepdims', 1) !== 0) }];
};

const findPlace: Rule = (call) => {
  const { sides } = call.operand(0);
  const axes = new Set([axisOf(call.int('axis', 0), sides.length)]);
  return [{ sides: without(sides, axes, call.int('keepdims', 1) !== 0) }];
};

function without(sides: readonly number[], axes: ReadonlySet<number>, keeps: boolean): readonly number[] {
  return keeps ? sides.map((side, at) => (axes.has(at) ? 1 : side)) : sides.filter((_, at) => !axes.has(at));
}

/** The same numbers. A mask has the same sides. */
const pass: Rule = (call) => {
  const { sides, whole } = call.operand(0);
  return [{ sides, whole }, { sides }];
};

/** Numbers of types in TensorProto.DataType: int32 and int64. */
const WHOLE_TYPES = [6, 7];

const cast: Rule = (call) => {
  const { sides, whole } = call.operand(0);
  return [{ sides, whole: WHOLE_TYPES.includes(call.int('to', 0)) ? whole : undefined }];
};

const shape: Rule = (call) => {
  const { sides } = call.operand(0);
  const bound = (name: string, otherwise: number) => {
    const written = call.int(name, otherwise);
    return Math.min(sides.length, Math.max(0, written < 0 ? written + sides.length : written));
  };
  const whole = sides.slice(bound('start', 0), bound('end', sides.length));
  return [{ sides: [whole.length], whole }];
};

const size: Rule = (call) => [{ sides: [], whole: [sizeOf(call.operand(0).sides)] }];

const castLike: Rule = (call) => [{ sides: call.operand(0).sides }];

const range: Rule = (call) => {
  const [start, limit, step] = [0, 1, 2].map((index) => call.operand(index).whole?.[0] ?? refuse());
  const count = Math.max(0, Math.ceil(((limit ?? 0) - (start ?? 0)) / (step ?? 0)));
  const known = count <= MOST_NUMBERS;
  const whole = known ? Array.from({ length: count }, (_, at) => (start ?? 0) + at * (step ?? 0)) : undefined;
  return [{ sides: [count], whole }];
};

const allAs = (names: readonly string[], rule: Rule): Readonly<Record<string, Rule>> =>
  Object.fromEntries(names.map((name) => [name, rule]));

export const ARITHMETIC_RULES: Readonly<Record<string, Rule>> = {
  ...allAs(ALIKE, alike),
  ...allAs([...BROADCAST, ...Object.keys(COMPUTED)], together),
  ...allAs(REDUCING, reduce),
  ...allAs(['ArgMax', 'ArgMin'], findPlace),
  ...{ Identity: pass, Dropout: pass, Cast: cast, CastLike: castLike, Shape: shape, Size: size, Range: range },
};
