/**
 * A mask that meets a layer which knows nothing of masks ends there, as in Keras; tf.js throws. A layer that does know of
 * them hands it on.
 */
import * as layers from '@tensorflow/tfjs-layers';
import type { Tensor } from '@tensorflow/tfjs-core';

type ComputeMask = (
  this: layers.layers.Layer,
  inputs: Tensor | Tensor[],
  mask?: Tensor | Tensor[],
) => Tensor | Tensor[];

export function dropUnknownMasks(): void {
  const { prototype } = layers.layers.Layer as unknown as { readonly prototype: { computeMask: ComputeMask } };
  const known = prototype.computeMask;
  prototype.computeMask = function (inputs, mask) {
    return this.supportsMasking ? known.call(this, inputs, mask) : (null as unknown as Tensor);
  };
}
