/**
 * The seeded random number generator: sfc32 (Chris Doty-Humphrey, PractRand), with 128 bits of state, filled from the
 * seed by a counter and mixed for twelve rounds. The same seed must give the same numbers on every machine, so it uses
 * 32-bit integer arithmetic only. Not for secrets.
 */

export interface Rng {
  /** A whole number in [0, 2^32). */
  nextUint32(): number;
  /** A number in [0, 1) with 32 random bits. */
  nextUniform(): number;
}

const WARM_UP_ROUNDS = 12;

/** A generator for a seed, a whole number in [0, 2^32); `stream` distinguishes generators with the same seed. */
export function makeRng(seed: number, stream = 0): Rng {
  return rngFrom([seed, stream, 0x9e3779b9, 1]);
}

/** A generator from its whole state, for a seed of 128 bits. */
export function rngFrom(state: readonly [number, number, number, number]): Rng {
  let a = state[0] >>> 0;
  let b = state[1] >>> 0;
  let c = state[2] >>> 0;
  let counter = state[3] >>> 0;
  const nextUint32 = (): number => {
    const result = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + result) >>> 0;
    return result;
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) nextUint32();
  return { nextUint32, nextUniform: () => nextUint32() / 2 ** 32 };
}

/** A multiple of 1/256 in [low, high): exactly representable in float32 for |value| < 65536. */
export function nextOnGrid(rng: Rng, low: number, high: number): number {
  return Math.floor((low + (high - low) * rng.nextUniform()) * 256) / 256;
}
