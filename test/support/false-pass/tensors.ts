/** Derives, from right tensors and the arguments of a function, tensors that may look right by accident. */
import { makeRng } from '../../../grader/numerics/rng.js';
import { sizeOf, type TensorData } from '../../../grader/tensor/tensor.js';

export type Tensors = Readonly<Record<string, TensorData>>;

function tensor(shape: readonly number[], value: (at: number) => number): TensorData {
  return { dtype: 'float32', shape, values: Float32Array.from({ length: sizeOf(shape) }, (_, at) => value(at)) };
}

const NOTHING = (right: TensorData) => tensor(right.shape, () => NaN);
const squeezed = ({ shape }: TensorData) => shape.filter((side) => side !== 1).join();

/** Equal numbers in the same places: then there is nothing false about it. */
function isSame(a: TensorData, b: TensorData): boolean {
  return squeezed(a) === squeezed(b) && a.values.every((value: number, at: number) => value === b.values[at]);
}

function transposed({ shape, values }: TensorData): TensorData {
  const [rows = 1, columns = 1] = shape.length === 2 ? shape : [1, sizeOf(shape)];
  return tensor([columns, rows], (at) => values[(at % rows) * columns + Math.floor(at / rows)] ?? NaN);
}

const all = (right: Tensors, change: (one: TensorData, name: string) => TensorData): Tensors =>
  Object.fromEntries(Object.entries(right).map(([name, one]) => [name, change(one, name)]));

/** `change` if it results in another tensor; otherwise NaN, which is never right. */
const allOther = (right: Tensors, change: (one: TensorData, name: string) => TensorData): Tensors =>
  all(right, (one, name) => {
    const other = change(one, name);
    return isSame(one, other) ? NOTHING(one) : other;
  });

/** Numbers of its own for every output, the same ones whenever it is asked. */
function random(right: Tensors): Tensors {
  const rng = makeRng(7);
  return all(right, ({ shape }) => tensor(shape, () => 4 * rng.nextUniform() - 2));
}

/** The same list for every output, cut to its size. */
function oneList(right: Tensors): Tensors {
  const rng = makeRng(11);
  const most = Math.max(0, ...Object.values(right).map(({ shape }) => sizeOf(shape)));
  const list = Array.from({ length: most }, () => 4 * rng.nextUniform() - 2);
  return all(right, ({ shape }) => tensor(shape, (at) => list[at] ?? NaN));
}

const filled = (right: Tensors, value: number): Tensors => all(right, ({ shape }) => tensor(shape, () => value));

/** Answers that depend neither on the question nor on the right answer, except for shapes. */
function ignorant(right: Tensors): Record<string, Tensors> {
  return {
    zeros: filled(right, 0),
    'almost zeros': filled(right, 1e-7),
    ones: filled(right, 1),
    'minus ones': filled(right, -1),
    'one half': filled(right, 0.5),
    'a large constant': filled(right, 1e30),
    random: random(right),
    'one random list': oneList(right),
    NaN: filled(right, NaN),
    infinity: filled(right, Infinity),
    empty: all(right, () => tensor([0], () => 0)),
    'no examples': all(right, ({ shape: [, ...rest] }) => tensor([0, ...rest], () => 0)),
    'a single zero': all(right, () => tensor([], () => 0)),
    'nothing at all': {},
  };
}

/** The inputs, returned unchanged, and cut or repeated to the requested shape. */
function echoes(right: Tensors, inputs: Tensors): Record<string, Tensors> {
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, { shape, values }]): [string, Tensors][] => {
      const value = (at: number) => values[at % Math.max(1, values.length)] ?? 0;
      return [
        [`input ${name}`, all(right, () => tensor(shape, value))],
        [`input ${name} in the right shape`, all(right, (one) => tensor(one.shape, value))],
      ];
    }),
  );
}

/** The right numbers in the wrong place. */
function misplaced(right: Tensors): Record<string, Tensors> {
  const names = Object.keys(right);
  const next = (name: string) => right[names[(names.indexOf(name) + 1) % names.length] ?? ''];
  return {
    transposed: allOther(right, transposed),
    'transposed in the right shape': allOther(right, (one) => ({ ...transposed(one), shape: one.shape })),
    'reshaped to the transposed': allOther(right, (one) => ({ ...one, shape: transposed(one).shape })),
    'flat and one more': all(right, ({ values }) => tensor([values.length + 1], (at) => values[at] ?? 0)),
    backwards: allOther(right, (one) => ({ ...one, values: one.values.slice().reverse() })),
    'another output': allOther(right, (one, name) => next(name) ?? one),
    'with one NaN': all(right, ({ shape, values }) => tensor(shape, (at) => (at === 0 ? NaN : (values[at] ?? 0)))),
    'with one row more': all(right, ({ shape: [side = 1, ...rest], values }) =>
      tensor([side + 1, ...rest], (at) => values[at % values.length] ?? 0),
    ),
    negative: allOther(right, (one) => tensor(one.shape, (at) => -(one.values[at] ?? 0))),
  };
}

export function falseTensors(right: Tensors, inputs: Tensors): Readonly<Record<string, Tensors>> {
  return { ...ignorant(right), ...echoes(right, inputs), ...misplaced(right) };
}
