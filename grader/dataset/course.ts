/**
 * The course's own labelled images: what students may not hand in, and what their labels are compared with. Their looks
 * are plain values, so that they can be handed to another process.
 */
import { AlikeIndex } from './alike-index.js';
import { looksOf, type Looks } from './looks.js';

/** What is needed of an image of the course. */
export interface CourseLook extends Pick<Looks, 'digest' | 'cells' | 'middle'> {
  /** Name of its data set. */
  readonly set: string;
  readonly label: number;
}

export interface CourseImages {
  /** Data set of an image by its digest. */
  readonly digests: ReadonlyMap<string, string>;
  readonly alike: Pick<AlikeIndex<string>, 'find'>;
  readonly labelled: readonly CourseLook[];
}

export interface CourseSet {
  readonly name: string;
  /** [N, side, side, 3] */
  readonly pixels: Uint8Array;
  /** [N] */
  readonly labels: ArrayLike<number>;
}

export const NO_COURSE: CourseImages = courseOf([]);

export function courseImages(sets: readonly CourseSet[], side: number): CourseImages {
  return courseOf(courseLooks(sets, side));
}

export function courseLooks(sets: readonly CourseSet[], side: number): CourseLook[] {
  const size = side * side * 3;
  return sets.flatMap(({ name, pixels, labels }) =>
    Array.from(labels, (label, at) => {
      const { digest, cells, middle } = looksOf(pixels.subarray(at * size, (at + 1) * size), side);
      return { digest, cells, middle, set: name, label };
    }),
  );
}

export function courseOf(looks: readonly CourseLook[]): CourseImages {
  const alike = new AlikeIndex<string>();
  for (const { cells, set } of looks) alike.add(cells, set);
  return { digests: new Map(looks.map(({ digest, set }) => [digest, set])), alike, labelled: looks };
}
