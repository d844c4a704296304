/**
 * Numbers that are not float32: many stock kernels read the bits of integers as floats or write them so (OneHot), take four
 * bytes where a truth value has one, or give another type than cpu. So all but those that are known to move numbers as they
 * are go to cpu with them; sizes and indices are small. What is wrong with float32 too goes there always.
 */
import * as tf from '@tensorflow/tfjs-core';
import { onCpu } from './cpu-route.js';
import { correct, NAME, type Kernel, type KernelCall } from './kernels.js';

/** Right with every type. */
const MOVES = new Set([
  ...['Identity', 'Reshape', 'ExpandDims', 'Slice', 'Transpose', 'Concat', 'Pack', 'Unpack', 'SplitV'],
  ...['Fill', 'Range', 'LinSpace', 'ZerosLike', 'OnesLike', 'StringNGrams', 'StringSplit', 'StringToHashBucketFast'],
]);
/** Inputs that are indices or conditions, whatever the numbers are. */
const INDICES = new Set(['indices', 'boxInd', 'condition']);
/** The maximum from 1e-38 on; integers as bits; another type than cpu; any float as its lowest byte. */
const WRONG = new Set(['Dilation2D', 'Dilation2DBackpropFilter', 'Dilation2DBackpropInput', 'OneHot', 'FloorDiv']);

/** The kernels as they stand are kept for float32. */
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

/** Whether numbers of a shape, repeated along the memory of x, are spread as they should be. */
function goesRound(x: readonly number[], spread: readonly number[]): boolean {
  const last = spread.slice(spread.findIndex((side) => side !== 1));
  return spread.every((side) => side === 1) || last.every((side, at) => side === x.slice(-last.length)[at]);
}
