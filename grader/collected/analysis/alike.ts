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
  return shift.every((by) => Math.abs(by) <= MOST_SHIFT) && isNearBut(left, right, shift);
}

/** Near in all but a few cells, once the difference in brightness is taken away. */
function isNearBut(left: Uint8Array, right: Uint8Array, [red = 0, green = 0, blue = 0]: readonly number[]): boolean {
  const most = Math.floor((left.length / CHANNELS) * OTHER_SHARE);
  let others = 0;
  let sum = 0;
  for (let at = 0; at < left.length; at += CHANNELS) {
    const r = apart(left, right, at, red);
    const g = apart(left, right, at + 1, green);
    const b = apart(left, right, at + 2, blue);
    if (Math.max(r, g, b) <= OTHER) sum += r + g + b;
    else if ((others += 1) > most) return false;
  }
  return sum <= NEAR * (left.length - others * CHANNELS);
}

function apart(left: Uint8Array, right: Uint8Array, at: number, shift: number): number {
  return Math.abs((left[at] ?? 0) - (right[at] ?? 0) - shift);
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

const LOWEST = -MOST_SHIFT - 1;
const counts = new Uint16Array(2 * MOST_SHIFT + 3);

/** Median over the cells, of one channel; beyond MOST_SHIFT it is only known to be so. */
function medianDifference(left: Uint8Array, right: Uint8Array, channel: number): number {
  counts.fill(0);
  for (let at = channel; at < left.length; at += CHANNELS) {
    const place = Math.min(counts.length - 1, Math.max(0, (left[at] ?? 0) - (right[at] ?? 0) - LOWEST));
    counts[place] = (counts[place] ?? 0) + 1;
  }
  let above = left.length / CHANNELS / 2;
  for (let place = 0; place < counts.length; place += 1) {
    above -= counts[place] ?? 0;
    if (above <= 0) return place + LOWEST;
  }
  return LOWEST;
}
