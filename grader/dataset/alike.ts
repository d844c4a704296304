/**
 * Whether two images are one: equal but for their brightness, the noise of coding, and a few pixels. Decided on 16 x 16
 * means of blocks, so that what changes pixels without changing the picture changes nothing here.
 *
 * Frames of a flat sky that differ in nothing but a few pixels are one image too: what an image is labelled for covers
 * 3 % of its pixels or more, and where it moved or is another, twice as many cells differ. Measured on the 11.5 million
 * pairs of the 4,800 crops of SuperTux: one pair is alike (a projectile on two equal skies); of the other pairs whose
 * mean difference is as small, the nearest differs in 16 cells of 256.
 */
import { mirror } from './looks.js';

const CHANNELS = 3;
/** Largest share of cells that may differ. */
const OTHER_SHARE = 0.04;
/** A cell differs when a channel is further away than this. */
const OTHER = 8;
/** Largest mean difference of the cells that do not. */
const NEAR = 2;
/** Largest difference in brightness, or of one channel. */
const MOST_SHIFT = 32;

/** Both are [side, side, 3] of one side. */
export function isOneImage(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length || isPlainlyOther(left, right)) return false;
  const shift = [0, 1, 2].map((channel) => medianDifference(left, right, channel));
  if (shift.some((by) => Math.abs(by) > MOST_SHIFT)) return false;
  const [red = 0, green = 0, blue = 0] = shift;
  const most = Math.floor((left.length / CHANNELS) * OTHER_SHARE);
  let others = 0;
  let sum = 0;
  for (let at = 0; at < left.length; at += CHANNELS) {
    const r = Math.abs((left[at] ?? 0) - (right[at] ?? 0) - red);
    const g = Math.abs((left[at + 1] ?? 0) - (right[at + 1] ?? 0) - green);
    const b = Math.abs((left[at + 2] ?? 0) - (right[at + 2] ?? 0) - blue);
    if (Math.max(r, g, b) <= OTHER) sum += r + g + b;
    else if ((others += 1) > most) return false;
  }
  return sum <= NEAR * (left.length - others * CHANNELS);
}

export function mirrorCells(cells: Uint8Array): Uint8Array {
  return mirror(cells, Math.sqrt(cells.length / CHANNELS));
}

const SAMPLED = 16;
const sample = new Int16Array(SAMPLED);

/** Cheap, on a few cells spread over the image: most pairs are told apart here. */
function isPlainlyOther(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length < SAMPLED * SAMPLED * CHANNELS) return false;
  // a diagonal: neither rows nor columns of cells that were changed hold many of them
  for (let cell = 0; cell < SAMPLED; cell += 1) {
    const at = cell * (SAMPLED + 1) * CHANNELS + 1;
    sample[cell] = (left[at] ?? 0) - (right[at] ?? 0);
  }
  // half of them may be anything: the nearer half must lie close together
  sample.sort();
  for (let first = 0; first + SAMPLED / 2 <= SAMPLED; first += 1) {
    if ((sample[first + SAMPLED / 2 - 1] ?? 0) - (sample[first] ?? 0) <= 2 * OTHER) return false;
  }
  return true;
}

const counts = new Uint16Array(511);

/** Median over the cells, of one channel. */
function medianDifference(left: Uint8Array, right: Uint8Array, channel: number): number {
  counts.fill(0);
  for (let at = channel; at < left.length; at += CHANNELS) {
    const place = 255 + (left[at] ?? 0) - (right[at] ?? 0);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  let below = 0;
  return counts.findIndex((count) => (below += count) * 2 * CHANNELS >= left.length) - 255;
}
