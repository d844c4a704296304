/**
 * Types other than float32: many stock kernels read or write the bits of integers as floats (OneHot), read four bytes
 * for a boolean of one byte, or return another type than cpu. Therefore all kernels except those that are known only to
 * move values run on cpu for such types; sizes and indices are small. Kernels that are wrong for float32 as well always
 * do.
 */
import * as tf from '@tensorflow/tfjs-core';
import { onCpu } from './cpu-route.js';
import { correct, NAME, type Kernel, type KernelCall } from './kernels.js';

/** Correct for every type. */
const MOVES = new Set([
  ...['Identity', 'Reshape', 'ExpandDims', 'Slice', 'Transpose', 'Concat', 'Pack', 'Unpack', 'SplitV'],
  ...['Fill', 'Range', 'LinSpace', 'ZerosLike', 'OnesLike', 'StringNGrams', 'StringSplit', 'StringToHashBucketFast'],
]);
/** Inputs that are indices or conditions, whatever the type of the values. */
const INDICES = new Set(['indices', 'boxInd', 'condition']);
/** Maximum starts from 1e-38; integers read as bits; another type than cpu; a float read as its lowest byte. */
const WRONG = new Set(['Dilation2D', 'Dilation2DBackpropFilter', 'Dilation2DBackpropInput', 'OneHot', 'FloorDiv']);

/** The existing kernels are kept for float32. */
export function correctTypes(): void {
  for (const { kernelName } of tf.getKernelsForBackend(NAME)) {
    if (MOVES.has(kernelName)) continue;
    correct(kernelName, (stock) => chosen(kernelName, stock));
  }
}

function chosen(name: string, stock: Kernel): Kernel {
  const cpu = onCpu(name);
  const isKnown = (tf.getKernel(name, 'cpu') as tf.KernelConfig | undefined) !== undefined;
  return (call) => (!isKnown || (isFloat(call) && !isWrong(name, call)) ? stock(call) : cpu(call));
}

function isFloat({ inputs }: KernelCall): boolean {
  return Object.entries(inputs).every(
    ([key, input]) => input === undefined || input.dtype === 'float32' || INDICES.has(key),
  );
}

function isWrong(name: string, { inputs, attrs }: KernelCall): boolean {
  if (name === 'Cast') return attrs['dtype'] === 'bool';
  return name === 'Prelu' ? !goesRound(inputs['x']?.shape ?? [], inputs['alpha']?.shape ?? []) : WRONG.has(name);
}

/** Whether repeating the values of `spread` cyclically along the memory of x broadcasts them correctly. */
function goesRound(x: readonly number[], spread: readonly number[]): boolean {
  const last = spread.slice(spread.findIndex((side) => side !== 1));
  return spread.every((side) => side === 1) || last.every((side, at) => side === x.slice(-last.length)[at]);
}
