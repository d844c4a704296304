/** Rules of targets that are models: formats that fit the path, and a layout of images. */
import { expect, test } from '@jest/globals';
import { changedRubric, placeOf, problemsIn } from '../../../support/rubric-text.js';

/** As in rules.test.ts: the replaced text, the replacement with ¦ at the place, and the message. */
const CASES: Readonly<Record<string, readonly [from: string, to: string, said: string]>> = {
  'a model of both formats has the path of its model.json': [
    'path: model/model.json, input: [2]',
    'path: model/model.onnx, formats: ¦[tfjs, onnx], input: [2]',
    '"model/model.onnx" is the path of an ONNX model, and formats has tfjs: write "model/model.json", beside which an ONNX model has the ending .onnx, or leave tfjs out',
  ],
  'an ONNX model has its ending': [
    'path: model/model.json, input: [2]',
    'path: ¦model/net, formats: [onnx], input: [2]',
    '"model/net" is not the path of an ONNX model: write a path that ends with .onnx, or one of a model.json, beside which it has the ending .onnx',
  ],
  'a layout is of images': [
    'path: model/model.json, input: [2]',
    'path: model/model.json, layout: ¦channels-first, input: [2]',
    "layout is the order of an image's sides, and the input [2] is not an image of three sides: leave it out",
  ],
  'a layout is of ONNX models': [
    'path: model/model.json, input: [2], outputs: [1, 2] }',
    'path: model/model.json, input: [2], outputs: [1, 2] }\n  picture: { kind: model, path: a.json, formats: [tfjs], layout: ¦channels-last, input: [3, 3, 3], outputs: [2] }',
    'layout is of ONNX models, which formats leaves out: models of tf.js have the channels last',
  ],
};

test.each(Object.entries(CASES))('%s', (_rule, [from, to, said]) => {
  const text = changedRubric(from, to.replace('¦', ''));
  expect(problemsIn(text)).toEqual([`${placeOf(to, text)}: ${said}`]);
});

test.each([
  'path: model/model.json, formats: [onnx], input: [2]',
  'path: model/model.onnx, input: [2]',
  'path: model/model.onnx, formats: [onnx], input: [2]',
  'path: model/model.json, formats: [tfjs, onnx], input: [2]',
])('%s is in order', (to) => {
  expect(problemsIn(changedRubric('path: model/model.json, input: [2]', to))).toEqual([]);
});
