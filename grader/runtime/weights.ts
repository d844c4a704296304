/** The weights of an exported model by name, for a student's function that takes them. */
import { readArtifacts } from './artifacts.js';
import { tf } from './tf.js';

/** `path` is the model.json inside `root`. */
export function readWeights(root: string, path: string): Record<string, ReturnType<typeof tf.tensor>> {
  const { weightData, weightSpecs = [] } = readArtifacts(root, path);
  return tf.io.decodeWeights(weightData, weightSpecs);
}
