/**
 * The course's own labelled images: students must not hand them in, and labels are compared with them. Their features
 * are plain values, so that they can be passed to another process.
 */
import { AlikeIndex, viewOf, type View } from './alike-index.js';
import { imageShapeOf, type ImageSize } from '../../tensor/images.js';
import { courseLooksOf, type Looks } from './looks.js';

/** The features of an image of the course. */
export interface CourseLook extends View, Pick<Looks, 'digest' | 'middle'> {
  /** Name of its data set. */
  readonly set: string;
  /** Its place in that data set. */
  readonly at: number;
  readonly label: number;
}

type CourseTwin = Pick<CourseLook, 'set' | 'at'>;

export interface CourseImages {
  /** By the digest of an image. */
  readonly digests: ReadonlyMap<string, CourseTwin>;
  readonly alike: Pick<AlikeIndex<CourseTwin>, 'find'>;
  readonly labelled: readonly CourseLook[];
}

export interface CourseSet {
  readonly name: string;
  /** [N, height, width, channels], in colour or grey. */
  readonly pixels: Uint8Array;
  /** [N] */
  readonly labels: ArrayLike<number>;
}

export const NO_COURSE: CourseImages = courseOf([]);

export function courseLooks(sets: readonly CourseSet[], size: ImageSize): CourseLook[] {
  const { width, height } = imageShapeOf(size);
  return sets.flatMap(({ name, pixels, labels }) => {
    const bytes = pixels.length / labels.length;
    return Array.from(labels, (label, at) => {
      const image = pixels.subarray(at * bytes, (at + 1) * bytes);
      const colours = bytes === width * height ? coloursOf(image) : image;
      const { digest, cells, middle } = courseLooksOf(colours, size);
      return { ...viewOf(cells), digest, middle, set: name, at, label };
    });
  });
}

/** Grey pixels as red, green and blue. */
function coloursOf(grey: Uint8Array): Uint8Array {
  const colours = new Uint8Array(3 * grey.length);
  for (let at = 0; at < colours.length; at += 1) colours[at] = grey[Math.floor(at / 3)] ?? 0;
  return colours;
}

export function courseOf(looks: readonly CourseLook[]): CourseImages {
  const alike = new AlikeIndex<CourseTwin>();
  for (const look of looks) alike.add(look, { set: look.set, at: look.at });
  return { digests: new Map(looks.map(({ digest, set, at }) => [digest, { set, at }])), alike, labelled: looks };
}
