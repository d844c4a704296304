/**
 * Draws operations between the layers of a functional model of Keras 3, with NumPy's semantics: `x + y`, `x[:, 0]`,
 * keras.ops.
 */
import { softmax, sigmoid } from './activations.js';
import { concat, map, matmul, mean, permute, reduce, reshape, spread, stack, sum, take, type NumberArray } from './array.js'; // prettier-ignore
import { range, type Dice, type Drawn, type Family } from './drawing.js';

type Operand = 'in0' | 'in1' | number | readonly number[];

export interface Call {
  readonly name: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** As in the call; a list of tensors is one argument. */
  readonly args: readonly unknown[];
  readonly inputs: readonly (readonly number[])[];
  readonly change?: (x: NumberArray) => NumberArray;
  readonly compute: (inputs: readonly NumberArray[]) => NumberArray;
}

export const drawn = ({ name, config = {}, args, inputs, change, compute }: Call): Drawn => ({
  origin: 'keras3',
  layers: [{ class_name: name, name: 'it', config, from: inputs.map((_, index) => `in${String(index)}`), args }],
  inputs,
  ...(change === undefined ? {} : { change }),
  compute: (arrays) => [compute(arrays)],
});

const positive = (x: NumberArray) => map(x, (value) => Math.abs(value) + 0.5);
const drawShape = (dice: Dice, least = 1, most = 3) => [
  2,
  ...range(dice.whole(least, most)).map(() => dice.whole(2, 4)),
];
export const first = (inputs: readonly NumberArray[]) => inputs[0] as NumberArray;

const TWO: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Subtract: (a, b) => a - b,
  Multiply: (a, b) => a * b,
  Divide: (a, b) => a / b,
  TrueDivide: (a, b) => a / b,
  Power: (a, b) => a ** b,
  Maximum: Math.max,
  Minimum: Math.min,
};

/** Two tensors, or one and numbers, in either order; sides of 1 spread. */
const ofTwo: Family = (dice) => {
  const name = dice.pick(Object.keys(TWO));
  const shape = drawShape(dice);
  const number = (0.5 + dice.uniform()) * (dice.once(2) || name === 'Power' ? 1 : -1);
  const list = range(shape.at(-1) ?? 1).map(() => 0.5 + dice.uniform());
  const other = dice.pick<Operand>(['in1', number, list]);
  const narrow = shape.map((side, axis) => (axis > 0 && dice.once(3) ? 1 : side));
  const args: readonly Operand[] = dice.once(2) ? ['in0', other] : [other, 'in0'];
  const valueOf = (operand: Operand, inputs: readonly NumberArray[]): NumberArray => {
    if (typeof operand === 'string') return inputs[operand === 'in0' ? 0 : 1] as NumberArray;
    const values = typeof operand === 'number' ? [operand] : operand;
    return { shape: typeof operand === 'number' ? [] : [values.length], data: Float64Array.from(values) };
  };
  return drawn({
    name,
    args,
    inputs: other === 'in1' ? [shape, narrow] : [shape],
    change: positive,
    compute: (inputs) => {
      const [a, b] = args.map((operand) => valueOf(operand, inputs)) as [NumberArray, NumberArray];
      return spread(TWO[name] as (a: number, b: number) => number, a, b);
    },
  });
};

const ONE: Readonly<Record<string, (x: number) => number>> = {
  Negative: (x) => -x,
  Absolute: Math.abs,
  Square: (x) => x * x,
  Sqrt: Math.sqrt,
  Rsqrt: (x) => 1 / Math.sqrt(x),
  Reciprocal: (x) => 1 / x,
  Exp: Math.exp,
  Log: Math.log,
  Sin: Math.sin,
  Cos: Math.cos,
  Tanh: Math.tanh,
  Relu: (x) => Math.max(x, 0),
  Relu6: (x) => Math.min(6, Math.max(x, 0)),
  Sigmoid: sigmoid,
  Silu: (x) => x * sigmoid(x),
  Softplus: (x) => Math.log1p(Math.exp(x)),
};
const OF_POSITIVE = new Set(['Sqrt', 'Rsqrt', 'Reciprocal', 'Log']);

const ofOne: Family = (dice) => {
  const name = dice.pick(Object.keys(ONE));
  const change = OF_POSITIVE.has(name) ? { change: positive } : {};
  const compute = (inputs: readonly NumberArray[]) => map(first(inputs), ONE[name] as (x: number) => number);
  return drawn({ name, args: ['in0'], inputs: [drawShape(dice)], ...change, compute });
};

