/**
 * Layer normalisation over the last axis: gamma (x - mean) / sqrt(variance + epsilon) + beta, with the biased variance, and its
 * mistakes.
 */
import { at, columnSums, map, round, rowsOf, sum, zip } from '../matrix.js';
import type { Tensor32 } from '../program.js';
import type { Run, Step } from '../tape.js';

export const EPSILON = 1e-5;

interface Layer {
  readonly name: string;
  readonly of: readonly [x: string, gamma: string, beta: string];
}

/** How one row is normalised. */
interface RowStatistics {
  /** 1 / sqrt(variance + epsilon). */
  readonly inverse: number;
  /** What is subtracted in the numerator, and in the variance. */
  readonly center: number;
  readonly about: number;
  /** Whether the numerator subtracts the mean. */
  readonly isCentred: boolean;
  /** What the sum of squares is divided by. */
  readonly divisor: number;
}

function statistics(run: Run, name: string, row: readonly number[]): RowStatistics {
  const mean = round(sum(row) / row.length);
  const variant = run.switches.variant('layer-norm-mean-missing', name);
  const about = variant === 'rms' ? 0 : mean;
  const divisor = run.switches.on('layer-norm-unbiased', name) ? row.length - 1 : row.length;
  const variance = round(sum(row.map((value) => round(round(value - about) ** 2))) / divisor);
  const inverse = round(1 / round(Math.sqrt(round(variance + round(EPSILON)))));
  return { inverse, center: variant === null ? mean : 0, isCentred: variant === null, about, divisor };
}

function rowsIn(x: Tensor32): number[][] {
  const { rows, columns, values } = rowsOf(x);
  return Array.from({ length: rows }, (_, row) => Array.from(values.slice(row * columns, (row + 1) * columns)));
}

function normalised(run: Run, { name, of: [x] }: Layer): Tensor32 {
  const values = rowsIn(run.get(x)).flatMap((row) => {
    const { inverse, center } = statistics(run, name, row);
    return row.map((value) => round(round(value - center) * inverse));
  });
  return { shape: run.get(x).shape, values: Float32Array.from(values) };
}

/**
 * The gradient by a row x from that by its normalised values, where r is `inverse`: the derivative of (x - center) r is
 * g r - mean(g r), without the mean where the numerator has none, less (x - about) r^3 sum(g (x - center)) / divisor.
 */
function rowBackward(row: readonly number[], g: readonly number[], of: RowStatistics): number[] {
  const { inverse, center, isCentred, about, divisor } = of;
  const scaled = g.map((value) => round(value * inverse));
  const mean = isCentred ? round(sum(scaled) / row.length) : 0;
  const products = row.map((value, index) => round((g[index] ?? NaN) * round(value - center)));
  const cube = round(round(inverse * inverse) * inverse);
  const common = round(round(cube * sum(products)) / divisor);
  return row.map((value, index) => round(round((scaled[index] ?? NaN) - mean) - round(round(value - about) * common)));
}

function inputGradient(run: Run, layer: Layer, byNormalised: Tensor32): Tensor32 {
  const x = run.get(layer.of[0]);
  const isConstant = run.switches.on('layer-norm-statistics-constant', layer.name);
  const gradients = rowsIn(byNormalised);
  const values = rowsIn(x).flatMap((row, index) => {
    const g = gradients[index] ?? [];
    const of = statistics(run, layer.name, row);
    return isConstant ? g.map((value) => round(value * of.inverse)) : rowBackward(row, g, of);
  });
  return { shape: x.shape, values: Float32Array.from(values) };
}

export function layerNorm(layer: Layer): Step {
  const [x, gamma, beta] = layer.of;
  return {
    name: layer.name,
    forward: (run) => {
      const scale = run.get(gamma).values;
      const shift = run.get(beta).values;
      return map(normalised(run, layer), (value, index) =>
        round(round(value * at(scale, index % scale.length)) + at(shift, index % shift.length)),
      );
    },
    backward: (run, gradient) => {
      const scale = run.get(gamma).values;
      const byScale = zip(gradient, normalised(run, layer), (g, value) => round(g * value));
      run.addGradient(gamma, { shape: [scale.length], values: columnSums(rowsOf(byScale)) });
      run.addGradient(beta, { shape: [scale.length], values: columnSums(rowsOf(gradient)) });
      const byNormalised = map(gradient, (g, index) => round(g * at(scale, index % scale.length)));
      run.addGradient(x, inputGradient(run, layer, byNormalised));
    },
  };
}
