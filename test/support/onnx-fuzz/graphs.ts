/** Operations of the comparison of backends as graphs, as a converter writes them. */
import type * as core from '@tensorflow/tfjs-core';
import type { Artifacts } from '../../../grader/onnx/translate.js';
import type { LayerCase } from '../backend-fuzz/configurations.js';

/** null where no graph has such an operation. */
export function graphOf(_one: LayerCase, _weights: readonly core.Variable[]): Artifacts | null {
  return null;
}
