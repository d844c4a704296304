/**
 * Files of trained networks that are not graded as they are, and how to export the network instead: as a model of tf.js,
 * or as an ONNX model, whichever the homework takes. Pure.
 */

import type { ModelForm } from '../protocol/model-forms.js';

export type OtherFormat =
  | 'pytorch'
  | 'pickle'
  | 'safetensors'
  | 'numpy'
  | 'keras'
  | 'saved-model'
  | 'tflite'
  | 'other-network'
  | 'onnx'
  | 'tfjs'
  | 'zip'
  | 'gzip';

const TORCH = 'export the network with torch.onnx.export(model, (example,), "model.onnx", external_data=False)';
const REBUILD =
  'tf.js cannot read it: build the same network with tf.layers or Keras, set its weights, and export that';

interface Told {
  /** Completes "… is …". */
  readonly what: string;
  readonly tfjs: string;
  readonly onnx: string;
}

const FORMATS: Readonly<Record<OtherFormat, Told>> = {
  pytorch: { what: 'a file of PyTorch', tfjs: REBUILD, onnx: TORCH },
  pickle: {
    what: 'a pickle of Python, which holds objects of a program',
    tfjs: REBUILD,
    onnx: `${TORCH}, or a model of scikit-learn with skl2onnx.to_onnx`,
  },
  safetensors: { what: 'a safetensors file, which holds weights without the network', tfjs: REBUILD, onnx: TORCH },
  numpy: { what: 'a file of NumPy, which holds arrays without the network', tfjs: REBUILD, onnx: TORCH },
  keras: {
    what: 'a file of Keras',
    tfjs: 'convert it with tensorflowjs_converter, or call tensorflowjs.converters.save_keras_model in Python, and hand in model.json with its .bin files',
    onnx: 'load it in Keras 3 and call model.export("model.onnx", format="onnx")',
  },
  'saved-model': {
    what: 'a part of a SavedModel of TensorFlow',
    tfjs: 'convert the SavedModel with "tensorflowjs_converter --input_format=tf_saved_model" and hand in model.json with its .bin files',
    onnx: 'convert it with "python -m tf2onnx.convert --saved-model FOLDER --output model.onnx"',
  },
  tflite: {
    what: 'a model for phones (TensorFlow Lite)',
    tfjs: 'it cannot be turned back: export the network that it was made from with model.save or tensorflowjs_converter',
    onnx: 'export the network that it was made from with model.export("model.onnx", format="onnx") or torch.onnx.export',
  },
  'other-network': { what: 'of another format', tfjs: REBUILD, onnx: TORCH },
  onnx: { what: 'an ONNX model', tfjs: REBUILD, onnx: 'give its name the ending .onnx' },
  tfjs: {
    what: 'the description of a model of tf.js',
    tfjs: 'give its name the ending .json, and hand in its .bin files beside it',
    onnx: 'export the network to ONNX, for example with tf2onnx',
  },
  zip: {
    what: 'a zip archive',
    tfjs: 'hand in the files of the model themselves',
    onnx: 'hand in the file of the model itself',
  },
  gzip: {
    what: 'compressed (gzip)',
    tfjs: 'unpack it and hand in the files of the model themselves',
    onnx: 'unpack it and hand in the file of the model itself',
  },
};

/** `is a file of PyTorch: export the network with …`, for a homework that takes these forms. */
export function predicateOn(format: OtherFormat, forms: readonly ModelForm[]): string {
  return `is ${FORMATS[format].what}: ${adviceOn(format, forms)}`;
}

/** What to do instead. A file that one of the forms cannot be made of gets the advice of the other alone. */
export function adviceOn(format: OtherFormat, forms: readonly ModelForm[]): string {
  const told = FORMATS[format];
  const advices = forms.map((form) => told[form]);
  const possible = advices.filter((advice) => advice !== REBUILD);
  return (possible.length === 0 ? advices : possible).join('; or ');
}
