/**
 * The standard normal distribution in double precision. Phi(z) = 1/2 + phi(z) (z + z^3/3 + z^5/(3 5) + ...) near 0, where
 * all terms have the same sign (Marsaglia, Journal of Statistical Software 11, 2004), and phi(z) / (z + 1/(z + 2/(z + ...)))
 * for its tail (Laplace's continued fraction).
 */

/** Beyond this, the continued fraction converges quickly. */
const TAIL = 4;
/** Enough for double precision where |z| >= TAIL. */
const LEVELS = 80;

/** The density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** The probability of a standard normal number below z; its error is a few 1e-16. NaN for NaN. */
export function normalCumulative(z: number): number {
  if (z > TAIL) return 1 - tailOf(z);
  if (z < -TAIL) return tailOf(-z);
  let term = z;
  let sum = z;
  for (let n = 3; Math.abs(term) > Number.EPSILON * Math.abs(sum) * 0.25; n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return 0.5 + normalDensity(z) * sum;
}

/** The probability above z >= TAIL. */
function tailOf(z: number): number {
  let fraction = z;
  for (let level = LEVELS; level > 0; level -= 1) fraction = z + level / fraction;
  return normalDensity(z) / fraction;
}