const withOptions: Family = (dice) => {
  const shape = drawShape(dice);
  const name = dice.pick(['LeakyRelu', 'Clip', 'Softmax', 'LogSoftmax']);
  const axis = dice.pick([-1, dice.whole(1, shape.length - 1)]);
  const [low, high] = [-dice.uniform(), dice.uniform()];
  const slope = dice.uniform();
  const config = { LeakyRelu: { negative_slope: slope }, Clip: { x_min: low, x_max: high } }[name] ?? { axis };
  return drawn({
    name,
    config,
    args: ['in0'],
    inputs: [shape],
    compute: (inputs) => {
      const x = first(inputs);
      if (name === 'LeakyRelu') return map(x, (value) => (value > 0 ? value : slope * value));
      if (name === 'Clip') return map(x, (value) => Math.min(high, Math.max(low, value)));
      return name === 'Softmax' ? softmax(x, [axis]) : map(softmax(x, [axis]), Math.log);
    },
  });
};

const REDUCTIONS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Mean: mean,
  Sum: sum,
  Max: (values) => Math.max(...values),
  Amax: (values) => Math.max(...values),
  Min: (values) => Math.min(...values),
  Amin: (values) => Math.min(...values),
  Prod: (values) => values.reduce((product, value) => product * value, 1),
};

const reducing: Family = (dice) => {
  const name = dice.pick(Object.keys(REDUCTIONS));
  const shape = drawShape(dice, 2);
  const one = dice.whole(1, shape.length - 1);
  const axis = dice.pick<number | number[]>([
    one,
    one - shape.length,
    [1, shape.length - 1].slice(0, dice.whole(1, 2)),
  ]);
  const keepdims = dice.once(2);
  return drawn({
    name,
    config: { axis, keepdims },
    args: ['in0'],
    inputs: [shape],
    compute: (inputs) =>
      reduce(
        first(inputs),
        [...new Set([axis].flat())],
        keepdims,
        REDUCTIONS[name] as (values: readonly number[]) => number,
      ),
  });
};

const shaping: Family = (dice) => {
  const shape = drawShape(dice, 2);
  const [rank, rest] = [shape.length, shape.slice(1)];
  const inner = range(rank - 1).map((axis) => axis + 1);
  const axes = [0, ...(dice.once(2) ? [...inner].reverse() : [...inner.slice(1), 1])];
  const place = dice.whole(1, rank);
  const size = rest.reduce((product, side) => product * side, 1);
  const newshape = dice.pick([[2, size].slice(1), [-1, rest.at(-1) ?? 1], [...rest].reverse()]);
  const known = newshape.map((side) => (side === -1 ? size / (rest.at(-1) ?? 1) : side));
  const narrow = [...shape.slice(0, place), 1, ...shape.slice(place)];
  const make = dice.pick<() => Call>([
    () => ({ name: 'Reshape', config: { newshape: [dice.pick([null, -1]), ...known] }, args: ['in0'], inputs: [shape], compute: (all) => reshape(first(all), [2, ...known]) }), // prettier-ignore
    () => ({ name: 'Reshape', config: { newshape: [null, ...newshape] }, args: ['in0'], inputs: [shape], compute: (all) => reshape(first(all), [2, ...known]) }), // prettier-ignore
    () => ({ name: 'Transpose', config: { axes }, args: ['in0'], inputs: [shape], compute: (all) => permute(first(all), axes) }), // prettier-ignore
    () => ({ name: 'ExpandDims', config: { axis: place }, args: ['in0'], inputs: [shape], compute: (all) => reshape(first(all), narrow) }), // prettier-ignore
    () => ({ name: 'Squeeze', config: { axis: dice.pick([place, [place]]) }, args: ['in0'], inputs: [narrow], compute: (all) => reshape(first(all), shape) }), // prettier-ignore
  ]);
  return drawn(make());
};

const joining: Family = (dice) => {
  const shape = drawShape(dice, 2);
  const name = dice.pick(['Concatenate', 'Stack', 'Matmul']);
  const axis = dice.whole(1, shape.length - 1);
  const given = dice.pick([axis, axis - shape.length - (name === 'Stack' ? 1 : 0)]);
  if (name !== 'Matmul') {
    const compute = (all: readonly NumberArray[]) => (name === 'Stack' ? stack(all, axis) : concat(all, axis));
    return drawn({ name, config: { axis: given }, args: [['in0', 'in1']], inputs: [shape, shape], compute });
  }
  const [rows, inner, columns] = [dice.whole(1, 4), dice.whole(1, 4), dice.whole(1, 4)];
  const compute = ([a, b]: readonly NumberArray[]) =>
    stack(
      [0, 1].map((n) => matmul(take(a as NumberArray, 0, n), take(b as NumberArray, 0, n))),
      0,
    );
  return drawn({ name, args: ['in0', 'in1'], inputs: [[2, rows, inner], [2, inner, columns]], compute }); // prettier-ignore
};

export const OPERATIONS: Readonly<Record<string, Family>> = {
  'Operation of two': ofTwo,
  'Operation of one': ofOne,
  'Operation with options': withOptions,
  'Operation over axes': reducing,
  'Operation on shapes': shaping,
  'Operation that joins': joining,
};
