/**
 * How many numbers an answer may have: generous against what is asked for, so that a wrong shape is still read and told
 * as what it is, and small against what a worker could send. Sizes are no expectations: every shape follows from the
 * inputs.
 */

/** So many times what is expected, as long as that is little in itself. */
const FACTOR = 16;
const MOST_MORE = 1 << 16;
/** For each output, however small it is. */
const EXTRA = 1024;

/** A model with other classes than it should have is still read, and told so. */
const MORE_CLASSES = 4;

/** For the outputs of a model that gives so many of them for each example. */
export function mostPredictions(examples: number, width: number): number {
  return MORE_CLASSES * examples * width + MOST_MORE;
}

/** For outputs of these sizes, all together. */
export function mostValuesFor(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size + Math.min((FACTOR - 1) * size, MOST_MORE) + EXTRA, 0);
}
