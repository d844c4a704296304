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
import { Neighbours } from './neighbours.js';

const FOLDS = 5;
const NEIGHBOURS = 20;

/**
 * The most pairs that are compared, so that the work is linear: an image is compared with those closest in mean
 * brightness. For a few thousand images these are all images; for 20,000 they are 400 each.
 */
const MOST_PAIRS = 8_000_000;
const LEAST_COMPARED = 400;

export function findDoubtfulLabels(
  entries: readonly Entry[],
  classes: readonly string[],
  course: CourseImages,
): Finding[] {
  const own = entries.flatMap(({ label, looks: { middle, digest } }, index) =>
    label === null ? [] : [{ middle, label, digest, fold: index % FOLDS }],
  );
  const others = course.labelled.map(({ middle, label }) => ({ middle, label, digest: null, fold: null }));
  const neighbours = new Neighbours([...others, ...own], NEIGHBOURS);
  const most = Math.max(LEAST_COMPARED, Math.floor(MOST_PAIRS / Math.max(1, entries.length)));
  const among = most < neighbours.count ? ` of the ${String(most)} nearest in brightness` : '';
  return entries.flatMap((entry, index) => {
    if (entry.label === null) return [];
    const nearest = neighbours.nearest(entry.looks, { fold: index % FOLDS, most });
    const votes = votesOf(nearest, classes.length);
    const top = votes.reduce((high, count) => Math.max(high, count), 0);
    if ((votes[entry.label] ?? 0) > 0 || top === 0) return [];
    const found = `${classes[entry.label] ?? ''}, but ${String(top)} of the ${String(NEIGHBOURS)} images most like it${among} are ${classes[votes.indexOf(top)] ?? ''}, none ${classes[entry.label] ?? ''}`;
    return [findingAt(entry, 'label-doubtful', found)];
  });
}

/** The number of each class; no votes if there are too few images. */
function votesOf(labels: readonly number[], classes: number): number[] {
  const votes = new Array<number>(classes).fill(0);
  if (labels.length < NEIGHBOURS) return votes;
  for (const label of labels) votes[label] = (votes[label] ?? 0) + 1;
  return votes;
}
