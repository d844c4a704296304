/** The argument of a layer's call: one tensor, alone or in a list. */
import type { Tensor } from '@tensorflow/tfjs-core';

export function first(inputs: Tensor | Tensor[]): Tensor {
  return Array.isArray(inputs) ? (inputs[0] as Tensor) : inputs;
}
