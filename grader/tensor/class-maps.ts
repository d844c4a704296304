/** Class maps: one byte for each pixel, the number of its class, in the order of the pixels of an image. */

/** A pixel that does not count; in a prediction, one whose scores are not finite. No class has this number. */
export const IGNORED = 255;

/** The sides of a map, and how many classes its pixels may have. */
export interface MapForm {
  readonly height: number;
  readonly width: number;
  readonly classes: number;
}

/** The sides of what a model gives for one image: a score for each class of each pixel. */
export function scoresOf({ height, width, classes }: MapForm): readonly number[] {
  return [height, width, classes];
}
