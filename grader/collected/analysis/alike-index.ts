/**
 * Finds copies of an image without comparing all pairs: by hashes of bands of cells, relative to the mean of the band,
 * so that brightness does not matter and a local change does not affect other bands. An image is compared with at most
 * MOST_COMPARED others, those that share the rarest bands first, so that the work is linear for any data set.
 */
import { isOneImage } from './alike.js';
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
/** The seed and the factor of FNV-1a. */
const [BASIS, PRIME] = [0x811c9dc5, 0x01000193];

export class AlikeIndex<T> {
  readonly #bands = new Map<number, number[]>();
  readonly #kept: { readonly cells: Uint8Array; readonly item: T }[] = [];

  add(cells: Uint8Array, item: T): void {
    const place = this.#kept.push({ cells, item }) - 1;
    for (const key of bandsOf(cells)) {
      const band = this.#bands.get(key);
      if (band === undefined) this.#bands.set(key, [place]);
      else if (band.length < MOST_OF_A_BAND) band.push(place);
    }
  }

  /** The first item whose image is the same as this one; within a band, the first that was added. */
  find(cells: Uint8Array): T | undefined {
    const bands = [...bandsOf(cells)].flatMap((key) => {
      const band = this.#bands.get(key);
      return band === undefined ? [] : [band];
    });
    bands.sort((a, b) => a.length - b.length);
    const compared = new Set<number>();
    for (const band of bands) {
      for (const place of band) {
        if (compared.has(place)) continue;
        if (compared.size >= MOST_COMPARED) return undefined;
        compared.add(place);
        const kept = this.#kept[place];
        if (kept !== undefined && isOneImage(kept.cells, cells)) return kept.item;
      }
    }
    return undefined;
  }
}

/** One key for each band, from the cells and, in finer steps, from means of four, in which gradual skies differ. */
function bandsOf(cells: Uint8Array): Set<number> {
  const side = Math.sqrt(cells.length / CHANNELS);
  const half = Math.ceil(side / 2);
  const keys = new Set<number>();
  addBands(keys, cells, side, STEP);
  addBands(keys, shrink(cells, side, half, half), half, FINE_STEP);
  return keys;
}

function addBands(keys: Set<number>, cells: Uint8Array, side: number, step: number): void {
  for (let top = 0; top < side; top += BAND_ROWS) {
    for (let left = 0; left < side; left += BAND_COLUMNS) {
      const values = bandAt(cells, side, top, left);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      let hash = Math.imul(BASIS ^ (step * side * side + top * side + left), PRIME);
      for (const value of values) {
        hash = Math.imul(hash ^ (Math.round((value - mean) / (CHANNELS * step)) & 0xff), PRIME);
      }
      keys.add(hash >>> 0);
    }
  }
}

function bandAt(cells: Uint8Array, side: number, top: number, left: number): number[] {
  const values: number[] = [];
  for (let row = top; row < Math.min(side, top + BAND_ROWS); row += 1) {
    for (let column = left; column < Math.min(side, left + BAND_COLUMNS); column += 1) {
      const at = (row * side + column) * CHANNELS;
      values.push((cells[at] ?? 0) + (cells[at + 1] ?? 0) + (cells[at + 2] ?? 0));
    }
  }
  return values;
}
