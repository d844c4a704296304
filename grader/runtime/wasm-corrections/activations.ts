/**
 * Values that are not finite. The stock kernels clamp NaN to a bound: relu6 returns 0, relu returns 0 for a NaN whose
 * sign bit is set (such as Infinity - Infinity), pooling and one-channel convolutions return -Infinity, and NaN stays
 * hidden. Kernels that clamp run on cpu for inputs with such values; fused activations are separated.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { onCpu } from './cpu-route.js';
import { correct, release, run, type Kernel, type KernelCall } from './kernels.js';

const FUSED = ['FusedConv2D', 'FusedDepthwiseConv2D', '_FusedMatMul'];
const AFTERWARDS: Readonly<Record<string, string>> = { relu: 'Relu', relu6: 'Relu6' };
const CLAMPING = [
  ...['Relu', 'Relu6', 'ClipByValue', 'Maximum', 'Minimum', 'MaxPool', 'AvgPool'],
  ...['Conv2D', 'FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2D'],
];

export function correctActivations(): void {
  for (const name of FUSED) correct(name, takenApart);
  for (const name of CLAMPING) correct(name, (stock) => (call) => (isFinite(call) ? stock(call) : onCpu(name)(call)));
}

function takenApart(stock: Kernel): Kernel {
  return (call) => {
    const after = AFTERWARDS[String(call.attrs['activation'])];
    if (after === undefined) return stock(call);
    const x = stock({ ...call, attrs: { ...call.attrs, activation: 'linear' } }) as TensorInfo;
    const out = run(after, call.backend, { x });
    release(call.backend, x);
    return out;
  };
}

function isFinite({ inputs, backend }: KernelCall): boolean {
  return Object.values(inputs).every((input) => {
    if (input?.dtype !== 'float32') return true;
    const values = backend.typedArrayFromHeap(input);
    // a plain loop: `every` is thirty times slower on typed arrays
    for (let index = 0; index < values.length; index += 1) if (!Number.isFinite(values[index])) return false;
    return true;
  });
}
