/** A model as something that computes: tf.js on one of its backends, or ONNX Runtime. */

import type { Scaling } from '../tensor/images.js';

/** Some examples, scaled: their numbers and [rows, ...sides of an example]. */
export interface Batch {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** Some examples of bytes, such as pixels, not scaled yet. */
export interface Bytes {
  readonly values: Uint8Array;
  readonly shape: readonly number[];
}

/** What a network gives for a batch. */
export interface Rows {
  readonly values: Float32Array;
  /** The shape of what it gives for one example. */
  readonly sides: readonly number[];
  /** It did not change its input. */
  readonly inputKept: boolean;
}

export interface Network {
  /** The batch size, if the model has a fixed one; otherwise null. */
  readonly rows: number | null;
  /** Throws a plain sentence. Must not run concurrently. */
  compute(batch: Batch): Promise<Rows>;
  /** The same for bytes that it scales itself, to the same bits; absent where that saves nothing. */
  computeBytes?(bytes: Bytes, scaling: Scaling): Promise<Rows>;
  /** It has scaled bytes like this before, so that few of them are worth it too. */
  hasScaled?(scaling: Scaling): boolean;
}
