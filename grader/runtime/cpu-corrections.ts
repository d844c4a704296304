/**
 * Gradients that tf.js's cpu backend computes wrongly; all workers use these corrections. Found by comparison with
 * TensorFlow's library:
 *
 * - average pooling with padding `same`: the forward pass divides by the cells of a window that lie inside the input,
 *   tf.js's gradient by all cells of the window;
 * - max pooling in three dimensions with a window of different height and width: tf.js assigns the gradient to cells
 *   other than the largest, or to none;
 * - nearest-neighbour resizing: tf.js's gradient reads the wrong rows from the second image of a batch on;
 * - bilinear resizing: tf.js exchanges height and width in the gradient of an image that is not square.
 */
import * as tf from '@tensorflow/tfjs-core';
import { correctVolumePadding } from './volume-padding.js';

type Kernel = (call: {
  inputs: Record<string, tf.TensorInfo>;
  attrs: Record<string, unknown>;
  backend: Cpu;
}) => tf.TensorInfo;

/** The part of tf.js's MathBackendCPU that is needed here. */
interface Cpu {
  makeTensorInfo(shape: readonly number[], dtype: tf.DataType, values: tf.TypedArray): tf.TensorInfo;
  readSync(dataId: object): tf.TypedArray;
}

type Triple = readonly [number, number, number];

/** Average pooling of [batch, depth, height, width, channels]; two-dimensional pooling has depth 1. */
interface Pooling {
  readonly batch: number;
  readonly channels: number;
  readonly input: Triple;
  readonly output: Triple;
  readonly window: Triple;
  readonly dilation: Triple;
  readonly stride: Triple;
  readonly before: Triple;
}

/** Replaces tf.js's kernels by the corrected ones. */
export function correctCpu(): void {
  replace('AvgPoolGrad', (call) => averagePoolingGradient(call, planar(call)));
  replace('AvgPool3DGrad', (call) => averagePoolingGradient(call, spatial(call)));
  replace('MaxPool3DGrad', (call) => maxPoolingGradient(call, spatial(call)));
  replace('ResizeNearestNeighborGrad', nearestNeighbourGradient);
  const bilinear = tf.getKernel('ResizeBilinearGrad', 'cpu').kernelFunc as unknown as Kernel;
  replace('ResizeBilinearGrad', (call) => ({ ...bilinear(call), shape: shapeOf(call.inputs, 'images') }));
  correctVolumePadding('cpu');
}

function replace(kernelName: string, kernel: Kernel): void {
  tf.unregisterKernel(kernelName, 'cpu');
  tf.registerKernel({ kernelName, backendName: 'cpu', kernelFunc: kernel as unknown as tf.KernelFunc });
}

type Call = Parameters<Kernel>[0];

function planar({ inputs, attrs }: Call): Pooling {
  const info = tf.backend_util.computePool2DInfo(
    shapeOf(inputs, 'input') as [number, number, number, number],
    attrs['filterSize'] as [number, number],
    attrs['strides'] as [number, number],
    1,
    attrs['pad'] as 'same' | 'valid' | number,
  );
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    input: [1, info.inHeight, info.inWidth],
    output: [1, info.outHeight, info.outWidth],
    window: [1, info.filterHeight, info.filterWidth],
    dilation: [1, info.dilationHeight, info.dilationWidth],
    stride: [1, info.strideHeight, info.strideWidth],
    before: [0, info.padInfo.top, info.padInfo.left],
  };
}

function spatial({ inputs, attrs }: Call): Pooling {
  const info = tf.backend_util.computePool3DInfo(
    shapeOf(inputs, 'input') as [number, number, number, number, number],
    attrs['filterSize'] as [number, number, number],
    attrs['strides'] as [number, number, number],
    1,
    attrs['pad'] as 'same' | 'valid' | number,
    attrs['dimRoundingMode'] as 'floor' | 'round' | 'ceil' | undefined,
  );
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    input: [info.inDepth, info.inHeight, info.inWidth],
    output: [info.outDepth, info.outHeight, info.outWidth],
    window: [info.filterDepth, info.filterHeight, info.filterWidth],
    dilation: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    stride: [info.strideDepth, info.strideHeight, info.strideWidth],
    before: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  };
}

function averagePoolingGradient({ inputs, backend }: Call, pooling: Pooling): tf.TensorInfo {
  const dy = valuesOf(backend, inputs, 'dy');
  const { batch, channels, input } = pooling;
  const cells = input[0] * input[1] * input[2];
  const windows = windowsOf(pooling);
  const dx = new Float32Array(batch * cells * channels);
  let from = 0;
  for (let image = 0; image < batch; image += 1) {
    for (const window of windows) {
      for (const cell of window) {
        addChannels(dx, (image * cells + cell) * channels, dy, from, channels, window.length);
      }
      from += channels;
    }
  }
  return backend.makeTensorInfo(shapeOf(inputs, 'input'), 'float32', dx);
}

