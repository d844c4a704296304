/** A rubric whose references and data have been computed or read: what plan and judges work with. */
import type { Check } from '../schema/checks.js';
import type { Scaling } from '../tensor/images.js';
import type { Rubric } from '../schema/rubric.js';
import type { TensorData } from '../tensor/tensor.js';

/** One sample: a float64 value for every input and parameter. */
export interface ReferenceSample {
  /** e.g. `seed-0`, `generic-2`. */
  readonly id: string;
  /** The seed that the search stopped at; null for given values. */
  readonly seed: number | null;
  /**
   * What code is given and what its references are made from: every number is one that float32 has, so that what was
   * handed out is what comes back.
   */
  readonly values: Readonly<Record<string, TensorData>>;
  /** The numbers as the rubric has them, which a person calculates with; absent where they are the same. */
  readonly written?: Readonly<Record<string, TensorData>>;
}

/** The scaling is what models get the examples by; points are given as they are. */
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

/** A check that is not in this run, and why. */
export interface LeftOut {
  readonly check: Check;
  readonly because: string;
}

export interface ResolvedRubric {
  readonly rubric: Rubric;
  /** Checks that the rubric has and `rubric` has not, since the data that they need are not here. */
  readonly leftOut?: readonly LeftOut[];
  /** sha256 of the rubric file's bytes, as hex. */
  readonly digest: string;
  /** What its generic samples are moved by; absent where they are the rubric's own. */
  readonly seed?: number;
  readonly sampleSets: ReadonlyMap<string, readonly ReferenceSample[]>;
  readonly data: ReadonlyMap<string, ExampleSet>;
  /** The data sets with class maps, which are not in `data`; absent if there are none. */
  readonly segmented?: ReadonlyMap<string, SegmentedSet>;
}
