/** Activations without a kink that resemble relu: softplus, and gelu as torch.nn.GELU computes it. */
import { elementwise, sigmoidOf } from './activations.js';
import { normalCumulative, normalDensity } from './normal-distribution.js';

/** log(1 + exp(z)), where exp does not overflow. */
export function softplusOf(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

export const softplus = elementwise({
  value: (z) => softplusOf(z),
  slope: (z) => sigmoidOf(z),
  kinked: false,
});

/** The approximation by tanh: z (1 + tanh(u)) / 2 with u = sqrt(2 / pi) (z + 0.044715 z^3). */
const ROOT = Math.sqrt(2 / Math.PI);
const CUBE = 0.044715;
const tanhAt = (z: number) => Math.tanh(ROOT * (z + CUBE * z ** 3));

/** z Phi(z), with the distribution function Phi of a standard normal number; with `approximate: tanh`, nearly that. */
export const gelu = elementwise({
  value: (z, { approximate }) => (approximate === 'tanh' ? (z * (1 + tanhAt(z))) / 2 : z * normalCumulative(z)),
  slope: (z, _value, { approximate }) => {
    if (approximate !== 'tanh') return normalCumulative(z) + z * normalDensity(z);
    const t = tanhAt(z);
    return (1 + t) / 2 + (z * (1 - t * t) * ROOT * (1 + 3 * CUBE * z * z)) / 2;
  },
  kinked: false,
});