/** Among equal values the last counts as the largest, as in tf.js. */
function maxPoolingGradient({ inputs, backend }: Call, pooling: Pooling): tf.TensorInfo {
  const dy = valuesOf(backend, inputs, 'dy');
  const x = valuesOf(backend, inputs, 'input');
  const { batch, channels, input } = pooling;
  const cells = input[0] * input[1] * input[2];
  const windows = windowsOf(pooling);
  const dx = new Float32Array(batch * cells * channels);
  for (let image = 0; image < batch; image += 1) {
    for (const [place, window] of windows.entries()) {
      for (let channel = 0; channel < channels; channel += 1) {
        const largest = window
          .map((cell) => (image * cells + cell) * channels + channel)
          .reduce((best, at) => ((x[at] ?? 0) >= (x[best] ?? -Infinity) ? at : best), -1);
        const from = (image * windows.length + place) * channels + channel;
        if (largest >= 0) dx[largest] = (dx[largest] ?? 0) + (dy[from] ?? 0);
      }
    }
  }
  return backend.makeTensorInfo(shapeOf(inputs, 'input'), 'float32', dx);
}

/** For each cell of the output, the cells of the input in its window, as indices within an image. */
function windowsOf(pooling: Pooling): readonly (readonly number[])[] {
  const { input, output } = pooling;
  const [depths = [], heights = [], widths = []] = output.map((length, axis) =>
    Array.from({ length }, (_, at) => cellsInside(pooling, axis, at)),
  );
  return depths.flatMap((planes) =>
    heights.flatMap((rows) =>
      widths.map((columns) =>
        planes.flatMap((plane) =>
          rows.flatMap((row) => columns.map((column) => (plane * input[1] + row) * input[2] + column)),
        ),
      ),
    ),
  );
}

/** into[at + k] += values[from + k] / count for all channels k. */
function addChannels(
  into: Float32Array,
  at: number,
  values: tf.TypedArray,
  from: number,
  channels: number,
  count: number,
): void {
  for (let channel = 0; channel < channels; channel += 1) {
    into[at + channel] = (into[at + channel] ?? 0) + (values[from + channel] ?? 0) / count;
  }
}

/** The cells of the input, along one axis, in the window of one cell of the output. */
function cellsInside({ window, dilation, stride, before, input }: Pooling, axis: number, at: number): number[] {
  const start = at * (stride[axis] ?? 1) - (before[axis] ?? 0);
  const cells = Array.from({ length: window[axis] ?? 0 }, (_, step) => start + step * (dilation[axis] ?? 1));
  return cells.filter((cell) => cell >= 0 && cell < (input[axis] ?? 0));
}

function nearestNeighbourGradient({ inputs, attrs, backend }: Call): tf.TensorInfo {
  const dy = valuesOf(backend, inputs, 'dy');
  const shape = shapeOf(inputs, 'images');
  const [batch = 0, height = 0, width = 0, channels = 0] = shape;
  const [, tall = 0, wide = 0] = shapeOf(inputs, 'dy');
  const alignCorners = attrs['alignCorners'] === true;
  const dx = new Float32Array(batch * height * width * channels);
  const rows = Array.from({ length: tall }, (_, row) => sourceOf(row, height, tall, alignCorners));
  const columns = Array.from({ length: wide }, (_, column) => sourceOf(column, width, wide, alignCorners));
  let from = 0;
  for (let image = 0; image < batch; image += 1) {
    for (const row of rows) {
      for (const column of columns) {
        addChannels(dx, ((image * height + row) * width + column) * channels, dy, from, channels, 1);
        from += channels;
      }
    }
  }
  return backend.makeTensorInfo(shape, 'float32', dx);
}

/** Where tf.js's forward pass takes a row or column from. */
function sourceOf(at: number, small: number, large: number, alignCorners: boolean): number {
  const align = alignCorners && large > 1;
  const place = at * ((align ? small - 1 : small) / (align ? large - 1 : large));
  return Math.min(small - 1, alignCorners ? Math.round(place) : Math.floor(place));
}

function shapeOf(inputs: Call['inputs'], name: string): number[] {
  return inputs[name]?.shape ?? [];
}

function valuesOf(backend: Cpu, inputs: Call['inputs'], name: string): tf.TypedArray {
  const info = inputs[name];
  return info === undefined ? new Float32Array() : backend.readSync(info.dataId);
}
