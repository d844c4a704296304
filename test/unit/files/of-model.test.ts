/** Which files a model may consist of: those of its folder, unless it may lead elsewhere. */
import { expect, test } from '@jest/globals';
import { filesOfModel } from '../../../grader/files/of-model.js';

const FILES = ['net/model.json', 'net/deep/w.bin', 'network/w.bin', 'w.bin', 'net/model.onnx'].map((path) => ({
  path,
  sha256: `of ${path}`,
}));
const text = (content: string) => () => Buffer.from(content);

test('a model of tf.js may be all of its folder, wherever that lies', () => {
  expect(filesOfModel('net/model.json', FILES, text('{"paths":["deep/w.bin"]}'))).toEqual([
    ['model.json', 'of net/model.json'],
    ['deep/w.bin', 'of net/deep/w.bin'],
    ['model.onnx', 'of net/model.onnx'],
  ]);
  expect(filesOfModel('model.json', FILES, text('{}'))).toHaveLength(FILES.length);
});

test.each(['"../w.bin"', '"%2e%2e/w.bin"', String.raw`"\u002e./w.bin"`, 'a\0b'])('%j may be elsewhere', (content) => {
  expect(filesOfModel('net/model.json', FILES, text(content))).toBeNull();
});

test('an ONNX model is one file, which is not read', () => {
  const never = () => {
    throw new Error('it was read');
  };
  expect(filesOfModel('net/model.onnx', FILES, never)).toEqual([['model.onnx', 'of net/model.onnx']]);
});
