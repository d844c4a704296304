/**
 * Decides whether two images are copies: equal except for brightness, compression noise and a few pixels. Compares 16 x
 * 16 means of blocks, so that changes to pixels that do not change the picture have no effect.
 *
 * Frames of a flat sky that differ only in a few pixels are copies too: the labelled object covers 3 % of the pixels or
 * more, and if it moved or is another one, twice as many cells differ. Measured on the 11.5 million pairs of the 4,800
 * crops of SuperTux: one pair counts as a copy (a projectile on two equal skies); among the other pairs with as small a
 * mean difference, the closest differs in 16 cells of 256.
 */
import { mirror } from './looks.js';

const CHANNELS = 3;
/** Largest share of cells that may differ. */
const OTHER_SHARE = 0.04;
/** A cell differs if a channel differs by more than this. */
const OTHER = 8;
/** Largest mean difference of the other cells. */
const NEAR = 2;
/** Largest difference in brightness, or of one channel. */
const MOST_SHIFT = 32;

/** Both are [side, side, 3] with the same side. */
export function isOneImage(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length || isPlainlyOther(left, right)) return false;
  const red = medianDifference(left, right, 0);
  if (Math.abs(red) > MOST_SHIFT) return false;
  const green = medianDifference(left, right, 1);
  if (Math.abs(green) > MOST_SHIFT) return false;
  const blue = medianDifference(left, right, 2);
  return Math.abs(blue) <= MOST_SHIFT && isNearBut(left, right, [red, green, blue]);
}

/** Close in all but a few cells, after subtracting the difference in brightness. */
function isNearBut(
  left: Uint8Array,
  right: Uint8Array,
  [red, green, blue]: readonly [number, number, number],
): boolean {
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
/** In ascending order. */
const sample = new Int16Array(SAMPLED);

/** A cheap test on a few cells spread over the image, which rejects most pairs. */
function isPlainlyOther(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length < SAMPLED * SAMPLED * CHANNELS) return false;
  sampleDifferences(left, right);
  // half of them may have any value; the closer half must be close together
  for (let first = 0; first + SAMPLED / 2 <= SAMPLED; first += 1) {
    if ((sample[first + SAMPLED / 2 - 1] ?? 0) - (sample[first] ?? 0) <= 2 * OTHER) return false;
  }
  return true;
}

function sampleDifferences(left: Uint8Array, right: Uint8Array): void {
  // a diagonal, so that changed rows or columns of cells contain few of them
  for (let cell = 0; cell < SAMPLED; cell += 1) {
    const at = cell * (SAMPLED + 1) * CHANNELS + 1;
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    // not sort(): for so few numbers, calling it takes longer than sorting
    let place = cell;
    for (; place > 0 && (sample[place - 1] ?? 0) > difference; place -= 1) sample[place] = sample[place - 1] ?? 0;
    sample[place] = difference;
  }
}

const LOWEST = -MOST_SHIFT - 1;
const counts = new Uint16Array(2 * MOST_SHIFT + 3);

/** Median over the cells of one channel; if it exceeds MOST_SHIFT, its value is not exact. */
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
