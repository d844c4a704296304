/** The course's own labelled images: what students may not hand in, and what their labels are compared with. */
import { looksOf } from './looks.js';

export interface CourseImages {
  /** Data set of an image by its digest. */
  readonly digests: ReadonlyMap<string, string>;
  readonly labelled: readonly { readonly middle: Uint8Array; readonly label: number }[];
}

export interface CourseSet {
  readonly name: string;
  /** [N, side, side, 3] */
  readonly pixels: Uint8Array;
  /** [N] */
  readonly labels: ArrayLike<number>;
}

export const NO_COURSE: CourseImages = { digests: new Map(), labelled: [] };

export function courseImages(sets: readonly CourseSet[], side: number): CourseImages {
  const size = side * side * 3;
  const digests = new Map<string, string>();
  const labelled = sets.flatMap(({ name, pixels, labels }) =>
    Array.from(labels, (label, at) => {
      const { digest, middle } = looksOf(pixels.subarray(at * size, (at + 1) * size), side);
      digests.set(digest, name);
      return { middle, label };
    }),
  );
  return { digests, labelled };
}
