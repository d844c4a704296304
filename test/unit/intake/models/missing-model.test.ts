/** What is said about a model that was not handed in, for a homework that takes one format or both. */
import { describe, expect, test } from '@jest/globals';
import { missingSentence } from '../../../../grader/intake/models/missing-model.js';
import { adviceOn, predicateOn } from '../../../../grader/models/other-formats.js';

const missing = (files: readonly string[]) => missingSentence({ path: 'deep/model.json', forms: ['tfjs'] }, files);

test('for a missing model of tf.js, the file that is there instead is named', () => {
  expect(missing(['deep/model.h5'])).toMatch(/deep\/model\.h5 is another format: .*save_keras_model/);
  expect(missing(['deep/net.keras'])).toMatch(/tensorflowjs_converter/);
  expect(missing(['deep/saved_model.pb'])).toMatch(/--input_format=tf_saved_model/);
  expect(missing(['deep/net.safetensors'])).toMatch(/tf\.js cannot read it/);
  expect(missing(['elsewhere/net.pt'])).toMatch(/elsewhere\/net\.pt is another format/);
  expect(missing(['deep/saved/variables/variables.index'])).toMatch(/--input_format=tf_saved_model/);
  expect(missing(['net.tflite'])).toMatch(/it cannot be turned back/);
  for (const ending of ['pt', 'pth', 'ckpt', 'onnx', 'safetensors', 'pkl', 'ckpt-1.index']) {
    expect(missing([`deep/net.${ending}`])).toMatch(/is another format: tf\.js cannot read it/);
  }
  expect(missing(['deep/weights.bin'])).toMatch(/deep\/weights\.bin holds weights only/);
  expect(missing(['other/model.json'])).toMatch(/; other\/model\.json is there: put it at deep\/model\.json/);
  expect(missing(['Deep/Model.json'])).toMatch(
    /Deep\/Model\.json is there: names are case-sensitive; call it deep\/model\.json/,
  );
  expect(missing(['hw2.ipynb', 'notes.md'])).toBe(
    'deep/model.json was not handed in; hw2.ipynb is code: this homework takes the trained model, exported with model.save into deep/',
  );
  expect(missing([])).toBe('deep/model.json was not handed in: export the model with model.save into deep/');
});

describe('where ONNX models are taken too', () => {
  const either = (files: readonly string[], path = 'deep/model.json') =>
    missingSentence({ path, forms: ['tfjs', 'onnx'] }, files);
  const START = 'deep/model.json or deep/model.onnx was not handed in';
  test.each([
    [[], ': export the model with model.save or with torch.onnx.export into deep/'],
    [['deep/net.onnx'], '; deep/net.onnx is there: if it is the model, call it deep/model.onnx'],
    [['model.onnx'], '; model.onnx is there: put it at deep/model.onnx'],
    [['deep/model (1).onnx'], '; deep/model (1).onnx is there, the name of a copy; call it deep/model.onnx'],
    [['deep/Model.ONNX'], '; deep/Model.ONNX is there: names are case-sensitive; call it deep/model.onnx'],
    [
      ['deep/net.pth'],
      '; deep/net.pth is another format: export the network with torch.onnx.export(model, (example,), "model.onnx", external_data=False)',
    ],
    [
      ['deep/net.tflite'],
      '; deep/net.tflite is another format: it cannot be turned back: export the network that it was made from with model.save or tensorflowjs_converter; or export the network that it was made from with model.export("model.onnx", format="onnx") or torch.onnx.export',
    ],
  ])('%j', (files, end) => {
    expect(either(files)).toBe(START + end);
  });
  test('ONNX alone: weights of tf.js are not what is missing', () => {
    expect(missingSentence({ path: 'model.onnx', forms: ['onnx'] }, ['weights.bin'])).toBe(
      'model.onnx was not handed in: export the model with torch.onnx.export into the submission',
    );
  });
});

test('advice leaves out what cannot be done', () => {
  expect(adviceOn('pytorch', ['tfjs', 'onnx'])).toMatch(/^export the network with torch\.onnx\.export/);
  expect(adviceOn('pytorch', ['tfjs'])).toMatch(/^tf\.js cannot read it/);
  expect(predicateOn('keras', ['onnx'])).toBe(
    'is a file of Keras: load it in Keras 3 and call model.export("model.onnx", format="onnx")',
  );
});
