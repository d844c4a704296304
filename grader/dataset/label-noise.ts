/**
 * Labels that do not fit the image: none of the images most like it has the same label. It is compared with the course's
 * images, where they are at hand, and with the images of the other folds, copies of itself left out.
 *
 * A hint for a person who looks. Measured with a fifth of the labels wrong, on 330 images and the course's 1,800: it
 * doubts 13 % of the images, two of three rightly, and so finds 45 % of the wrong ones; where all are right it doubts
 * 4 %. Alone, 3,000 images: 6 %, three of four, 26 %; 2 %.
 */
import type { Finding } from '../schema/data-set.js';
import type { CourseImages } from './course.js';
import { findingAt, type Entry } from './entry.js';

const FOLDS = 5;
const NEIGHBOURS = 20;

interface Neighbour {
  readonly middle: Uint8Array;
  readonly label: number;
  readonly digest: string | null;
  /** null for the course's. */
  readonly fold: number | null;
}

export function findDoubtfulLabels(
  entries: readonly Entry[],
  classes: readonly string[],
  course: CourseImages,
): Finding[] {
  const own = entries.flatMap(({ label, looks: { middle, digest } }, index): Neighbour[] =>
    label === null ? [] : [{ middle, label, digest, fold: index % FOLDS }],
  );
  const all = [...course.labelled.map((one): Neighbour => ({ ...one, digest: null, fold: null })), ...own];
  return entries.flatMap((entry, index) => {
    if (entry.label === null) return [];
    const votes = votesFor(entry, index % FOLDS, all, classes.length);
    if ((votes[entry.label] ?? 0) > 0 || Math.max(...votes) === 0) return [];
    const most = Math.max(...votes);
    const found = `${classes[entry.label] ?? ''}, but ${String(most)} of the ${String(NEIGHBOURS)} images most like it are ${classes[votes.indexOf(most)] ?? ''}, none ${classes[entry.label] ?? ''}`;
    return [findingAt(entry, 'label-doubtful', found)];
  });
}

/** The nearest so far, in rising order of distance. */
class Nearest {
  readonly #distances: number[] = [];
  readonly #labels: number[] = [];

  /** What is further away is none of them. */
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

  /** How many are of each class; no votes where they are too few to tell anything. */
  votes(classes: number): number[] {
    const votes = new Array<number>(classes).fill(0);
    if (this.#labels.length < NEIGHBOURS) return votes;
    for (const label of this.#labels) votes[label] = (votes[label] ?? 0) + 1;
    return votes;
  }
}

/** Classes of the nearest images outside of the fold, by squared distance of their middles. */
function votesFor({ looks }: Entry, fold: number, all: readonly Neighbour[], classes: number): number[] {
  const nearest = new Nearest();
  for (const other of all) {
    if (other.fold === fold || other.digest === looks.digest) continue;
    const { limit } = nearest;
    const distance = squaredDistance(looks.middle, other.middle, limit);
    if (distance < limit) nearest.add(distance, other.label);
  }
  return nearest.votes(classes);
}

/** A row of a thumbnail; between two the sum is looked at. */
const STRIDE = 24;

/** Exact below the limit; what is returned above it is only known to be so. */
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
