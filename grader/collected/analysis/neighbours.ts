/**
 * Finds the images whose centres are nearest to that of another, by squared distance: exactly, among those closest in
 * mean brightness. All values are in a few arrays, because half a million pairs are compared for 300 images.
 */
import { haarOf, SCALE } from './haar.js';
import type { Looks } from './looks.js';

export interface Neighbour extends Pick<Looks, 'middle'> {
  readonly label: number;
  readonly digest: string | null;
  /** null for images of the course. */
  readonly fold: number | null;
}

interface Wanted {
  /** Images of this fold do not count, and neither do copies. */
  readonly fold: number;
  /** The most images that are compared, the closest in brightness. */
  readonly most: number;
}

/** Coefficients after which a sum is compared with the limit. */
const STRIDE = 12;
/** More than any difference of totals, and than any distance. */
const NOWHERE = 2 ** 31 - 1;

export class Neighbours {
  readonly count: number;
  /** In ascending order of brightness. */
  readonly #sorted: readonly Neighbour[];
  readonly #totals: Int32Array;
  /** The transformed centres, one after the other. */
  readonly #centres: Int16Array;
  readonly #nearest: Nearest;

  /** `wanted`: how many nearest are looked for. */
  constructor(all: readonly Neighbour[], wanted: number) {
    const weighed = all.map((one) => ({ one, total: totalOf(one.middle) })).sort((a, b) => a.total - b.total);
    const sorted = weighed.map(({ one }) => one);
    this.count = sorted.length;
    this.#sorted = sorted;
    this.#totals = Int32Array.from(weighed, ({ total }) => total);
    this.#centres = new Int16Array(sorted.reduce((sum, { middle }) => sum + middle.length, 0));
    for (const [at, { middle }] of sorted.entries()) this.#centres.set(haarOf(middle), at * middle.length);
    this.#nearest = new Nearest(wanted);
  }

  /** Labels of the nearest images, in ascending order of distance. */
  nearest({ middle, digest }: Pick<Looks, 'middle' | 'digest'>, { fold, most }: Wanted): readonly number[] {
    const nearest = this.#nearest;
    const totals = this.#totals;
    nearest.clear();
    const centre = haarOf(middle);
    const total = totalOf(middle);
    let above = this.#firstFrom(total);
    let below = above - 1;
    for (let compared = 0; compared < most; compared += 1) {
      const toHigh = above < totals.length ? (totals[above] ?? 0) - total : NOWHERE;
      const toLow = below >= 0 ? total - (totals[below] ?? 0) : NOWHERE;
      const isLow = toLow <= toHigh;
      const apart = isLow ? toLow : toHigh;
      // the squared difference of the totals is at most `length` times the squared distance
      if (apart === NOWHERE || apart * apart * SCALE > nearest.limit * middle.length) break;
      const at = isLow ? below-- : above++;
      const distance = distanceTo(centre, this.#centres, at * centre.length, nearest.limit);
      const other = distance < nearest.limit ? this.#sorted[at] : undefined;
      if (isCounted(other, fold, digest)) nearest.add(distance, other.label);
    }
    return nearest.labels();
  }

  /** Index of the first whose total is not less. */
  #firstFrom(total: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#totals[middle] ?? 0) < total) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The scaled squared distance to the centre at `from`: exact below the limit; above it, only a lower bound. */
function distanceTo(centre: Int16Array, centres: Int16Array, from: number, limit: number): number {
  let sum = 0;
  for (let start = 0; start < centre.length && sum < limit; start += STRIDE) {
    for (let index = start; index < start + STRIDE; index += 1) {
      const difference = (centre[index] ?? 0) - (centres[from + index] ?? 0);
      sum += difference * difference;
    }
  }
  return sum;
}

/** Neither of the same fold nor a copy. */
function isCounted(other: Neighbour | undefined, fold: number, digest: string): other is Neighbour {
  return other !== undefined && other.fold !== fold && other.digest !== digest;
}

function totalOf(middle: Uint8Array): number {
  let total = 0;
  for (const value of middle) total += value;
  return total;
}

/** The nearest images so far, in ascending order of distance. */
class Nearest {
  readonly #distances: Int32Array;
  readonly #labels: Int32Array;
  #count = 0;
  /** Images at this distance or a greater one do not count. */
  limit = NOWHERE;

  constructor(most: number) {
    this.#distances = new Int32Array(most);
    this.#labels = new Int32Array(most);
  }

  clear(): void {
    this.#count = 0;
    this.limit = NOWHERE;
  }

  add(distance: number, label: number): void {
    const most = this.#distances.length;
    if (this.#count < most) this.#count += 1;
    let at = this.#count - 1;
    for (; at > 0 && (this.#distances[at - 1] ?? 0) > distance; at -= 1) {
      this.#distances[at] = this.#distances[at - 1] ?? 0;
      this.#labels[at] = this.#labels[at - 1] ?? 0;
    }
    this.#distances[at] = distance;
    this.#labels[at] = label;
    if (this.#count === most) this.limit = this.#distances[most - 1] ?? NOWHERE;
  }

  labels(): readonly number[] {
    return Array.from(this.#labels.subarray(0, this.#count));
  }
}
