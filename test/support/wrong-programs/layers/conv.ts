/**
 * Convolution of x [B,H,W,C] with a kernel [3,3,C,F] and a bias [F], stride 1, NHWC, as deep learning means it
 * (cross-correlation), and its mistakes. Written as loops over positions, not as a matrix product.
 */
import { at, map, round, sum } from '../matrix.js';
import type { Tensor32 } from '../program.js';
import type { Run, Step } from '../tape.js';
import { biasFactor, biasUses, gradientFor, inputForWeights, isOn, weightsForInput, type Weighted } from './linear.js';

export interface Convolution extends Weighted {
  readonly padding: 'same' | 'valid';
}

const TAPS = 3;

interface Geometry {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filters: number;
  /** Rows and columns of zeros before the image; a shifted image has all of them there. */
  readonly before: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

function geometryOf(run: Run, layer: Convolution): Geometry {
  const [batch = 1, height = 1, width = 1, channels = 1] = run.get(layer.of[0]).shape;
  const filters = run.get(layer.of[1]).shape[3] ?? 1;
  const lost = layer.padding === 'same' ? 0 : TAPS - 1;
  const before = layer.padding === 'valid' ? 0 : isOn(run, 'conv-padding-shifted', layer) ? 2 : 1;
  return { batch, height, width, channels, filters, before, outHeight: height - lost, outWidth: width - lost };
}

/** One use of a weight: positions in the input, the kernel and the output. */
type Use = (x: number, k: number, out: number) => void;

/** Calls `use` for every product of the convolution; outputs in order. */
function eachProduct(geometry: Geometry, use: Use): void {
  const { batch, outHeight, outWidth } = geometry;
  for (let b = 0; b < batch; b += 1)
    for (let row = 0; row < outHeight; row += 1)
      for (let column = 0; column < outWidth; column += 1) eachTap(geometry, { b, row, column }, use);
}

function eachTap(geometry: Geometry, { b, row, column }: { b: number; row: number; column: number }, use: Use): void {
  const { height, width, channels, filters, before, outHeight, outWidth } = geometry;
  for (let tap = 0; tap < TAPS * TAPS; tap += 1) {
    const y = row + Math.floor(tap / TAPS) - before;
    const x = column + (tap % TAPS) - before;
    if (y < 0 || y >= height || x < 0 || x >= width) continue;
    const input = ((b * height + y) * width + x) * channels;
    const out = ((b * outHeight + row) * outWidth + column) * filters;
    for (let channel = 0; channel < channels; channel += 1)
      for (let filter = 0; filter < filters; filter += 1)
        use(input + channel, (tap * channels + channel) * filters + filter, out + filter);
  }
}

/** The kernel [3,3,C,F] turned by 180 degrees in its first two axes. */
export function turned(kernel: Tensor32): Tensor32 {
  const block = kernel.values.length / (TAPS * TAPS);
  const source = (index: number) => (TAPS * TAPS - 1 - Math.floor(index / block)) * block + (index % block);
  return map(kernel, (_, index) => at(kernel.values, source(index)));
}

function accumulate(into: Float32Array, index: number, left: number, right: number): void {
  into[index] = round(at(into, index) + round(left * right));
}

function forward(run: Run, layer: Convolution): Tensor32 {
  const geometry = geometryOf(run, layer);
  const { batch, outHeight, outWidth, filters } = geometry;
  const x = run.get(layer.of[0]).values;
  const given = run.get(layer.of[1]);
  const kernel = (isOn(run, 'conv-kernel-flipped', layer) ? turned(given) : given).values;
  const values = new Float32Array(batch * outHeight * outWidth * filters);
  eachProduct(geometry, (input, k, out) => {
    accumulate(values, out, at(x, input), at(kernel, k));
  });
  const bias = run.get(layer.of[2]).values;
  const uses = biasUses(run, layer);
  let out: Tensor32 = { shape: [batch, outHeight, outWidth, filters], values };
  for (let use = 0; use < uses; use += 1) out = map(out, (value, index) => value + at(bias, index % filters));
  return out;
}

function kernelGradient(run: Run, layer: Convolution, own: Tensor32): Tensor32 {
  const gradient = gradientFor(run, layer, 'dw-before-mask', own).values;
  const x = inputForWeights(run, layer).values;
  const kernel = run.get(layer.of[1]);
  const values = new Float32Array(kernel.values.length);
  eachProduct(geometryOf(run, layer), (input, k, out) => {
    accumulate(values, k, at(x, input), at(gradient, out));
  });
  const isTurned = isOn(run, 'conv-kernel-flipped', layer) !== isOn(run, 'conv-dw-flipped', layer);
  return isTurned ? turned({ shape: kernel.shape, values }) : { shape: kernel.shape, values };
}

function biasGradient(run: Run, layer: Convolution, own: Tensor32): Tensor32 {
  const { batch, outHeight, outWidth, filters } = geometryOf(run, layer);
  const gradient = gradientFor(run, layer, 'db-before-mask', own).values;
  const positions = outHeight * outWidth;
  const factor = round(biasFactor(run, layer, batch) / (isOn(run, 'conv-db-spatial-mean', layer) ? positions : 1));
  const used = isOn(run, 'conv-db-one-position', layer) ? 1 : positions;
  const values = new Float32Array(filters).map((_, filter) => {
    const terms = Array.from({ length: batch * used }, (_term, term) => {
      const position = Math.floor(term / used) * positions + (term % used);
      return at(gradient, position * filters + filter);
    });
    return sum(terms) * factor;
  });
  return { shape: [filters], values };
}

function inputGradient(run: Run, layer: Convolution, own: Tensor32, dKernel: Tensor32): Tensor32 {
  const given = weightsForInput(run, layer, dKernel);
  const isTurned = isOn(run, 'conv-kernel-flipped', layer) !== isOn(run, 'conv-dx-unflipped', layer);
  const kernel = (isTurned ? turned(given) : given).values;
  const x = run.get(layer.of[0]);
  const values = new Float32Array(x.values.length);
  eachProduct(geometryOf(run, layer), (input, k, out) => {
    accumulate(values, input, at(kernel, k), at(own.values, out));
  });
  return { shape: x.shape, values };
}

export function conv2d(layer: Convolution): Step {
  return {
    name: layer.name,
    forward: (run) => forward(run, layer),
    backward: (run, gradient) => {
      const [x, kernel, bias] = layer.of;
      const dKernel = kernelGradient(run, layer, gradient);
      run.addGradient(kernel, dKernel);
      run.addGradient(bias, biasGradient(run, layer, gradient));
      run.addGradient(x, inputGradient(run, layer, gradient, dKernel));
    },
  };
}
