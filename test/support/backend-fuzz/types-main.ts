/** `node types-main.js SCRIPT BINARY SEED`: operations on every type, on cpu and on wasm. Prints JSON. */
import type * as core from '@tensorflow/tfjs-core';
import { makeRng } from '../../../grader/numerics/rng.js';
import { tf } from '../../../grader/runtime/tf.js';
import { useWasmBackend } from '../../../grader/runtime/wasm.js';

export interface TypesReport {
  readonly compared: number;
  readonly differing: readonly { readonly operation: string; readonly cpu: string; readonly wasm: string }[];
}

type Type = 'float32' | 'int32' | 'bool';
type Make = (shape: readonly number[], type: Type) => core.Tensor;
type Case = readonly [string, (make: Make) => core.Tensor];
const TYPES: readonly Type[] = ['float32', 'int32', 'bool'];
const call = (name: string, ...args: readonly unknown[]) =>
  (tf as unknown as Record<string, (...args: readonly unknown[]) => core.Tensor>)[name]?.(...args) as core.Tensor;

const UNARY = [
  ...['abs', 'acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'ceil', 'cos', 'cosh', 'elu', 'erf', 'exp', 'expm1'],
  ...['floor', 'isFinite', 'isInf', 'isNaN', 'log', 'log1p', 'logicalNot', 'neg', 'reciprocal', 'relu', 'relu6'],
  ...['round', 'rsqrt', 'selu', 'sigmoid', 'sign', 'sin', 'sinh', 'softplus', 'sqrt', 'square', 'step', 'tan', 'tanh'],
  ...['onesLike', 'zerosLike', 'leakyRelu', 'softmax', 'logSoftmax'],
];
const BINARY = [
  ...['add', 'sub', 'mul', 'div', 'divNoNan', 'floorDiv', 'maximum', 'minimum', 'mod', 'pow', 'squaredDifference'],
  ...['atan2', 'equal', 'notEqual', 'greater', 'greaterEqual', 'less', 'lessEqual', 'logicalAnd', 'logicalOr'],
  ...['logicalXor', 'prelu'],
];
const REDUCING = ['sum', 'mean', 'max', 'min', 'prod', 'any', 'all', 'argMax', 'argMin', 'logSumExp'];
const indices = (values: readonly number[], shape: readonly number[] = [values.length]) =>
  tf.tensor(Int32Array.from(values), [...shape], 'int32');

/** Operations that take what they are given apart, put it together or look into it. */
const OTHERS: Readonly<Record<string, (make: Make, type: Type) => core.Tensor>> = {
  'oneHot of two values': (_, type) => tf.oneHot(indices([0, 2, 1]), 3, 5, 2, type),
  'oneHot out of range': (_, type) => tf.oneHot(indices([0, 7, -1]), 3, 1, 0, type),
  fill: (_, type) => tf.fill([2, 3], 3, type),
  range: (_, type) => tf.range(0, 5, 1, type === 'bool' ? 'float32' : type),
  gather: (make, type) => tf.gather(make([4, 3], type), indices([0, 2, 2])),
  gatherND: (make, type) => tf.gatherND(make([4, 3], type), indices([0, 2, 3, 1], [2, 2])),
  scatterND: (make, type) => tf.scatterND(indices([0, 2], [2, 1]), make([2, 3], type), [4, 3]),
  scatterUpdate: (make, type) =>
    tf.tensorScatterUpdate(make([4, 3], type), indices([0, 2], [2, 1]), make([2, 3], type)),
  concat: (make, type) => tf.concat([make([2, 3], type), make([2, 2], type)], 1),
  stack: (make, type) => tf.stack([make([2, 3], type), make([2, 3], type)], 1),
  split: (make, type) => tf.split(make([2, 4], type), 2, 1)[1] as core.Tensor,
  slice: (make, type) => tf.slice(make([3, 4], type), [1, 1], [2, 2]),
  stridedSlice: (make, type) => tf.stridedSlice(make([5, 4], type), [0, 1], [5, 4], [2, 2]),
  transpose: (make, type) => tf.transpose(make([2, 3, 4], type), [2, 0, 1]),
  tile: (make, type) => tf.tile(make([2, 3], type), [2, 2]),
  pad: (make, type) => tf.pad(make([2, 3], type), [[1, 0], [0, 2]], 1), // prettier-ignore
  reverse: (make, type) => tf.reverse(make([2, 3], type), 1),
  where: (make, type) => tf.where(make([2, 3], 'bool'), make([2, 3], type), make([2, 3], type)),
  cumsum: (make, type) => tf.cumsum(make([2, 3], type), 1, true, true),
  topk: (make, type) => tf.topk(make([2, 5], type), 3).values,
  matMul: (make, type) => tf.matMul(make([2, 3], type), make([3, 4], type)),
  'resizing, nearest': (make, type) =>
    tf.image.resizeNearestNeighbor(make([1, 3, 4, 2], type) as core.Tensor4D, [5, 6]),
  'resizing, bilinear': (make, type) => tf.image.resizeBilinear(make([1, 3, 4, 2], type) as core.Tensor4D, [5, 6]),
  'max pooling': (make, type) => tf.maxPool(make([1, 4, 4, 2], type) as core.Tensor4D, 2, 2, 'same'),
  clipping: (make, type) => tf.clipByValue(make([2, 3], type), -1, 1),
  bincount: () => tf.denseBincount(indices([0, 1, 1, 2, 2, 9], [2, 3]) as core.Tensor2D, [], 4),
  dilation2d: (make, type) =>
    tf.dilation2d(make([1, 4, 4, 2], type) as core.Tensor4D, make([2, 2, 2], type) as core.Tensor3D, 1, 'same'),
  segments: (make, type) => tf.unsortedSegmentSum(make([4, 2], type), indices([0, 1, 0, 1]) as core.Tensor1D, 2),
};

function allCases(): Case[] {
  return TYPES.flatMap((type) => [
    ...UNARY.map((name): Case => [`${name} of ${type}`, (make) => call(name, make([2, 3], type))]),
    ...REDUCING.flatMap((name) =>
      [0, 1].map((axis): Case => {
        return [`${name} of ${type} over ${String(axis)}`, (make) => call(name, make([3, 4], type), axis)];
      }),
    ),
    ...TYPES.flatMap((other) => [
      [`${type} to ${other}`, (make: Make) => tf.cast(make([2, 3], type), other)] as Case,
      ...BINARY.flatMap((name) =>
        [[2, 3], [3], [1], [2, 1]].map((shape): Case => {
          const operation = `${name} of ${type} and ${other} of ${shape.join()}`;
          return [operation, (make) => call(name, make([2, 3], type), make(shape, other))];
        }),
      ),
    ]),
    ...Object.entries(OTHERS).map(([name, run]): Case => [`${name} of ${type}`, (make) => run(make, type)]),
  ]);
}

function run([, compute]: Case, seed: number): string[] {
  const rng = makeRng(seed, 3);
  const draw: Readonly<Record<Type, () => number>> = {
    float32: () => 6 * rng.nextUniform() - 3,
    int32: () => Math.floor(9 * rng.nextUniform()) - 4,
    bool: () => rng.nextUint32() % 2,
  };
  const make: Make = (shape, type) => {
    const length = shape.reduce((product, side) => product * side, 1);
    return tf.tensor(Array.from({ length }, draw[type]), [...shape], type);
  };
  try {
    const out = compute(make);
    return [out.dtype, out.shape.join(), ...Array.from(out.dataSync(), (value) => value.toPrecision(4))];
  } catch {
    return ['refused'];
  }
}

async function compare(script: string, binary: string, seed: number): Promise<TypesReport> {
  const cases = allCases();
  await tf.setBackend('cpu');
  const expected = cases.map((one, index) => run(one, seed + index));
  await useWasmBackend(script, binary);
  const differing = cases.flatMap((one, index) => {
    const [cpu, wasm] = [expected[index] ?? [], run(one, seed + index)];
    const areEqual = cpu.length === wasm.length && cpu.every((value, at) => isSame(value, wasm[at] ?? ''));
    return areEqual ? [] : [{ operation: one[0], cpu: cpu.join(' '), wasm: wasm.join(' ') }];
  });
  return { compared: cases.length, differing };
}

const isSame = (a: string, b: string) =>
  a === b || Math.abs(Number(a) - Number(b)) <= 2e-3 * Math.max(1, Math.abs(Number(a)));

const [script = '', binary = '', seed = '1'] = process.argv.slice(2);
void compare(script, binary, Number(seed)).then((report) => process.stdout.write(JSON.stringify(report)));
