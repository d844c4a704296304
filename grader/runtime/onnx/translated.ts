/** Opens a model of tf.js in ONNX Runtime, by way of its translation. */
import type { io } from '@tensorflow/tfjs-core';
import { translateToOnnx } from '../../onnx/translate.js';
import type { ModelFormat } from '../../protocol/worker.js';
import type { OnnxLibrary } from './library.js';
import { OnnxNetwork } from './network.js';

interface Target {
  readonly format: Exclude<ModelFormat, 'onnx-model'>;
  /** Sides of one example. */
  readonly example: readonly number[];
  readonly library: OnnxLibrary;
}

/** Throws a plain sentence that names what has no translation. */
export function translated(
  { modelTopology, weightSpecs, weightData, signature }: io.ModelArtifacts & { readonly weightData: ArrayBuffer },
  { format, example, library }: Target,
): OnnxNetwork {
  const result = translateToOnnx({
    ...{ modelTopology, signature, weightData, format, example },
    weightSpecs: weightSpecs ?? [],
  });
  if (!result.ok) throw new Error(`it is not translated to ONNX: ${result.problem}`);
  return new OnnxNetwork(result.model, library);
}
