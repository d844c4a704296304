/**
 * Padding `same` in three dimensions for windows shorter than their stride: tf.js "pads" by a negative number of cells
 * and starts outside the volume. Here the cells after the last window are cut off instead, so that nothing has to be
 * padded; gradients are padded with zeros. For any backend.
 */
import * as tf from '@tensorflow/tfjs-core';

interface Backend {
  disposeData(dataId: object): boolean;
}

interface Call {
  readonly inputs: Readonly<Record<string, tf.TensorInfo | undefined>>;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly backend: Backend;
}

type Kernel = (call: Call) => tf.TensorInfo;

/** The input with the volume, and whether the result has the same shape. */
const KERNELS: Readonly<Record<string, { readonly volume: string | null; readonly isGradient: boolean }>> = {
  Conv3D: { volume: 'x', isGradient: false },
  MaxPool3D: { volume: 'x', isGradient: false },
  AvgPool3D: { volume: 'x', isGradient: false },
  Conv3DBackpropFilterV2: { volume: 'x', isGradient: false },
  // the shape of the volume is among its attributes
  Conv3DBackpropInputV2: { volume: null, isGradient: true },
  MaxPool3DGrad: { volume: 'input', isGradient: true },
  AvgPool3DGrad: { volume: 'input', isGradient: true },
};

export function correctVolumePadding(backendName: string): void {
  for (const [kernelName, { volume, isGradient }] of Object.entries(KERNELS)) {
    const config = tf.getKernel(kernelName, backendName) as tf.KernelConfig | undefined;
    if (config === undefined) continue;
    const stock = config.kernelFunc as unknown as Kernel;
    const kernelFunc: Kernel = (call) => {
      const shape =
        volume === null ? (call.attrs['inputShape'] as readonly number[]) : (call.inputs[volume]?.shape ?? []);
      const used = usedPart(shape, call);
      if (used === null) return stock(call);
      return isGradient
        ? filledUp(backendName, call, shape, used, stock(cutTo(backendName, call, volume, used)))
        : stock(cutTo(backendName, call, volume, used));
    };
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ ...config, kernelFunc: kernelFunc as unknown as tf.KernelFunc });
  }
}

/** The shape of the part that the windows reach; null where tf.js is correct. */
function usedPart(shape: readonly number[], { inputs, attrs }: Call): readonly number[] | null {
  if (attrs['pad'] !== 'same') return null;
  const window = attrs['filterSize'] ?? attrs['filterShape'] ?? inputs['filter']?.shape;
  const used = shape.map((side, axis) => {
    if (axis === 0 || axis === 4) return side;
    const stride = alongAxis(attrs['strides'], axis);
    const reach = (alongAxis(window, axis) - 1) * alongAxis(attrs['dilations'], axis) + 1;
    return Math.min(side, (Math.ceil(side / stride) - 1) * stride + reach);
  });
  return used.join() === shape.join() ? null : used;
}

/** From a number for all axes, or a list that starts with depth, height and width. */
function alongAxis(value: unknown, axis: number): number {
  const one: unknown = Array.isArray(value) ? (value as unknown[])[axis - 1] : value;
  return typeof one === 'number' ? one : 1;
}

function cutTo(backendName: string, call: Call, volume: string | null, used: readonly number[]): Call {
  if (volume === null) return { ...call, attrs: { ...call.attrs, inputShape: used } };
  const x = call.inputs[volume];
  const cut = run('Slice', backendName, { ...call, inputs: { x }, attrs: { begin: used.map(() => 0), size: used } });
  return { ...call, inputs: { ...call.inputs, [volume]: cut } };
}

function filledUp(
  backendName: string,
  call: Call,
  shape: readonly number[],
  used: readonly number[],
  gradient: tf.TensorInfo,
): tf.TensorInfo {
  const paddings = shape.map((side, axis) => [0, side - (used[axis] ?? side)]);
  const out = run('PadV2', backendName, { ...call, inputs: { x: gradient }, attrs: { paddings, constantValue: 0 } });
  call.backend.disposeData(gradient.dataId);
  return out;
}

function run(name: string, backendName: string, call: Call): tf.TensorInfo {
  return (tf.getKernel(name, backendName).kernelFunc as unknown as Kernel)(call);
}
