/** Files of other formats are recognised by their content, as the frameworks themselves wrote them, whatever their names. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ModelReading } from '../../../../grader/protocol/model-facts.js';
import type { ModelForm } from '../../../../grader/protocol/model-forms.js';
import { formatOfContent } from '../../../../grader/reader/models/content.js';
import { readModel } from '../../../../grader/reader/models/read.js';

const FIXTURES = resolve('fixtures/onnx');
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tuxgrade-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

function sentenceOn(name: string, forms?: readonly ModelForm[]): string {
  const sizes = [[name, statSync(join(root, name)).size]] as const;
  const reading = JSON.parse(Buffer.from(readModel(root, name, sizes, forms)).toString()) as ModelReading;
  return reading.status === 'rejected' ? reading.sentence : reading.status;
}

const TORCH = 'export the network with torch.onnx.export(model, (example,), "model.onnx", external_data=False)';
const REBUILD =
  'tf.js cannot read it: build the same network with tf.layers or Keras, set its weights, and export that';
const KERAS =
  'convert it with tensorflowjs_converter, or call tensorflowjs.converters.save_keras_model in Python, and hand in model.json with its .bin files';

describe.each(['model.onnx', 'model.json'])('as %s', (name) => {
  test.each([
    ['state-dict.pt', `is a file of PyTorch: ${TORCH}`],
    ['older-state-dict.pt', `is a file of PyTorch: ${TORCH}`],
    ['torchscript.pt', `is a file of PyTorch: ${TORCH}`],
    ['exported.pt2', `is a file of PyTorch: ${TORCH}`],
    [
      'pickle.pkl',
      `is a pickle of Python, which holds objects of a program: ${TORCH}, or a model of scikit-learn with skl2onnx.to_onnx`,
    ],
    ['arrays.npz', `is a file of NumPy, which holds arrays without the network: ${TORCH}`],
    ['array.npy', `is a file of NumPy, which holds arrays without the network: ${TORCH}`],
    [
      'model.keras',
      `is a file of Keras: ${KERAS}; or load it in Keras 3 and call model.export("model.onnx", format="onnx")`,
    ],
    [
      'model.weights.h5',
      `is a file of Keras: ${KERAS}; or load it in Keras 3 and call model.export("model.onnx", format="onnx")`,
    ],
    ['model.safetensors', `is a safetensors file, which holds weights without the network: ${TORCH}`],
  ])('%s', (file, predicate) => {
    copyFileSync(join(FIXTURES, 'others', file), join(root, name));
    expect(sentenceOn(name)).toBe(`${name} ${predicate}`);
  });

  test.each<[string, Uint8Array, RegExp]>([
    [
      'a zip of something else',
      Buffer.from('504b030414000000000000000000', 'hex'),
      /is a zip archive: hand in the files? of the model/,
    ],
    ['gzip', Buffer.from('1f8b0800000000000003', 'hex'), /is compressed \(gzip\): unpack it/],
    ['TensorFlow Lite', Buffer.concat([Buffer.from([0x1c, 0, 0, 0]), Buffer.from('TFL3')]), /is a model for phones/],
    [
      'a SavedModel',
      Buffer.concat([Buffer.from('080112ab1f0a05', 'hex'), Buffer.from('serve')]),
      /is a part of a SavedModel of TensorFlow: .*tf2onnx\.convert --saved-model/,
    ],
    ['GGUF', Buffer.from('GGUF\u0003\u0000'), /is of another format: /],
    [
      'a pointer of Git LFS',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'),
      /is a pointer of Git LFS/,
    ],
  ])('%s', (_what, bytes, sentence) => {
    writeFileSync(join(root, name), bytes);
    expect(sentenceOn(name)).toMatch(sentence);
  });
});

test('advice is for what the homework takes', () => {
  copyFileSync(join(FIXTURES, 'others/state-dict.pt'), join(root, 'model.json'));
  expect(sentenceOn('model.json', ['tfjs'])).toBe(`model.json is a file of PyTorch: ${REBUILD}`);
  expect(sentenceOn('model.json', ['onnx'])).toBe(`model.json is a file of PyTorch: ${TORCH}`);
});

test('a model under the name of the other format', () => {
  copyFileSync(join(FIXTURES, 'torch-mlp.onnx'), join(root, 'model.json'));
  expect(sentenceOn('model.json')).toBe('model.json is an ONNX model: give its name the ending .onnx');
  writeFileSync(join(root, 'model.onnx'), '{"format": "layers-model", "modelTopology": {}, "weightsManifest": []}');
  expect(sentenceOn('model.onnx')).toMatch(
    /^model\.onnx is the description of a model of tf\.js: give its name the ending \.json/,
  );
  writeFileSync(join(root, 'model.json'), '{"modelTopology": {}, "weightsManifest": []}');
  expect(sentenceOn('model.json')).not.toMatch(/ending/);
});

test('a file that is too large to be read whole is told so', () => {
  const sizes = [['model.onnx', 200 * 2 ** 20]] as const;
  writeFileSync(join(root, 'model.onnx'), readFileSync(join(FIXTURES, 'torch-mlp.onnx')));
  const reading = JSON.parse(Buffer.from(readModel(root, 'model.onnx', sizes)).toString()) as ModelReading;
  expect(reading).toMatchObject({
    sentence: expect.stringMatching(/^model\.onnx has 200\.0 MiB, the limit is 192/) as unknown,
  });
});

test('nothing else is taken for another format', () => {
  for (const name of ['torch-mlp', 'torch-cnn', 'keras-cnn', 'torch-double']) {
    const bytes = readFileSync(join(FIXTURES, `${name}.onnx`));
    expect(formatOfContent(bytes, bytes)).toBe('onnx');
  }
  expect(formatOfContent(new Uint8Array(), new Uint8Array())).toBeNull();
  // a byte of 0x80 and a number that is no protocol of pickle
  for (const protocol of [0, 1, 6, 0x80]) {
    expect(formatOfContent(Uint8Array.of(0x80, protocol, 0x7d), new Uint8Array())).toBeNull();
  }
  expect(formatOfContent(Buffer.from('hello'), Buffer.from('hello'))).toBeNull();
});
