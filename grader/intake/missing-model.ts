/** What is said of a model that was not handed in. Pure. */
import { posix } from 'node:path';
import { showName } from './names.js';

/** Files of models that tf.js does not read, and what to do. */
const OTHER_FORMATS: readonly (readonly [RegExp, string])[] = [
  [
    /\.(h5|hdf5|keras)$/i,
    'convert it with tensorflowjs_converter, or call tensorflowjs.converters.save_keras_model in Python, and hand in model.json with its .bin files',
  ],
  [
    /\.pb$/i,
    'convert the SavedModel with "tensorflowjs_converter --input_format=tf_saved_model" and hand in model.json with its .bin files',
  ],
  [
    /\.(pt|pth|ckpt|onnx|safetensors)$/i,
    'tf.js cannot read it: build the same network with tf.layers or Keras, set its weights, and export that',
  ],
];

/** What stands in a model's place when it is missing: an export of another kind, or another spelling. */
export function missingSentence(path: string, files: Iterable<string>): string {
  const all = [...files];
  const twin = all.find((file) => file.toLowerCase() === path.toLowerCase());
  if (twin !== undefined)
    return `${showName(path)} was not handed in; ${showName(twin)} is spelt differently: rename it`;
  const folder = posix.dirname(path);
  for (const [format, advice] of OTHER_FORMATS) {
    const other = all.find((file) => posix.dirname(file) === folder && format.test(file));
    if (other !== undefined) {
      return `${showName(path)} was not handed in; ${showName(other)} is another format: ${advice}`;
    }
  }
  return `${showName(path)} was not handed in: export the model with model.save into ${folder === '.' ? 'the submission' : `${showName(folder)}/`}`;
}
