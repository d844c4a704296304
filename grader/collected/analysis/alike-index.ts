/**
 * Finds copies of an image without comparing all pairs: by hashes of bands of cells, relative to the mean of the band,
 * so that brightness does not matter and a local change does not affect other bands. An image is compared with at most
 * MOST_COMPARED others, those that share the rarest bands first, so that the work is linear for any data set.
 */
import { isOneImage } from './alike.js';
import { BandTable } from './band-table.js';
import { shrink } from './looks.js';

const CHANNELS = 3;
const BAND_ROWS = 2;
const BAND_COLUMNS = 4;
/** The quantisation step of differences from the mean. */
const STEP = 16;
const FINE_STEP = 4;
const MOST_COMPARED = 48;
/** Images that are kept for a band: a band that more images share is not informative. */
const MOST_OF_A_BAND = 256;
const NONE = -1;
/** The seed and the factor of FNV-1a. */
const [BASIS, PRIME] = [0x811c9dc5, 0x01000193];

/** What an image is found by. */
export interface View {
  /** [side, side, 3] */
  readonly cells: Uint8Array;
  /** The hashes of its bands. */
  readonly bands: Int32Array;
}

interface Kept<T> {
  readonly cells: Uint8Array;
  readonly item: T;
  /** The number of the last search in which it was compared. */
  compared: number;
}

export class AlikeIndex<T> {
  readonly #bands = new BandTable(MOST_OF_A_BAND);
  readonly #kept: Kept<T>[] = [];
  #searches = 0;

  add({ cells, bands }: View, item: T): void {
    const place = this.#kept.push({ cells, item, compared: 0 }) - 1;
    for (const key of bands) this.#bands.add(key, place);
  }

  /** The first item whose image is the same as this one; within a band, the first that was added. */
  find({ cells, bands }: View): T | undefined {
    this.#searches += 1;
    let compared = 0;
    for (const band of this.#rarestFirst(bands)) {
      for (let entry = this.#bands.firstOf(band); entry !== NONE; entry = this.#bands.nextOf(entry)) {
        const kept = this.#kept[this.#bands.numberOf(entry)];
        if (kept === undefined || kept.compared === this.#searches) continue;
        if (compared >= MOST_COMPARED) return undefined;
        compared += 1;
        kept.compared = this.#searches;
        if (isOneImage(kept.cells, cells)) return kept.item;
      }
    }
    return undefined;
  }

  /** The lists of those keys that are in the table; of the same length, in the order of the keys. */
  #rarestFirst(keys: Int32Array): Int32Array {
    const bands = keys.map((key) => this.#bands.find(key)).filter((band) => band !== NONE);
    // one number of both, because sorting numbers needs no function
    const order = bands.map((band, at) => this.#bands.lengthOf(band) * bands.length + at).sort();
    return order.map((length) => bands[length % bands.length] ?? NONE);
  }
}

/** One hash for each band, of the cells and, in finer steps, of means of four, in which gradual skies differ. */
export function viewOf(cells: Uint8Array): View {
  const side = Math.sqrt(cells.length / CHANNELS);
  const half = Math.ceil(side / 2);
  const keys = new Int32Array(countOf(side) + countOf(half));
  fillBands(keys, cells, side, STEP);
  fillBands(keys.subarray(countOf(side)), shrink(cells, side, half, half), half, FINE_STEP);
  return { cells, bands: keys };
}

function countOf(side: number): number {
  return Math.ceil(side / BAND_ROWS) * Math.ceil(side / BAND_COLUMNS);
}

function fillBands(keys: Int32Array, cells: Uint8Array, side: number, step: number): void {
  const values = brightnessOf(cells);
  let at = 0;
  for (let top = 0; top < side; top += BAND_ROWS) {
    for (let left = 0; left < side; left += BAND_COLUMNS) {
      const band = { top, left, bottom: Math.min(side, top + BAND_ROWS), right: Math.min(side, left + BAND_COLUMNS) };
      keys[at] = hashOf(values, side, step, band);
      at += 1;
    }
  }
}

/** Sums of the channels. */
function brightnessOf(cells: Uint8Array): Uint16Array {
  const sums = new Uint16Array(cells.length / CHANNELS);
  for (let at = 0; at < sums.length; at += 1) {
    sums[at] = (cells[3 * at] ?? 0) + (cells[3 * at + 1] ?? 0) + (cells[3 * at + 2] ?? 0);
  }
  return sums;
}

interface Band {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Of the place of the band, and of the differences from its mean. */
function hashOf(values: Uint16Array, side: number, step: number, { top, left, bottom, right }: Band): number {
  let sum = 0;
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) sum += values[row * side + column] ?? 0;
  }
  const mean = sum / ((bottom - top) * (right - left));
  let hash = Math.imul(BASIS ^ (step * side * side + top * side + left), PRIME);
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) {
      const difference = (values[row * side + column] ?? 0) - mean;
      hash = Math.imul(hash ^ (Math.round(difference / (CHANNELS * step)) & 0xff), PRIME);
    }
  }
  return hash;
}
