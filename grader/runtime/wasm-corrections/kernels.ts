/** Replaces kernels of the wasm backend; a replacement may call the kernel that tf.js registered. */
import * as tf from '@tensorflow/tfjs-core';

export type Attributes = Readonly<Record<string, unknown>>;
/** An optional input that is left out, such as a bias, is undefined. */
export type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;

/** One call of a kernel: its tensors by name, and its attributes. */
export interface KernelCall {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
  readonly backend: WasmBackend;
}

export type Kernel = (call: KernelCall) => tf.TensorInfo | tf.TensorInfo[];

/** The part of tf.js's BackendWasm that kernels use. */
export interface WasmBackend {
  makeOutput(shape: readonly number[], dtype: tf.DataType, offset?: number, values?: tf.TypedArray): tf.TensorInfo;
  readSync(dataId: object): tf.TypedArray;
  typedArrayFromHeap(info: tf.TensorInfo): tf.TypedArray;
  disposeData(dataId: object, force?: boolean): boolean;
}

export const NAME = 'wasm';

/** The current kernel; throws if there is none. */
function kernelOf(name: string): Kernel {
  const config = tf.getKernel(name, NAME) as tf.KernelConfig | undefined;
  if (config === undefined) throw new Error(`the wasm backend has no kernel ${name}`);
  return config.kernelFunc as unknown as Kernel;
}

/** Replaces a kernel by one that may call it; its set-up is unchanged. */
export function correct(name: string, make: (stock: Kernel) => Kernel): void {
  const config = tf.getKernel(name, NAME);
  const corrected = make(config.kernelFunc as unknown as Kernel);
  tf.unregisterKernel(name, NAME);
  tf.registerKernel({ ...config, kernelFunc: corrected as unknown as tf.KernelFunc });
}

/** Runs a kernel that returns one tensor. */
export function run(name: string, backend: WasmBackend, inputs: Inputs, attrs: Attributes = {}): tf.TensorInfo {
  const out = kernelOf(name)({ inputs, attrs, backend });
  const [first] = Array.isArray(out) ? out : [out];
  if (first === undefined) throw new Error(`${name} gives no tensor`);
  return first;
}

/** Frees intermediate tensors of a kernel. */
export function release(backend: WasmBackend, ...tensors: readonly tf.TensorInfo[]): void {
  for (const { dataId } of tensors) backend.disposeData(dataId);
}
