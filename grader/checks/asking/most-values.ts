/**
 * How many numbers an answer may have: much more than expected, so that a wrong shape is still read and reported, but
 * little compared with what a worker could send. Sizes do not reveal expectations, because every shape follows from the
 * inputs.
 */

/** The factor for outputs, which are small. */
const FACTOR = 16;
const MOST_MORE = 1 << 16;
/** Added for each output, however small. */
const EXTRA = 1024;

/** A model with the wrong number of classes is still read, and this is reported. */
const MORE_CLASSES = 4;

/** For the outputs of a model with `width` outputs for each example. */
export function mostPredictions(examples: number, width: number): number {
  return MORE_CLASSES * examples * width + MOST_MORE;
}

/** For outputs of these sizes together. */
export function mostValuesFor(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size + Math.min((FACTOR - 1) * size, MOST_MORE) + EXTRA, 0);
}
