/** Pooling: numeric padding runs on cpu, and windows larger than their input are refused, as for convolutions. */
import * as tf from '@tensorflow/tfjs-core';
import { refuseLargerKernel } from './convolution.js';
import { onCpu } from './cpu-route.js';
import { correct, type Kernel } from './kernels.js';

export function correctPooling(): void {
  for (const name of ['MaxPool', 'AvgPool']) correct(name, (stock) => checked(stock, onCpu(name)));
}

function checked(stock: Kernel, cpu: Kernel): Kernel {
  return (call) => {
    const { x } = call.inputs;
    if (x?.dtype !== 'float32' || typeof call.attrs['pad'] !== 'string') return cpu(call);
    const info = tf.backend_util.computePool2DInfo(
      x.shape as [number, number, number, number],
      call.attrs['filterSize'] as [number, number],
      call.attrs['strides'] as [number, number],
      1,
      call.attrs['pad'] as 'same' | 'valid',
      call.attrs['dimRoundingMode'] as 'floor' | 'round' | 'ceil' | undefined,
    );
    refuseLargerKernel(info);
    return stock(call);
  };
}
