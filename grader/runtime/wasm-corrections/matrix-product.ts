/**
 * Products of matrices: the stock kernels cache the second operand in packed form by its data id alone, so that the
 * same data with another shape, after a reshape, gives wrong results. Here such a second use works on a copy.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { onCpu } from './cpu-route.js';
import { correct, release, run, type Kernel } from './kernels.js';

export function correctMatrixProducts(): void {
  const firstUse = new WeakMap<object, string>();
  for (const name of ['BatchMatMul', '_FusedMatMul']) {
    correct(name, (stock) => withOwnOperand(name, stock, onCpu(name), firstUse));
  }
}

function withOwnOperand(name: string, stock: Kernel, cpu: Kernel, firstUse: WeakMap<object, string>): Kernel {
  return (call) => {
    const { a, b, bias } = call.inputs;
    if (a?.dtype !== 'float32' || b?.dtype !== 'float32' || isBeyondStock(bias)) return cpu(call);
    const { transposeA, transposeB } = call.attrs;
    const use = [name, b.shape, transposeA, transposeB].join(' ');
    const known = firstUse.get(b.dataId);
    firstUse.set(b.dataId, known ?? use);
    if (known === undefined || known === use) return stock(call);
    const copy = run('Slice', call.backend, { x: b }, { begin: b.shape.map(() => 0), size: b.shape });
    const out = stock({ ...call, inputs: { ...call.inputs, b: copy } });
    release(call.backend, copy);
    return out;
  };
}

const isBeyondStock = (bias: TensorInfo | undefined) => bias !== undefined && bias.shape.length !== 1;
