/** Types of a rubric with its samples computed and its data read, as plan and judges need it. Only types. */
import type { Check } from '../schema/checks.js';
import type { Scaling } from '../tensor/images.js';
import type { Rubric } from '../schema/rubric.js';
import type { TensorData } from '../tensor/tensor.js';

/** One sample: a float64 value for every input and parameter. */
export interface ReferenceSample {
  /** e.g. `seed-0`, `generic-2`. */
  readonly id: string;
  /** The seed at which the search stopped; null for given values. */
  readonly seed: number | null;
  /**
   * The values that code gets and from which its references are computed. Every number is a float32, so that no
   * rounding happens on the way.
   */
  readonly values: Readonly<Record<string, TensorData>>;
  /** The numbers as written in the rubric, with which a person calculates; absent if they are the same. */
  readonly written?: Readonly<Record<string, TensorData>>;
}

/** Examples with the scaling that models get them with. Points are not scaled. */
export interface Examples extends Scaling {
  /** [N, ...shape of one example]: float32, or the bytes of pixels. */
  readonly examples: TensorData;
  readonly classes: number;
  /** sha256 of examples and what they are labelled with, as hex. */
  readonly digest: string;
}

export interface ExampleSet extends Examples {
  /** [N] class numbers. */
  readonly labels: Int32Array;
}

/** Images with a class for each pixel. */
export interface SegmentedSet extends Examples {
  /** [N, height, width]: class numbers, or 255 for pixels that do not count. */
  readonly maps: Uint8Array;
}

/** Points with numbers to predict. They are not scaled. */
export interface RegressionSet extends Scaling {
  /** [N, features] float32 */
  readonly examples: TensorData;
  /** [N, targets] float32 */
  readonly targets: TensorData;
  /** sha256 of examples and targets, as hex. */
  readonly digest: string;
}

/** A check that this run leaves out, and why. */
export interface LeftOut {
  readonly check: Check;
  readonly because: string;
}

export interface ResolvedRubric {
  readonly rubric: Rubric;
  /** Checks that were removed from `rubric` because the data that they need is missing. */
  readonly leftOut?: readonly LeftOut[];
  /** sha256 of the rubric file's bytes, as hex. */
  readonly digest: string;
  /** The seed that replaces the generic samples (`--seed`); absent if they are the rubric's own. */
  readonly seed?: number;
  readonly sampleSets: ReadonlyMap<string, readonly ReferenceSample[]>;
  readonly data: ReadonlyMap<string, ExampleSet>;
  /** The data sets with class maps, which are not in `data`; absent if there are none. */
  readonly segmented?: ReadonlyMap<string, SegmentedSet>;
  /** The data sets with numbers to predict, which are not in `data`; absent if there are none. */
  readonly regression?: ReadonlyMap<string, RegressionSet>;
}
