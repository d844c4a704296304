/** The sentence about a model that was not handed in. Pure. */
import { posix } from 'node:path';
import { elsewhere } from '../../files/elsewhere.js';
import { plainPath, showName } from '../../files/names.js';

/** Exports that tf.js does not read, with advice. Those with several files in a folder come last. */
const OTHER_FORMATS: readonly (readonly [RegExp, string])[] = [
  [
    /\.(?:h5|hdf5|keras)$/i,
    'convert it with tensorflowjs_converter, or call tensorflowjs.converters.save_keras_model in Python, and hand in model.json with its .bin files',
  ],
  [
    /\.pb$|(?:^|\/)variables\/variables\.[^/]+$/i,
    'convert the SavedModel with "tensorflowjs_converter --input_format=tf_saved_model" and hand in model.json with its .bin files',
  ],
  [
    /\.(?:tflite|lite)$/i,
    'it is made for phones and cannot be turned back: export the network that it was made from with model.save or tensorflowjs_converter',
  ],
  [
    /\.(?:pt|pth|pt2|ckpt|onnx|safetensors|mar|torchscript|pkl|pickle|joblib|npz|mlmodel|mlpackage|gguf|caffemodel)$|\.ckpt(?:-\d+)?\.(?:index|meta|data-\d+-of-\d+)$/i,
    'tf.js cannot read it: build the same network with tf.layers or Keras, set its weights, and export that',
  ],
];

/**
 * Names what is there instead of a missing model: an export of another kind in its folder, the file itself under
 * another name or in another folder, weights without a description, or an export of another kind elsewhere.
 */
export function missingSentence(path: string, files: Iterable<string>): string {
  const all = [...files];
  const wanted = plainPath(path);
  const folder = posix.dirname(wanted);
  const start = folder === '.' ? '' : `${folder}/`;
  const below = all.filter((file) => file.startsWith(start));
  const missing = `${showName(path)} was not handed in`;
  const near = elsewhere([wanted], all);
  const own = folder === '.' ? null : otherFormat(below);
  if (own !== null) return `${missing}; ${own}`;
  if (near !== '') return missing + near;
  const weights = below.find((file) => posix.dirname(file) === folder && /\.bin$/i.test(file));
  if (weights !== undefined) {
    return `${missing}; ${showName(weights)} holds weights only: hand in the model.json that was saved with it as well`;
  }
  const other = otherFormat(all);
  if (other !== null) return `${missing}; ${other}`;
  return `${missing}: export the model with model.save into ${folder === '.' ? 'the submission' : `${showName(folder)}/`}`;
}

function otherFormat(files: readonly string[]): string | null {
  for (const [format, advice] of OTHER_FORMATS) {
    const other = files.find((file) => format.test(file));
    if (other !== undefined) return `${showName(other)} is another format: ${advice}`;
  }
  return null;
}
