/**
 * Finds labels that do not fit the image: none of the most similar images has the same label. An image is compared with
 * the course's images, if available, and with the images of the other folds, except copies of itself.
 *
 * This is only a hint. Measured with a fifth of the labels wrong, on 330 images and the course's 1,800: it doubts 13 %
 * of the images, two of three correctly, and so finds 45 % of the wrong ones; if all labels are right, it doubts 4 %.
 * With 3,000 images alone: 6 %, three of four, 26 %; 2 %.
 */
import type { Finding } from '../../protocol/data-set.js';
import type { CourseImages } from './course.js';
import { findingAt, type Entry } from './entry.js';

const FOLDS = 5;
const NEIGHBOURS = 20;

/**
 * The most pairs that are compared, so that the work is linear: an image is compared with those closest in mean
 * brightness. For a few thousand images these are all images; for 20,000 they are 400 each.
 */
const MOST_PAIRS = 8_000_000;
const LEAST_COMPARED = 400;

interface Neighbour {
  readonly middle: Uint8Array;
  readonly label: number;
  readonly digest: string | null;
  /** null for images of the course. */
  readonly fold: number | null;
  /** Sum of its values. */
  readonly total: number;
}

export function findDoubtfulLabels(
  entries: readonly Entry[],
  classes: readonly string[],
  course: CourseImages,
): Finding[] {
  const own = entries.flatMap(({ label, looks: { middle, digest } }, index): Neighbour[] =>
    label === null ? [] : [{ middle, label, digest, fold: index % FOLDS, total: totalOf(middle) }],
  );
  const others = course.labelled.map(({ middle, label }): Neighbour => ({
    middle,
    label,
    digest: null,
    fold: null,
    total: totalOf(middle),
  }));
  const sorted = [...others, ...own].sort((a, b) => a.total - b.total);
  const most = Math.max(LEAST_COMPARED, Math.floor(MOST_PAIRS / Math.max(1, entries.length)));
  const among = most < sorted.length ? ` of the ${String(most)} nearest in brightness` : '';
  return entries.flatMap((entry, index) => {
    if (entry.label === null) return [];
    const votes = votesFor(entry, index % FOLDS, sorted, { classes: classes.length, most });
    const top = votes.reduce((high, count) => Math.max(high, count), 0);
    if ((votes[entry.label] ?? 0) > 0 || top === 0) return [];
    const found = `${classes[entry.label] ?? ''}, but ${String(top)} of the ${String(NEIGHBOURS)} images most like it${among} are ${classes[votes.indexOf(top)] ?? ''}, none ${classes[entry.label] ?? ''}`;
    return [findingAt(entry, 'label-doubtful', found)];
  });
}

function totalOf(middle: Uint8Array): number {
  let total = 0;
  for (const value of middle) total += value;
  return total;
}

/** The nearest images so far, in ascending order of distance. */
class Nearest {
  readonly #distances: number[] = [];
  readonly #labels: number[] = [];

  /** Images at a greater distance do not count. */
  get limit(): number {
    return this.#distances[NEIGHBOURS - 1] ?? Infinity;
  }

  add(distance: number, label: number): void {
    let at = this.#distances.length;
    while (at > 0 && (this.#distances[at - 1] ?? 0) > distance) at -= 1;
    this.#distances.splice(at, 0, distance);
    this.#labels.splice(at, 0, label);
    this.#distances.splice(NEIGHBOURS);
    this.#labels.splice(NEIGHBOURS);
  }

  /** The number of each class; no votes if there are too few images. */
  votes(classes: number): number[] {
    const votes = new Array<number>(classes).fill(0);
    if (this.#labels.length < NEIGHBOURS) return votes;
    for (const label of this.#labels) votes[label] = (votes[label] ?? 0) + 1;
    return votes;
  }
}

/** Classes of the nearest images outside the fold, by squared distance of their centres. */
function votesFor(
  { looks }: Entry,
  fold: number,
  sorted: readonly Neighbour[],
  { classes, most }: { readonly classes: number; readonly most: number },
): number[] {
  const nearest = new Nearest();
  const total = totalOf(looks.middle);
  const values = looks.middle.length;
  // the squared difference of the sums is at most `values` times the squared distance
  const isBeyond = (other: Neighbour) => (other.total - total) ** 2 > nearest.limit * values;
  let above = firstFrom(sorted, total);
  let below = above - 1;
  for (let compared = 0; compared < most; compared += 1) {
    const [low, high] = [sorted[below], sorted[above]];
    const isLow = low !== undefined && (high === undefined || total - low.total <= high.total - total);
    const other = isLow ? low : high;
    if (other === undefined || isBeyond(other)) break;
    if (isLow) below -= 1;
    else above += 1;
    if (other.fold === fold || other.digest === looks.digest) continue;
    const { limit } = nearest;
    const distance = squaredDistance(looks.middle, other.middle, limit);
    if (distance < limit) nearest.add(distance, other.label);
  }
  return nearest.votes(classes);
}

/** Index of the first whose total is not less. */
function firstFrom(sorted: readonly Neighbour[], total: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.total ?? 0) < total) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A row of a thumbnail, after which the sum is compared with the limit. */
const STRIDE = 24;

/** Exact below the limit; above it, only a lower bound. */
function squaredDistance(left: Uint8Array, right: Uint8Array, limit: number): number {
  let sum = 0;
  for (let start = 0; start < left.length && sum < limit; start += STRIDE) {
    for (let at = start; at < start + STRIDE; at += 1) {
      const difference = (left[at] ?? 0) - (right[at] ?? 0);
      sum += difference * difference;
    }
  }
  return sum;
}
