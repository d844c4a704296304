/** Runs the kernels that wasm lacks, or that are wrong and rarely needed, on cpu, with copies of the tensors. */
import * as tf from '@tensorflow/tfjs-core';
import { correct, NAME, type Kernel, type KernelCall } from './kernels.js';

/** The part of tf.js's MathBackendCPU that is needed here. */
interface CpuBackend {
  makeTensorInfo(shape: readonly number[], dtype: tf.DataType, values: tf.TypedArray): tf.TensorInfo;
  readSync(dataId: object): tf.TypedArray;
  disposeIntermediateTensorInfo(info: tf.TensorInfo): void;
}

const CPU = 'cpu';

/**
 * Wrong on wasm, and needed only for gradients or rarely: the gradient of max pooling where a window's maximum is not
 * positive; three-dimensional max pooling of windows without a positive number; the gradient of average pooling, with
 * the error described in cpu-corrections.ts; both gradients of three-dimensional convolutions, the first of which is
 * the transposed convolution.
 */
const WRONG = [
  ...['MaxPoolGrad', 'MaxPool3D', 'MaxPool3DGrad', 'AvgPoolGrad', 'AvgPool3DGrad'],
  ...['Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2'],
] as const;

/** Routes the missing and the wrong kernels to cpu. */
export function routeToCpu(): void {
  for (const name of WRONG) correct(name, () => onCpu(name));
  for (const config of tf.getKernelsForBackend(CPU)) {
    const { kernelName } = config;
    if ((tf.getKernel(kernelName, NAME) as tf.KernelConfig | undefined) !== undefined) continue;
    const kernelFunc = onCpu(kernelName) as unknown as tf.KernelFunc;
    tf.registerKernel({ kernelName, backendName: NAME, kernelFunc });
  }
}

/** The cpu backend's kernel of that name, for tensors of the wasm backend. */
export function onCpu(name: string): Kernel {
  return (call) => {
    const cpu = tf.engine().findBackend(CPU) as unknown as CpuBackend;
    const { kernelFunc } = tf.getKernel(name, CPU);
    const made = Object.entries(call.inputs).flatMap(([key, input]) =>
      input === undefined ? [] : [[key, copyToCpu(cpu, call, input)] as const],
    );
    try {
      const out = kernelFunc({
        // a list of tensors is passed as an array
        inputs: (Array.isArray(call.inputs)
          ? made.map(([, info]) => info)
          : Object.fromEntries(made)) as tf.NamedTensorInfoMap,
        attrs: call.attrs as tf.NamedAttrMap,
        backend: cpu,
      });
      return Array.isArray(out) ? out.map((info) => takeBack(cpu, call, info)) : takeBack(cpu, call, out);
    } finally {
      for (const [, info] of made) cpu.disposeIntermediateTensorInfo(info);
    }
  };
}

function copyToCpu(cpu: CpuBackend, { backend }: KernelCall, info: tf.TensorInfo): tf.TensorInfo {
  return cpu.makeTensorInfo(info.shape, info.dtype, backend.readSync(info.dataId));
}

function takeBack(cpu: CpuBackend, { backend }: KernelCall, info: tf.TensorInfo): tf.TensorInfo {
  const values = cpu.readSync(info.dataId);
  const out = backend.makeOutput(info.shape, info.dtype);
  backend.typedArrayFromHeap(out).set(values);
  cpu.disposeIntermediateTensorInfo(info);
  return out;
}
