/**
 * The seed of a data set: a number, which others can guess, or 128 random bits as 32 hexadecimal digits, which they
 * cannot. Whoever knows the seed of a held-out set can make its images and labels.
 */
import { createHash, randomBytes } from 'node:crypto';
import { makeRng, rngFrom, type Rng } from '../numerics/rng.js';

export type Seed = number | string;

const SECRET = /^[0-9a-f]{32}$/;

export function drawSeed(): string {
  return randomBytes(16).toString('hex');
}

export function isSecretSeed(text: string): boolean {
  return SECRET.test(text);
}

/** `stream` distinguishes generators with the same seed. */
export function rngOf(seed: Seed, stream: number): Rng {
  if (typeof seed === 'number') return makeRng(seed, stream);
  const state = createHash('sha256')
    .update(`${seed}/${String(stream)}`)
    .digest();
  return rngFrom([state.readUInt32LE(0), state.readUInt32LE(4), state.readUInt32LE(8), state.readUInt32LE(12)]);
}
